using System.Text;
using ImaLink.Archive.Intake;
using ImaLink.Files;
using ImaLink.Index.Journals;
using ImaLink.Tests.Media.Formats;
using ImaLink.Tests.Media.Metadata;

namespace ImaLink.Tests.Import;

public sealed class BadInputTests : ImportTest
{
    [Fact]
    public void Import_MissingSource_IsRefused()
    {
        string missing = Path.Combine(Folder, "missing");
        var error = Fails(ErrorCode.PathNotFound, () => Mine.Import(missing));
        Assert.Equal(missing, error.Target);
        Assert.Empty(Mine.Leftovers());
        Assert.Empty(Mine.Sessions(service => service.Find(null, null).ToList()));
    }

    [Fact]
    public void Import_EmptySource_IsRefusedAndLeavesNothing()
    {
        Directory.CreateDirectory(Path.Combine(Source, "sub"));
        Fails(ErrorCode.NothingToImport, () => Mine.Import(Source));
        Assert.Empty(Mine.Leftovers());
        Assert.Empty(Mine.Sessions(service => service.Find(null, null).ToList()));
    }

    [Fact]
    public void Import_UnreadableFile_FailsAlone()
    {
        if (Environment.UserName == "root")
            Assert.Skip("The superuser may read every file.");
        if (OperatingSystem.IsWindows())
            return;
        string secret = Put("a.jpg", TestPhotos.Jpeg(1));
        Put("b.jpg", TestPhotos.Jpeg(2));
        File.SetUnixFileMode(secret, UnixFileMode.None);
        var session = Mine.Import(Source);
        File.SetUnixFileMode(secret, UnixFileMode.UserRead);
        Assert.Equal(["a.jpg: Failed", "b.jpg: Imported"], Verdicts(session));
        Assert.Equal((ErrorCode.ImportFailed, secret), (Mine.Errors[0].Code, Mine.Errors[0].Target));
    }

    [Fact]
    public void Import_PreviewsCannotBeWritten_IsCompleteAndSaysSo()
    {
        Put("1.jpg", TestPhotos.Jpeg(1));
        Put("2.jpg", TestPhotos.Jpeg(2));
        File.WriteAllText(Mine.Layout.Hotpreviews, "A file where the previews' folder was.");
        var session = Mine.Import(Source, options: request => request with { NoPreview = false });
        Assert.Equal(("Completed", 2), (session.Status, Mine.Photos().Count));
        Assert.Empty(Mine.Errors);
        Assert.Contains("could not be written", Assert.Single(Mine.Warnings));
        Assert.Contains("2 of the 2 files have no preview", Mine.News[^1]);
        Assert.Empty(Mine.Leftovers());
    }

    [Fact]
    public void Import_TruncatedJpeg_IsImportedAsItIs()
    {
        Put("a.jpg", TestPhotos.Jpeg(1)[..200]);
        Put("b.jpg", [0xFF, 0xD8, 0xFF]);
        Put("c.jpg", TestPhotos.Jpeg(1)[..^2]);
        var session = Mine.Import(Source, options: request => request with { NoPreview = false });
        Assert.Equal(["a.jpg: Imported", "b.jpg: Imported", "c.jpg: Imported"], Verdicts(session));
        Assert.Empty(Mine.Errors); // they are safe as they are; what has no preview is counted, and told on request
        Assert.Contains(" of the 3 files have no preview", Mine.News[^1]);
        Assert.Contains(Mine.Details, detail => detail.StartsWith("No preview", StringComparison.Ordinal) && !detail.Contains("damage"));
    }

    [Fact]
    public void Import_PhotosWithHostileXmp_AreImportedWithWhatCouldBeRead()
    {
        string title = XmpSamples.Bag("dc:title", "A title");
        string named = XmpSamples.Packet(title, $"xmpNote:HasExtendedXMP='{new string('0', 32)}'");
        PutXmp("nested", XmpSamples.Packet(title + string.Concat(Enumerable.Repeat("<xmpMM:Pantry>", 4000))));
        PutXmp("entities", "<!DOCTYPE x [<!ENTITY a 'lol'><!ENTITY b '&a;&a;&a;'>]>" + XmpSamples.Packet(XmpSamples.Bag("dc:title", "&b;")));
        PutXmp("claim", named, XmpSamples.Extension(new string('0', 32), uint.MaxValue, 0, [1, 2, 3]));
        PutXmp("md5", named, XmpSamples.Extension(new string('0', 32), 3, 0, [1, 2, 3]));
        PutXmp("halves", XmpSamples.Packet(XmpSamples.Bag("dc:title", "A title&#xD800;&#0;")));

        var session = Mine.Import(Source);

        Assert.Equal(["claim.jpg: Imported", "entities.jpg: Imported", "halves.jpg: Imported", "md5.jpg: Imported", "nested.jpg: Imported"], Verdicts(session));
        Assert.Empty(Mine.Errors);

        void PutXmp(string name, string packet, params byte[][] further)
        {
            byte[] jpeg = TestPhotos.Jpeg(name[0]);
            byte[][] segments = [[.. "http://ns.adobe.com/xap/1.0/\0"u8, .. Encoding.UTF8.GetBytes(packet)], .. further];
            Put(name + ".jpg", [.. jpeg[..2], .. Vectors.Join([.. segments.Select(segment => Vectors.Segment(0xE1, segment))]), .. jpeg[2..]]);
        }
    }

    [Fact]
    public void Import_DirectoryNamedLikeAPhoto_IsEntered()
    {
        Put("x.jpg/y.jpg", TestPhotos.Jpeg(1));
        Assert.Equal(["y.jpg: Imported"], Verdicts(Mine.Import(Source)));
        Assert.Equal(["2024/Italy/x.jpg/y.jpg"], Mine.Photos());
    }

    [Theory]
    [InlineData("with space.jpg")]
    [InlineData("it's \"quoted\".jpg")]
    [InlineData("line\nbreak.jpg")]
    [InlineData("emoji 😀👩‍👩‍👧.jpg")]
    [InlineData("[brackets] *?.jpg")]
    [InlineData("trailing dot.jpg.")]
    [InlineData("back\\slash.jpg")]
    [InlineData("-rf.jpg")]
    [InlineData("%20 $HOME `id`.jpg")]
    public void Import_OddName_IsImportedAndFoundAgain(string name)
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("Windows allows few of these names.");
        string path = Put(name, TestPhotos.Jpeg(1));
        var session = Mine.Import(Source);
        AssertAddsUp(Mine, session, Mine.Items(session));
        Assert.Equal(1, session.Imported);
        Assert.Equal(path, Mine.Items(session)[0].SourcePath);
        Assert.Equal(name, Assert.Single(TestArchive.Index(session)).OriginalFilename);
        Assert.True(Assert.Single(Mine.Check(Source)).Ok);
        Assert.Equal(1, Mine.Import(Source, "Again").Duplicate);
        Manifest.Verify(Mine);
    }

    [Theory]
    [InlineData('x', 250)]
    [InlineData('ü', 125)]
    [InlineData('字', 83)]
    public void Import_NameOf250Bytes_IsImportedTwiceOver(char letter, int count)
    {
        Put(new string(letter, count - 4) + ".jpg", TestPhotos.Jpeg(1));
        Put("sub/" + new string(letter, count - 4) + ".jpg", TestPhotos.Jpeg(2));
        var session = Mine.Import(Source, options: request => request with { Layout = "{name}" });
        AssertAddsUp(Mine, session, Mine.Items(session));
        Assert.Equal(2, session.Imported);
        Assert.All(Mine.Photos(), path => Assert.InRange(Encoding.UTF8.GetByteCount(path), 200, 255));
    }

    [Fact]
    public void Import_PathTooLongInTheStorage_FailsAlone()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("The limit is that of Linux.");
        var name = new StringBuilder();
        while (Encoding.UTF8.GetByteCount(Path.Combine(Source, name.ToString())) < 3900)
            name.Append(new string('d', 100)).Append('/');
        Put(name + "a.jpg", TestPhotos.Jpeg(1));
        Put("z.jpg", TestPhotos.Jpeg(2));
        string title = new('T', 240);
        var session = Mine.Import(Source, title);
        Assert.Equal(["z.jpg: Imported", "a.jpg: Failed"], Verdicts(session));
    }

    [Fact]
    public void Import_NamesThatDifferOnlyInCase_BothAreKept()
    {
        Put("a.jpg", TestPhotos.Jpeg(1));
        Put("A.jpg", TestPhotos.Jpeg(2));
        if (Directory.GetFiles(Source).Length < 2)
            Assert.Skip("This file system ignores case.");
        var session = Mine.Import(Source);
        Assert.Equal(["A.jpg: Imported", "a.jpg: Imported"], Verdicts(session));
        Assert.Equal(["2024/Italy/A.jpg", "2024/Italy/a_1.jpg"], Mine.Photos());
    }

    [Fact]
    public void Import_Links_FilesAreFollowedFoldersAreNotLoopsFail()
    {
        string real = Put("real/a.jpg", TestPhotos.Jpeg(1));
        Directory.CreateDirectory(Path.Combine(Source, "links"));
        File.CreateSymbolicLink(Path.Combine(Source, "links", "file.jpg"), real);
        File.CreateSymbolicLink(Path.Combine(Source, "links", "nothing.jpg"), Path.Combine(Source, "nothing"));
        File.CreateSymbolicLink(Path.Combine(Source, "links", "self.jpg"), "self.jpg");
        Directory.CreateSymbolicLink(Path.Combine(Source, "links", "folder"), Path.Combine(Source, "real"));
        Directory.CreateSymbolicLink(Path.Combine(Source, "links", "up"), Source);
        var session = Mine.Import(Source);
        Assert.Equal(["file.jpg: Imported", "nothing.jpg: Failed", "self.jpg: Failed", "a.jpg: Duplicate"], Verdicts(session));
        Assert.All(Mine.Photos(), path => Assert.Null(new FileInfo(Mine.Photo(path)).LinkTarget));
        Assert.Equal(2, Mine.Errors.Count);
        Assert.Contains(Mine.Details, detail => detail.Contains("'" + Path.Combine(Source, "links", "folder") + "' is left out"));
    }

    [Fact]
    public void Import_SourceInsideTheStorage_IsRefused()
    {
        Directory.CreateDirectory(Mine.Photo("sub"));
        File.WriteAllBytes(Mine.Photo("sub/a.jpg"), TestPhotos.Jpeg(1));
        Fails(ErrorCode.SourceInStorage, () => Mine.Import(Mine.Photo("sub")));
        Fails(ErrorCode.SourceInStorage, () => Mine.Import(Mine.Layout.Root));
        Fails(ErrorCode.NotInStorage, () => Mine.Import(Source, options: request => request with { InPlace = true }));
        Assert.Empty(Mine.Leftovers());
    }

    [Fact]
    public void Import_StorageInsideTheSource_IsLeftOut()
    {
        Put("a.jpg", TestPhotos.Jpeg(1));
        Put(".hidden/b.jpg", TestPhotos.Jpeg(2));
        var inside = new TestArchive(Source, "Inside", catalog: Mine.Catalog);
        inside.Import(Path.Combine(Source, "a.jpg"));
        File.Delete(Mine.Catalog + "-none");
        Assert.Equal(["a.jpg: Imported"], Verdicts(Mine.Import(Source)));
        Assert.Equal(["a.jpg: Duplicate"], Verdicts(inside, inside.Import(Source, "Again")));
    }

    [Fact]
    public void Take_FileThatGrowsAsFastAsItIsRead_IsStillChanging()
    {
        string path = Put("a.jpg", TestPhotos.Jpeg(1)), incoming = Directory.CreateDirectory(Path.Combine(Folder, "incoming")).FullName;
        int reads = 0;
        var intake = new FileIntake(new DurableFiles(), incoming, _ =>
        {
            Assert.True(++reads < 1000, "It is read for ever.");
            using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
            file.Write(new byte[1 << 19]);
        });
        var taken = intake.Take(new PlannedFile { Number = 1, Path = path, Size = new FileInfo(path).Length }, copy: true, default);
        Assert.Equal(ImportVerdict.StillChanging, taken.Verdict);
        Assert.Empty(Directory.EnumerateFiles(incoming));
    }
}
