using System.Diagnostics;
using ImaLink.Archive.Intake;

namespace ImaLink.Tests.Archive;

public sealed class SourceWalkTests : TemporaryFolderTest
{
    private static List<string> Walk(params string[] paths) => new SourceWalk(enterStorages: false, OperationReporter.None)
        .Files(paths, default).Select(file => file.Source + (file.CompanionOf is { } photo ? $" of {photo}" : "") + (file.Trouble is null ? "" : " !")).ToList();

    [Fact]
    public void Files_Folder_ComeInOrderWithSidecarsBehindTheirPhotos()
    {
        Directory.CreateDirectory(Path.Combine(Folder, "b"));
        foreach (string name in new[] { "c.jpg", "A.jpg", "a.jpg", "a.xmp", "C.JPG.xmp", "b/x.jpg", "z.xmp" })
            Write(name, [1]);
        Assert.Equal(["A.jpg", "a.jpg", "a.xmp of 2", "c.jpg", "C.JPG.xmp of 4", "z.xmp", "b/x.jpg"], Walk(Folder));
    }

    [Fact]
    public void Files_HiddenFoldersStoragesAndLinks_AreLeftOut()
    {
        foreach (string folder in new[] { ".hidden", "lost+found", "@eaDir", "sub", "imalink_1/.imalink" })
            Directory.CreateDirectory(Path.Combine(Folder, folder));
        foreach (string name in new[] { ".hidden/a.jpg", "lost+found/a.jpg", "@eaDir/a.jpg", "sub/a.jpg", "imalink_1/index.json", "imalink_1/a.jpg" })
            Write(name, [1]);
        Directory.CreateSymbolicLink(Path.Combine(Folder, "link"), Path.Combine(Folder, "sub"));
        Directory.CreateSymbolicLink(Path.Combine(Folder, "sub", "loop"), Folder);
        Assert.Equal(["sub/a.jpg"], Walk(Folder));
    }

    [Fact]
    public void Files_LinksToFiles_AreFollowedAndBrokenOnesTold()
    {
        Write("a.jpg", [1, 2, 3]);
        File.CreateSymbolicLink(Path.Combine(Folder, "b.jpg"), "a.jpg");
        File.CreateSymbolicLink(Path.Combine(Folder, "c.jpg"), "nothing.jpg");
        File.CreateSymbolicLink(Path.Combine(Folder, "d.jpg"), "d.jpg");
        Assert.Equal(["a.jpg", "b.jpg", "c.jpg !", "d.jpg !"], Walk(Folder));
    }

    [Fact]
    public void Files_FolderThatCannotBeRead_StandsForItsFiles()
    {
        Directory.CreateDirectory(Path.Combine(Folder, "gone"));
        Write("a.jpg", [1]);
        var walk = new SourceWalk(enterStorages: false, OperationReporter.None).Files([Folder], default).GetEnumerator();
        Assert.True(walk.MoveNext());
        Directory.Delete(Path.Combine(Folder, "gone")); // listed already, and no folder any more
        Assert.True(walk.MoveNext());
        Assert.Equal("gone", walk.Current.Source);
        Assert.NotNull(walk.Current.Trouble);
        Assert.False(walk.MoveNext());
    }

    [Fact]
    public void Take_Pipe_IsSkippedWithoutWaitingForItsWriter()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("Pipes in folders are made with mkfifo.");
        string pipe = Path.Combine(Folder, "pipe.jpg");
        Process.Start("mkfifo", pipe).WaitForExit();
        var planned = Assert.Single(new SourceWalk(enterStorages: false, OperationReporter.None).Files([Folder], default));
        Assert.Equal("Skipped", new FileIntake(new ImaLink.Files.DurableFiles(), null, null).Take(planned, copy: false, default).Verdict);
    }
}
