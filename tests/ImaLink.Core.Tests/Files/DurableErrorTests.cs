namespace ImaLink.Tests.Files;

/// <summary>What the disk refuses is said, and what was there stays.</summary>
public sealed class DurableErrorTests : DurableTest
{
    [Fact]
    public void TryPlace_SourceIsNotThere_SaysSo() => Fails(ErrorCode.PathNotFound, () => Disk.TryPlace(Path.Combine(Folder, "no"), Target));

    [Fact]
    public void Create_FolderIsNotThere_SaysSo() => Fails(ErrorCode.PathNotFound, () => Disk.Create(Path.Combine(Folder, "no", "file")));

    [Fact]
    public void Create_NameIsTooLong_SaysSo() => Fails(ErrorCode.PathTooLong, () => Disk.Create(Path.Combine(Folder, new string('x', 300))));

    [Fact]
    public void Replace_FolderHasTheName_SaysSo()
    {
        Directory.CreateDirectory(Target);
        Assert.Throws<ImaLinkException>(() => Put(Disk, "new"));
        Assert.True(Directory.Exists(Target));
    }

    [Fact]
    public void Replace_DiskIsFull_SaysSoAndKeepsTheFile()
    {
        using var mount = new TemporaryMount(Path.Combine(Folder, "small"), "64k");
        var path = Path.Combine(Folder, "small", "index.json");
        Disk.Replace(path, stream => stream.Write("old"u8));
        Fails(ErrorCode.StorageFull, () => Disk.Replace(path, stream => stream.Write(new byte[1 << 20]), keepBackup: true));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal(["index.json"], Directory.EnumerateFileSystemEntries(Path.Combine(Folder, "small")).Select(Path.GetFileName));
    }

    [Fact]
    public void EveryWrite_MediumIsReadOnly_SaysSo()
    {
        using var mount = new TemporaryMount(Path.Combine(Folder, "fixed"));
        string folder = Path.Combine(Folder, "fixed"), path = Path.Combine(folder, "file");
        File.WriteAllText(path, "old");
        mount.MakeReadOnly();
        Fails(ErrorCode.ReadOnly, () => Disk.Create(path + "2"));
        Fails(ErrorCode.ReadOnly, () => Disk.Replace(path, _ => { }));
        Fails(ErrorCode.ReadOnly, () => Disk.TryPlace(path, path + "2"));
        Fails(ErrorCode.ReadOnly, () => Disk.CreateDirectory(path + "3"));
        Fails(ErrorCode.ReadOnly, () => Disk.Delete(path));
        Assert.EndsWith("run the command again.", Assert.Throws<ImaLinkException>(() => Disk.Delete(path)).Message);
        Assert.Equal("old", File.ReadAllText(path));
    }

    [Fact]
    public void Create_AccessIsDenied_SaysSo()
    {
        if (Environment.UserName == "root")
            Assert.Skip("Permissions do not bind root.");
        if (OperatingSystem.IsWindows())
            return;
        File.SetUnixFileMode(Folder, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            Fails(ErrorCode.AccessDenied, () => Disk.Create(Target));
        }
        finally
        {
            File.SetUnixFileMode(Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public void FlushDirectory_FolderIsNotThere_SaysSo() => Fails(ErrorCode.PathNotFound, () => Disk.FlushDirectory(Path.Combine(Folder, "no")));
}
