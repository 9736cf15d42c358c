using ImaLink.Media.Containers;
using ImaLink.Media.Identity;
using ImaLink.Media.Metadata;
using ImaLink.Media.Metadata.Embedding;
using ImaLink.SamplePhotos;
using NetVips;

namespace ImaLink.Tests.Photos;

/// <summary>Copies to give away: the picture is the same, the description is inside, and what is private stays here.</summary>
public sealed class PhotoExportTests : PhotoExportTest
{
    public static TheoryData<string> Pictures() => ["jpg", "png", "webp"];

    public static TheoryData<string> Embeddable() => ["jpg", "png", "webp", "tif"];

    [Theory]
    [MemberData(nameof(Embeddable))]
    public void Export_WithItsDescription_KeepsTheHothashAndSaysIt(string kind)
    {
        Add($"in/a.{kind}", Picture(kind));
        string hothash = Row($"in/a.{kind}").Hothash;
        PhotoExport result = Assert.Single(Run(request => request with { Embeds = true }));

        Assert.Equal(("Embedded", true, hothash), (result.Verdict, result.Ok, result.Hothash));
        Assert.Equal(hothash, IdentityReader.Read(result.FullName!).Hothash);
        using FileStream stream = File.OpenRead(result.FullName!);
        ImageFacts facts = FactReader.Read(stream, IdentityReader.Detect(result.FullName!)!.Name);
        Assert.Equal(("Lake", 4, "Anna"), (facts.Title, facts.Rating, facts.Persons[0].Name));
        Assert.Equal(kind == "jpg" ? 1 : 41.5, facts.GpsLatitude); // what the camera noted stays in its own place
        Assert.Equal(["Places/Rome"], facts.Keywords);
        if (SidecarSamples.ExifTool("-s3", "-XMP-dc:Title", "-XMP-xmp:Rating", "-XMP-exif:GPSLatitude#", result.FullName!) is { } read)
            Assert.StartsWith("Lake\n4\n41.5", read.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        using (Image opened = Image.NewFromFile(result.FullName!))
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
        using FileStream stream = File.OpenRead(result.FullName!);
        ImageFacts facts = FactReader.Read(stream, IdentityReader.Detect(result.FullName!)!.Name);
        Assert.Equal((null, null, 0, "Lake"), (facts.GpsLatitude, facts.CameraModel, facts.Persons.Count, facts.Title));
        byte[] bytes = File.ReadAllBytes(result.FullName!);
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
        byte[] bare = EmbeddedXmp.Put(ByteRange.Of(noted), "", new Insertion(_ => [], new ImageFacts { Width = 32, Height = 24 }, IsBare: true))!.File.ToArray();
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
        Assert.Null(EmbeddedXmp.Put(ByteRange.Of(extended), "JPEG", new Insertion(there => there ?? [], new ImageFacts(), IsBare: false)));
    }

    [Fact]
    public void Export_AsItIs_IsTheSameFile()
    {
        Add("in/a.jpg", Picture("jpg"));
        PhotoExport result = Assert.Single(Run());
        Assert.Equal("Copied", result.Verdict);
        Assert.Equal(File.ReadAllBytes(Full("in/a.jpg")), File.ReadAllBytes(result.FullName!));
    }

    [Fact]
    public void Export_IntoAFormatThatTakesNone_GetsASidecar()
    {
        Add("in/a.gif", Picture("gif"));
        PhotoExport result = Assert.Single(Run(request => request with { Embeds = true }));
        Assert.Equal(("Described", Path.Combine(Destination, "a.gif.xmp")), (result.Verdict, result.Sidecar));
        Assert.Contains("Lake", File.ReadAllText(result.Sidecar!), StringComparison.Ordinal);
        Assert.Equal("Refused", Assert.Single(Run(request => request with { IsPublic = true })).Verdict);
    }

    [Fact]
    public void Export_CopyWithoutItsSidecar_GetsIt()
    {
        Add("in/a.gif", Picture("gif"));
        Run();
        PhotoExport result = Assert.Single(Run(request => request with { Embeds = true }));
        Assert.Equal(("Described", Path.Combine(Destination, "a.gif.xmp")), (result.Verdict, result.Sidecar));
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
        string[] names = [".a.jpg.new", "a.jpg.new", "a.jpg.imalink.new", ".mine.imalink.new"];
        Array.ForEach(names, name => File.WriteAllText(Path.Combine(Destination, name), "theirs"));
        Assert.Equal("Copied", Assert.Single(Run()).Verdict);
        Assert.All(names, name => Assert.Equal("theirs", File.ReadAllText(Path.Combine(Destination, name))));
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
        using FileStream stream = File.OpenRead(result.FullName!);
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
}
