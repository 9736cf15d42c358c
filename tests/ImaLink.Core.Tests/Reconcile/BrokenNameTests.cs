using System.Diagnostics;
using ImaLink.Import;
using ImaLink.Reconcile;
using ImaLink.Tests.Import;

namespace ImaLink.Tests.Reconcile;

/// <summary>Names that are no UTF-8, as old archives and foreign disks have them: told, and never taken for the name that they look like.</summary>
public sealed class BrokenNameTests : ReconcileTest, IDisposable
{
    private string Card => Directory.CreateDirectory(Path.Combine(Folder, "card")).FullName;

    /// <summary>Whether the system keeps such names; it makes one out of a file or folder.</summary>
    private static bool Rename(string path, string bytes) =>
        OperatingSystem.IsLinux() && Shell(Path.GetDirectoryName(path)!, "mv -- \"$1\" \"$(printf \"$2\")\"", Path.GetFileName(path), bytes);

    private static bool Shell(string folder, string script, params string[] arguments)
    {
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = folder };
        foreach (string argument in (string[])["-c", script, "sh", .. arguments])
            start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    /// <summary>.NET cannot delete what it cannot name.</summary>
    void IDisposable.Dispose()
    {
        if (OperatingSystem.IsLinux())
            Shell(Folder, "rm -rf -- card; find . -name \"*$(printf '\\351')*\" -prune -exec rm -rf -- {} +");
        Dispose();
    }

    private List<string> Import(string path)
    {
        var service = new SessionOperations(Catalog, TimeSpan.Zero);
        var session = service.Import(Selector.ByUuid(Storage.Uuid), new ImportRequest { Paths = [path], Title = "Card", NoPreview = true }, Reporter, default);
        return [.. service.Items(session).Select(item => $"{item.SourcePath[(Card.Length + 1)..]}: {item.Verdict}")];
    }

    private List<string> Check(string path) => [.. new ImportCheck(Catalog).Run([path], quick: false, Reporter, default)
        .Select(check => $"{check.FullName![(Card.Length + 1)..]}: {check.Verdict}{(check.Ok ? "" : " !")}")];

    [Fact]
    public void Import_TwoNamesThatLookAlike_OneIsKeptAndTheOtherIsTold()
    {
        File.WriteAllBytes(Path.Combine(Card, "one.jpg"), Jpeg(1));
        if (!Rename(Path.Combine(Card, "one.jpg"), "caf\\351.jpg"))
            return;
        File.WriteAllBytes(Path.Combine(Card, "caf\uFFFD.jpg"), Jpeg(2));
        Assert.Equal(["caf\\xE9.jpg: Failed", "caf\uFFFD.jpg: Imported"], Import(Card).Order(StringComparer.Ordinal));
        Assert.Equal(["caf\\xE9.jpg: NotHeld !", "caf\uFFFD.jpg: Held"], Check(Card).Order(StringComparer.Ordinal));
        Assert.Contains("no UTF-8", Assert.Single(Errors).Message, StringComparison.Ordinal);
        Assert.Equal(["caf\\xE9.jpg: NotHeld !", "caf\uFFFD.jpg: Held"], Check(Path.Combine(Card, "caf\uFFFD.jpg")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Import_NameAndFolderThatAreNoText_AreTold()
    {
        File.WriteAllBytes(Path.Combine(Card, "one.jpg"), Jpeg(1));
        foreach (string folder in new[] { "old", "d\uFFFD" })
        {
            Directory.CreateDirectory(Path.Combine(Card, folder));
            File.WriteAllBytes(Path.Combine(Card, folder, "in.jpg"), Jpeg(folder.Length));
        }

        if (!Rename(Path.Combine(Card, "one.jpg"), "caf\\351\\374.jpg") || !Rename(Path.Combine(Card, "old"), "d\\351"))
            return;
        Assert.Equal(["caf\\xE9\\xFC.jpg: Failed", "d\\xE9: Failed", "d\uFFFD/in.jpg: Imported"], Import(Card).Order(StringComparer.Ordinal));
        Assert.Equal(["caf\\xE9\\xFC.jpg: NotHeld !", "d\\xE9: NotHeld !", "d\uFFFD/in.jpg: Held"], Check(Card).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Sync_NamesThatAreNoText_AreToldAndNothingIsTakenForAnother()
    {
        Photo("caf\uFFFD.jpg", 1);
        Photo("b.jpg", 2);
        Adopt();
        Photo("one.jpg", 3);
        Photo("old/in.jpg", 4);
        if (!Rename(Full("one.jpg"), "caf\\351.jpg") || !Rename(Full("old"), "d\\351"))
            return;
        Assert.Empty(Compare());
        Assert.Equal(2, Errors.Count(error => error.Message.Contains("no UTF-8", StringComparison.Ordinal)));
        Assert.Empty(Sync(new SyncRequest { AddNewTitle = "New" }));
        if (Rename(Full("b.jpg"), "b\\351.jpg"))
            Assert.Equal(["Missing b.jpg"], Texts(Sync()));
    }
}
