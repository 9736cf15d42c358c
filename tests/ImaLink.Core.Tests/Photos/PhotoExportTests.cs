using ImaLink.Media.Identity;
using ImaLink.Media.Metadata;
using ImaLink.Photos;
using ImaLink.SamplePhotos;
using ImaLink.Tests.Reconcile;
using NetVips;

namespace ImaLink.Tests.Photos;

/// <summary>Copies to give away: the picture is the same, the description is inside, and what is private stays here.</summary>
public sealed class PhotoExportTests : ReconcileTest
{
    private static readonly Dictionary<string, string?> Said = new()
    {
        ["title"] = "\"Lake\"", ["rating"] = "4", ["tag:Places/Rome"] = "true", ["person:Anna"] = "{\"h\":0.3,\"w\":0.2,\"x\":0.25,\"y\":0.4}", ["gps"] = "{\"latitude\":41.5,\"longitude\":12.25}",
    };

    private string Destination => Path.Combine(Folder, "out");

    public static TheoryData<string> Pictures() => ["jpg", "png", "webp"];

    [Theory]
    [MemberData(nameof(Pictures))]
    public void Export_WithItsDescription_KeepsTheHothashAndSaysIt(string kind)
    {
        Add($"in/a.{kind}", Picture(kind));
        string hothash = Row($"in/a.{kind}").Hothash;
        PhotoExport result = Assert.Single(Run(request => request with { Embeds = true }));

        Assert.Equal(("Embedded", true, hothash), (result.Verdict, result.Ok, result.Hothash));
        Assert.Equal(hothash, IdentityReader.Read(result.FullName).Hothash);
        using FileStream stream = File.OpenRead(result.FullName);
        ImageFacts facts = FactReader.Read(stream, IdentityReader.Detect(result.FullName)!.Name);
        Assert.Equal(("Lake", 4, "Anna"), (facts.Title, facts.Rating, facts.Persons[0].Name));
        Assert.Equal(kind == "jpg" ? 1 : 41.5, facts.GpsLatitude); // what the camera noted stays in its own place
        Assert.Equal(["Places/Rome"], facts.Keywords);
        if (SidecarSamples.ExifTool("-s3", "-XMP-dc:Title", "-XMP-xmp:Rating", "-XMP-exif:GPSLatitude#", result.FullName) is { } read)
            Assert.StartsWith("Lake\n4\n41.5", read.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        using (Image opened = Image.NewFromFile(result.FullName))
            Assert.Equal(32, opened.Width);
        Assert.Equal("Unchanged", Assert.Single(Run(request => request with { Embeds = true })).Verdict);
        Assert.Single(Directory.EnumerateFiles(Destination));
    }

    [Theory]
    [MemberData(nameof(Pictures))]
    public void Export_Public_TellsNoPlacePersonOrCamera(string kind)
    {
        Add($"in/a.{kind}", Picture(kind));
        PhotoExport result = Assert.Single(Run(request => request with { Embeds = true, IsPublic = true }));

        Assert.Equal(("Embedded", Row($"in/a.{kind}").Hothash), (result.Verdict, result.Hothash));
        using FileStream stream = File.OpenRead(result.FullName);
        ImageFacts facts = FactReader.Read(stream, IdentityReader.Detect(result.FullName)!.Name);
        Assert.Equal((null, null, 0, "Lake"), (facts.GpsLatitude, facts.CameraModel, facts.Persons.Count, facts.Title));
        byte[] bytes = File.ReadAllBytes(result.FullName);
        Assert.Equal(-1, bytes.AsSpan().IndexOf("Anna"u8));
        Assert.Equal(-1, bytes.AsSpan().IndexOf("EOS"u8));
    }

    [Theory]
    [MemberData(nameof(Pictures))]
    public void Put_Bare_LeavesOutWhatNobodyKnows(string kind)
    {
        byte[] picture = Picture(kind);
        byte[] note = "0123456789secret"u8.ToArray();
        byte[] noted = kind switch
        {
            "png" => [.. picture[..33], 0, 0, 0, 16, .. "caBX"u8, .. note, 0, 0, 0, 0, .. picture[33..]],
            "webp" => [.. picture, .. "C2PA"u8, 16, 0, 0, 0, .. note],
            _ => [0xFF, 0xD8, 0xFF, 0xE0, 0, 18, .. note, .. picture[2..^2], 0xFF, 0xFE, 0, 18, .. note, 0xFF, 0xD9],
        };
        byte[] bare = EmbeddedXmp.Put(noted, _ => [], null, isBare: true, 32, 24)!;
        Assert.Equal(-1, bare.AsSpan().IndexOf("secret"u8));
        using Image opened = Image.NewFromBuffer(bare);
        Assert.Equal(32, opened.Width);
    }

    [Fact]
    public void Put_BesideAnExtendedPacket_IsNotDone()
    {
        byte[] picture = Picture("jpg");
        byte[] former = [.. XmpFacts.JpegHeader, .. "<x xmpNote:HasExtendedXMP='1'/>"u8];
        byte[] extended = [.. picture[..2], 0xFF, 0xE1, 0, (byte)(former.Length + 2), .. former, .. picture[2..]];
        Assert.Null(EmbeddedXmp.Put(extended, there => there ?? [], null, isBare: false, 32, 24));
    }

    [Fact]
    public void Export_AsItIs_IsTheSameFile()
    {
        Add("in/a.jpg", Picture("jpg"));
        PhotoExport result = Assert.Single(Run());
        Assert.Equal("Copied", result.Verdict);
        Assert.Equal(File.ReadAllBytes(Full("in/a.jpg")), File.ReadAllBytes(result.FullName));
    }

    [Fact]
    public void Export_IntoAFormatThatTakesNone_GetsASidecar()
    {
        Add("in/a.tif", Picture("tif"));
        PhotoExport result = Assert.Single(Run(request => request with { Embeds = true }));
        Assert.Equal(("Described", Path.Combine(Destination, "a.tif.xmp")), (result.Verdict, result.Sidecar));
        Assert.Contains("Lake", File.ReadAllText(result.Sidecar!), StringComparison.Ordinal);
        Assert.Equal("Refused", Assert.Single(Run(request => request with { IsPublic = true })).Verdict);
    }

    [Fact]
    public void Export_CopyWithoutItsSidecar_GetsIt()
    {
        Add("in/a.tif", Picture("tif"));
        Run();
        PhotoExport result = Assert.Single(Run(request => request with { Embeds = true }));
        Assert.Equal(("Described", Path.Combine(Destination, "a.tif.xmp")), (result.Verdict, result.Sidecar));
        Assert.Equal("Unchanged", Assert.Single(Run(request => request with { Embeds = true })).Verdict);
        File.WriteAllText(result.Sidecar!, "theirs");
        Assert.Equal("Refused", Assert.Single(Run(request => request with { Embeds = true })).Verdict);
        Assert.Equal("theirs", File.ReadAllText(result.Sidecar!));
        Assert.Equal(2, Directory.EnumerateFiles(Destination).Count());
    }

    [Fact]
    public void Export_TemporaryFileOfAnother_IsLeft()
    {
        Add("in/a.jpg", Picture("jpg"));
        Directory.CreateDirectory(Destination);
        File.WriteAllText(Path.Combine(Destination, ".a.jpg.new"), "theirs");
        Assert.Equal("Copied", Assert.Single(Run()).Verdict);
        Assert.Equal("theirs", File.ReadAllText(Path.Combine(Destination, ".a.jpg.new")));
    }

    [Fact]
    public void Export_NameThatIsTaken_IsNotReplaced()
    {
        Add("in/a.jpg", Picture("jpg"));
        Directory.CreateDirectory(Destination);
        File.WriteAllText(Path.Combine(Destination, "a.jpg"), "theirs");
        Assert.Equal("a_1.jpg", Path.GetFileName(Assert.Single(Run()).FullName));
        Assert.Equal("theirs", File.ReadAllText(Path.Combine(Destination, "a.jpg")));
    }

    [Fact]
    public void Export_IntoAStorage_IsRefused()
    {
        Add("in/a.jpg", Picture("jpg"));
        Assert.Equal(ErrorCode.InvalidValue, Assert.Throws<ImaLinkException>(() => Run(request => request with { Destination = Full("elsewhere") })).Code);
    }

    [Fact]
    public void Export_FileThatIsNotTheRecordedOne_IsRefused()
    {
        Add("in/a.jpg", Picture("jpg"));
        File.AppendAllText(Full("in/a.jpg"), "x");
        Assert.Equal(["Refused", "Refused"], new[] { Run()[0], Run(request => request with { Embeds = true })[0] }.Select(result => result.Verdict));
        Assert.Empty(Directory.EnumerateFiles(Destination));
    }

    [Theory]
    [InlineData(1, 0.25)]
    [InlineData(6, 0.6)]
    [InlineData(8, 0.4)]
    public void Export_Smaller_IsUprightAndSoAreItsRegions(int orientation, double x)
    {
        Add("in/a.jpg", Picture("jpg", orientation));
        PhotoExport result = Assert.Single(Run(request => request with { Size = 16, Embeds = true }));
        Assert.Equal("Rendered", result.Verdict);
        using FileStream stream = File.OpenRead(result.FullName);
        ImageFacts facts = FactReader.Read(stream, "JPEG");
        Assert.Equal(orientation == 1 ? (16, 12) : (12, 16), (facts.Width!.Value, facts.Height!.Value));
        Assert.Equal((orientation, 1), (Row("in/a.jpg") is var row ? new ImaLink.Catalog.FileEntries(Catalog).Get(row.Id).Orientation ?? 1 : 0, facts.Orientation ?? 1));
        Assert.Equal(x, Math.Round(facts.Persons[0].Region!.X, 6));
        Assert.Null(facts.CameraModel);
    }

    [Fact]
    public void Render_WhatImageMagickDecodes_IsAsLargeAsItIs()
    {
        string path = Path.Combine(Folder, "a.ppm");
        File.WriteAllBytes(path, [.. "P6 1500 20 255\n"u8, .. new byte[1500 * 20 * 3]]);
        Assert.SkipUnless(ImaLink.Media.Previews.Magick.IsAvailable, "ImageMagick is not on this machine.");
        using Image whole = Image.NewFromBuffer(ImaLink.Media.Previews.PictureRenderer.Render(path, IdentityReader.Detect(path)!.Name, null, "PNG", TestContext.Current.CancellationToken)!);
        Assert.Equal(1500, whole.Width);
    }

    private static byte[] Picture(string kind, int orientation = 1)
    {
        using Image image = Image.Black(32, 24) + new double[] { 200, 100, 50 };
        using Image picture = image.Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
        return kind switch
        {
            "png" => picture.PngsaveBuffer(),
            "webp" => picture.WebpsaveBuffer(),
            "tif" => picture.TiffsaveBuffer(),
            _ => new Exif { Make = "Canon", Model = "EOS", TakenAt = new DateTime(2024, 1, 1), Orientation = (ushort)orientation, Gps = (1, 2, 3) }.InsertInto(picture.JpegsaveBuffer(keep: Enums.ForeignKeep.None)),
        };
    }

    private void Add(string path, byte[] content)
    {
        WriteFile(path, content);
        Adopt();
        var statements = new PhotoStatements(Catalog, TimeSpan.FromSeconds(2));
        statements.Say([(Catalog.Scalar<long>("SELECT image.photo_id FROM image JOIN file ON file.image_id = image.id WHERE file.id = @0", Row(path).Id), Said)]);
        statements.Write();
    }

    private List<PhotoExport> Run(Func<PhotoExportRequest, PhotoExportRequest>? options = null)
    {
        var request = new PhotoExportRequest { Filters = [new FileFilter()], Destination = Destination };
        return [.. new PhotoExportService(Catalog).Run(options?.Invoke(request) ?? request, Reporter, default)];
    }
}
