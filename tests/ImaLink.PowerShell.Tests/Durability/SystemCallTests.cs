using System.Diagnostics;
using System.Globalization;
using ImaLink.Tests;

namespace ImaLink.PowerShell.Tests;

/// <summary>
/// Every long operation in a real process whose system calls fail as a failing medium makes them fail, the first, the second, the third…:
/// a clear error, nothing lost, and running it again finishes. By strace, which counts the calls of each thread for itself.
/// IMALINK_FAULTS sets up to which call; by default each operation meets one kind of fault, once.
/// </summary>
[Trait("Category", "Faults")]
public sealed class SystemCallTests(ModuleFixture module) : IClassFixture<ModuleFixture>
{
    private const int Photos = 60;

    private static readonly Lazy<bool> CanTrace = new(Probe);

    private sealed record Kind(string Fault, string Calls, string Error, Func<Situation, IEnumerable<string>> Places);

    private static readonly Kind[] Kinds =
    [
        new("writing an index fails (EIO)", "pwrite64", "EIO", archive => archive.IndexFiles),
        new("a flush fails (EIO)", "fsync", "EIO", _ => []),
        new("a rename fails (EIO)", "rename,renameat2", "EIO", _ => []),
        new("writing the catalog fails (ENOSPC)", "pwrite64", "ENOSPC", Catalog),
        new("flushing the catalog fails (EIO)", "fsync,fdatasync", "EIO", Catalog),
    ];

    // Clear-ImaTrash only deletes: it has nothing to flush, rename or write that could fail.
    public static TheoryData<string> Operations => [.. Operation.All.Select(operation => operation.Name).Where(name => name != "Clear-ImaTrash")];

    [Theory]
    [MemberData(nameof(Operations))]
    public void Operation_SystemCallFails_SaysSoAndIsFinishedByRunningAgain(string name)
    {
        Assert.SkipUnless(CanTrace.Value, "strace is not on this machine or may not trace here: no faults of real system calls were tried.");
        string folder = Disk.NewFolder(module, "calls");
        try
        {
            int number = Array.FindIndex(Operation.All, operation => operation.Name == name);
            using var archive = new Situation(module, Operation.All[number], Photos, Path.Combine(folder, "archive"));
            foreach (Kind kind in Operation.Faults > 0 ? Kinds : [Kinds[number % Kinds.Length]])
            {
                var row = new FaultRow(name, kind.Fault);
                for (int n = 1; n <= Math.Max(1, Operation.Faults) && Strike(archive, kind, n, row); n++)
                    archive.Reset();
                row.End();
                archive.Reset();
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Lets the n-th call of each thread fail; false where there are not so many.</summary>
    private static bool Strike(Situation archive, Kind kind, int n, FaultRow row)
    {
        (string log, string when) = (archive.Folder + ".strace", $"call {n}");
        (int code, string output, string errors) = HostProcess.Finish(archive.StartOperation(
            ["strace", "-f", "--seccomp-bpf", "-o", log, .. kind.Places(archive).SelectMany(path => new[] { "-P", path }), "-e", $"trace={kind.Calls}",
                "-e", string.Create(CultureInfo.InvariantCulture, $"inject={kind.Calls}:error={kind.Error}:when={n}")]));
        bool struck = File.ReadAllText(log).Contains("(INJECTED)", StringComparison.Ordinal);
        if (struck)
            row.Struck();
        row.Holds(when, () => Assert.Equal((0, ""), (code, errors)));
        row.Holds(when, () => Assert.All(output.Split('\n', StringSplitOptions.RemoveEmptyEntries), AssertIsOurs));
        row.NothingIsLost(when, archive.AssertNothingIsLost);
        row.Holds(when, archive.AssertReadable);
        row.Holds(when, archive.AssertFinishes);
        TestContext.Current.TestOutputHelper?.WriteLine($"{kind.Fault}, {when}: {string.Join(' ', output.Split('\n').Distinct())}");
        return struck;
    }

    private static IEnumerable<string> Catalog(Situation archive) => new[] { "", "-wal" }.Select(end => Path.Combine(archive.Folder, "catalog.db" + end));

    private static void AssertIsOurs(string error)
    {
        Assert.StartsWith("ImaLink.", error);
        Assert.DoesNotContain("ImaLink.Unexpected", error);
        Assert.DoesNotContain("SQLite Error", error);
    }

    private static bool Probe()
    {
        try
        {
            using Process strace = Process.Start(new ProcessStartInfo("strace", ["-f", "--seccomp-bpf", "-e", "inject=fsync:error=EIO:when=1", "-o", "/dev/null", "true"])
            { RedirectStandardError = true })!;
            strace.WaitForExit();
            return strace.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
