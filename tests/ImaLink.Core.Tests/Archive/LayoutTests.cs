using ImaLink.Archive.Intake;
using ImaLink.Files;
using ImaLink.Import;
using ImaLink.Index;
using ImaLink.Media.Metadata;
using ImaLink.Tests.Import;

namespace ImaLink.Tests.Archive;

[Trait("Category", "Culture")]
public sealed class LayoutTests : ImportTest
{
    private static LayoutFacts Facts(string source = "DCIM/IMG 1.JPG", DateTime? takenAt = null, string? camera = "Canon EOS R6", string session = "Italy") => new(
        new ImageFacts { TakenAt = takenAt is { } time ? new CaptureTime(time, DatePrecision.Second, null, "EXIF:DateTimeOriginal") : null, CameraModel = camera }, "/card/" + source, source, Path.GetFileNameWithoutExtension(source), Path.GetExtension(source),
        "JPEG", 100, new DateTime(2021, 2, 3, 4, 5, 6, DateTimeKind.Utc), session, null);

    [Theory]
    [InlineData("1993", "1993/00/00")]
    [InlineData("1993-08", "1993/08/00")]
    [InlineData("1993-08-07", "1993/08/07")]
    [InlineData("2015-03-04T01:02", "2015/03/04")]
    public void Place_DateKnownInPart_InventsNothing(string taken, string expected) => Assert.Equal(
        expected + "/IMG 1.JPG",
        new LayoutTemplate("{yyyy}/{MM}/{dd}/{name}").Place(Facts() with { Facts = new ImageFacts { TakenAt = CaptureTime.Parse(taken, "XMP:CreateDate") } }));

    [Theory]
    [InlineData("{yyyy}/{session}/{source}", "2024/Italy/DCIM/IMG 1.JPG")]
    [InlineData("{yyyy}/{MM}/{dd}", "2024/06/07/IMG 1.JPG")]
    [InlineData("{camera}/{name}", "Canon EOS R6/IMG 1.JPG")]
    [InlineData("{camera}/{name}{ext}", "Canon EOS R6/IMG 1.JPG")]
    [InlineData("{camera}/{name}.{ext}", "Canon EOS R6/IMG 1.JPG")]
    [InlineData("{yyyy}-{MM}-{dd} {name}", "2024-06-07 IMG 1.JPG")]
    [InlineData("all", "all/IMG 1.JPG")]
    [InlineData("/../a/./b//", "a/b/IMG 1.JPG")]
    [InlineData("{yyyy}\\{session}", "2024/Italy/IMG 1.JPG")]
    [InlineData("{{yyyy}", "{2024/IMG 1.JPG")]
    public void Place_Placeholders_AreFilledIn(string layout, string expected) =>
        Assert.Equal(expected, new LayoutTemplate(layout).Place(Facts(takenAt: new DateTime(2024, 6, 7, 23, 59, 0))));

    [Fact]
    public void Place_NoDateInTheFile_TakesItsTimeOfModification() =>
        Assert.Equal("2021/02/03/unknown/IMG 1.JPG", new LayoutTemplate("{yyyy}/{MM}/{dd}/{camera}").Place(Facts(camera: null)));

    [Theory]
    [InlineData("a<b>:\"|?*.jpg", "a_b______.jpg")]
    [InlineData("tab\there.jpg", "tab_here.jpg")]
    [InlineData("line\nbreak.jpg", "line_break.jpg")]
    [InlineData("back\\slash.jpg", "back_slash.jpg")]
    [InlineData("dots...", "dots")]
    [InlineData("dir. /x.jpg", "dir/x.jpg")]
    [InlineData("con/nul.jpg", "_con/_nul.jpg")]
    [InlineData("COM1.jpg", "_COM1.jpg")]
    [InlineData("com10.jpg", "com10.jpg")]
    [InlineData("u\u0308ber.jpg", "\u00FCber.jpg")]
    [InlineData("😀 [1].jpg", "😀 [1].jpg")]
    [InlineData("...", "_")]
    public void Place_NamesThatNotAllSystemsAllow_BecomePortable(string source, string expected) =>
        Assert.Equal("2021/" + expected, new LayoutTemplate("{yyyy}/{source}").Place(Facts(source)));

    [Fact]
    public void Place_SlashesInTitleOrCamera_DoNotMakeFolders() =>
        Assert.Equal("Rome_Florence/Nikon Z_6/IMG 1.JPG", new LayoutTemplate("{session}/{camera}").Place(Facts(camera: "Nikon Z/6", session: "Rome/Florence")));

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("{year}")]
    [InlineData("{yyyy}/{Name}")]
    [InlineData("{}")]
    public void Import_InvalidLayout_IsRefusedBeforeAnythingIsWritten(string layout)
    {
        Put("a.jpg", TestPhotos.Jpeg(1));
        string before = Tree.Of(Mine.Layout.Root);
        Fails(ErrorCode.InvalidLayout, () => Mine.Import(Source, options: request => request with { Layout = layout }));
        Assert.Equal(before, Tree.Of(Mine.Layout.Root));
    }

    [Fact]
    public void Import_DateOfTheCamera_DecidesTheFolder()
    {
        Put("a.jpg", TestPhotos.Jpeg(1, takenAt: new DateTime(1999, 12, 31, 23, 59, 59)));
        Put("b.jpg", TestPhotos.Bare(2));
        Mine.Import(Source, options: request => request with { Layout = "{yyyy}-{MM}-{dd}" });
        Assert.Equal(["1999-12-31/a.jpg", "2023-05-06/b.jpg"], Mine.Photos());
    }

    [Fact]
    public void Import_DateInTheNameAlone_DecidesTheFolder()
    {
        Put("IMG-20150304-WA0001.jpg", TestPhotos.Bare(1));
        Put("IMG_20991399.jpg", TestPhotos.Bare(2));
        Mine.Import(Source, options: request => request with { Layout = "{yyyy}-{MM}-{dd}" });
        Assert.Equal(["2015-03-04/IMG-20150304-WA0001.jpg", "2023-05-06/IMG_20991399.jpg"], Mine.Photos());
    }

    [Fact]
    public void Replace_FileThatWasRenamedAndEdited_KeepsTheDateOfItsFormerName()
    {
        FileEntry Replaced(FileEntry read) => IntakeEntry.Replace(new FileEntry { TakenAt = "2015-03-04", TakenAtSource = "FileName" }, read, "2024-01-01T00:00:00Z");
        Assert.Equal(("2015-03-04", "FileName"), (Replaced(new FileEntry()).TakenAt, Replaced(new FileEntry()).TakenAtSource));
        var dated = new FileEntry { TakenAt = "2014-01-01", TakenAtSource = "XMP:CreateDate" };
        Assert.Equal(("2014-01-01", "XMP:CreateDate"), (Replaced(dated).TakenAt, Replaced(dated).TakenAtSource));
    }

    [Fact]
    public void Import_NamesThatDifferOnlyInCaseOrNormalisation_AreNumbered()
    {
        Put("1/a.jpg", TestPhotos.Jpeg(1));
        Put("2/A.JPG", TestPhotos.Jpeg(2));
        Put("3/\u00FC.jpg", TestPhotos.Jpeg(3));
        Put("4/u\u0308.jpg", TestPhotos.Jpeg(4));
        Mine.Import(Source, options: request => request with { Layout = "{name}" });
        Assert.Equal(["A_1.JPG", "a.jpg", "\u00FC.jpg", "\u00FC_1.jpg"], Mine.Photos());
        Put("5/a.Jpg", TestPhotos.Jpeg(5));
        Mine.Import(Source, options: request => request with { Layout = "{name}" });
        Assert.Contains("a_2.Jpg", Mine.Photos());
    }

    [Fact]
    public void Import_MoreFoldersThanAreRemembered_NoNameIsGivenTwice()
    {
        for (int i = 0; i < 50; i++)
            Put($"{i:00}.jpg", TestPhotos.Jpeg(i, takenAt: new DateTime(2000 + i, 1, 1)));
        for (int i = 0; i < 50; i++)
            Put($"x/{i:00}.JPG", TestPhotos.Jpeg(100 + i, takenAt: new DateTime(2000 + i, 1, 1)));
        var session = Mine.Import(Source, options: request => request with { Layout = "{yyyy}/{name}" });
        Assert.Equal(100, session.Imported);
        Assert.Equal(100, Mine.Photos().Select(path => path.ToUpperInvariant()).Distinct().Count());
        Assert.Contains("2007/07_1.JPG", Mine.Photos());
    }

    [Fact]
    public void Import_PlaceTakenByAStranger_GoesBesideWithItsSidecar()
    {
        Put("a.jpg", TestPhotos.Jpeg(1));
        Put("a.xmp", TestPhotos.Xmp("a"));
        Put("b.jpg", TestPhotos.Jpeg(1));
        string stranger = Mine.Photo("2024/Italy/a.jpg");
        // The stranger comes when the name has been given already.
        var archive = Mine.With((operation, path) =>
        {
            if (operation == DurableOperation.Rename && path == stranger && !File.Exists(path))
                File.WriteAllText(path, "mine");
        });
        var session = archive.Import(Source);
        Assert.Equal(["a.jpg: Imported", "a.xmp: Companion", "b.jpg: Duplicate"], Verdicts(session));
        Assert.Equal("mine", File.ReadAllText(stranger));
        Assert.Equal(Mine.Photo("2024/Italy/a_1.jpg"), Mine.Items(session)[2].ExistingPath);
        Assert.Single(Assert.Single(TestArchive.Index(session)).Companions!);
    }

    [Fact]
    public void Import_LayoutScript_IsAskedForEveryFileBeforeTheFirstCopyAndNeverAgain()
    {
        for (int i = 1; i <= 5; i++)
            Put($"{i}.jpg", TestPhotos.Jpeg(i));
        int asked = 0, askedAtFirstCopy = -1;
        var archive = Mine.With((operation, path) =>
        {
            if (operation == DurableOperation.Create && path.Contains("incoming"))
            {
                askedAtFirstCopy = askedAtFirstCopy < 0 ? asked : askedAtFirstCopy;
                throw new ImaLinkException(ErrorCode.WriteFailed, "Injected.");
            }
        });
        string Script(LayoutFacts facts) => $"{facts.Facts.CameraModel}/{++asked}";
        Fails(ErrorCode.WriteFailed, () => archive.Import(Source, options: request => request with { LayoutScript = Script }));
        Assert.Equal((5, 5), (asked, askedAtFirstCopy));
        Mine.Resume(script: Script);
        Assert.Equal(5, asked);
        Assert.Equal(["Canon EOS R6/1/1.jpg", "Canon EOS R6/2/2.jpg", "Canon EOS R6/3/3.jpg", "Canon EOS R6/4/4.jpg", "Canon EOS R6/5/5.jpg"], Mine.Photos());
    }

    [Fact]
    public void Import_LayoutScriptThrowsOrAnswersNothing_OnlyThatFileFails()
    {
        Put("a.jpg", TestPhotos.Jpeg(1));
        Put("b.jpg", TestPhotos.Jpeg(2));
        Put("b.xmp", TestPhotos.Xmp("b"));
        Put("c.jpg", TestPhotos.Jpeg(3));
        var session = Mine.Import(Source, options: request => request with
        {
            LayoutScript = facts => facts.Name switch
            {
                "a" => "x/y/",
                "b" => throw new ImaLinkException(ErrorCode.InvalidLayout, "The script has a fault."),
                _ => " ",
            },
        });
        Assert.Equal(["a.jpg: Imported", "b.jpg: Failed", "b.xmp: Skipped", "c.jpg: Failed"], Verdicts(session));
        Assert.Equal("The script has a fault.", Mine.Items(session)[1].Detail);
        Assert.Equal(["x/y/a.jpg"], Mine.Photos());
    }

    [Fact]
    public void Resume_ScriptNotAskedForEveryFile_NeedsItAgain()
    {
        Put("a.jpg", TestPhotos.Jpeg(1));
        Put("b.jpg", TestPhotos.Jpeg(2));
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => Mine.Import(new ImportRequest
        {
            Paths = [Source],
            Title = "Italy",
            LayoutScript = _ =>
            {
                stop.Cancel();
                return "x";
            },
        }, stop.Token));
        Fails(ErrorCode.InvalidLayout, () => Mine.Resume());
        Mine.Resume(script: _ => "y");
        Assert.Equal(2, Mine.Photos().Count);
    }
}
