using ImaLink.Media.Metadata;

namespace ImaLink.Tests.Media.Metadata;

/// <summary>What a file says of its relatives: the other half of a live photo, the pictures of one burst. Names and values are ExifTool's.</summary>
public sealed class RelativeFactsTests
{
    private const string Live = "8F1C8B38-1B2E-4C8D-9D6A-0F3A7A6B5C4D";
    private const string Burst = "5E0C4D59-6D2A-4C3B-8E21-1D2E3F405162";
    private const string Google = "http://ns.google.com/photos/1.0/camera/";

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Apple_NotesInEitherByteOrder_GiveContentIdentifierAndBurst(bool littleEndianExif, bool littleEndianNotes)
    {
        var facts = Read(TiffBuilder.Jpeg(Exif(Notes(littleEndianNotes), littleEndianExif)));
        Assert.Equal((Live, Burst), (facts.ContentIdentifier, facts.BurstId));
    }

    [Fact]
    public void Apple_NotesOfAHeic_GiveTheSame()
    {
        var facts = Read(ContainerSamples.Heic(Exif(Notes())));
        Assert.Equal((Live, Burst), (facts.ContentIdentifier, facts.BurstId));
    }

    [Fact]
    public void Apple_NotesCutOffAtAnyPlace_GiveNothingElse()
    {
        var notes = Notes();
        for (int length = 0; length < notes.Length; length++)
            Assert.True(Read(TiffBuilder.Jpeg(Exif(notes[..length]))).ContentIdentifier is null or Live);
    }

    [Theory]
    [InlineData("com.apple.quicktime.content.identifier", Live, Live)]
    [InlineData("com.apple.quicktime.content.identifier", "  " + Live + "\0", Live)]
    [InlineData("com.apple.quicktime.content.identifier", "", null)]
    [InlineData("com.apple.quicktime.content.identifier", "1", null)]
    [InlineData("com.apple.quicktime.content.identifier", "00000000-0000-0000-0000-000000000000", null)]
    [InlineData("com.apple.quicktime.software", Live, null)]
    public void Film_ByItsKeys_GivesContentIdentifier(string key, string value, string? expected) =>
        Assert.Equal(expected, Read(ContainerSamples.Movie(ContainerSamples.Keys((key, value)))).ContentIdentifier);

    [Fact]
    public void Film_WhoseIdentifierHasNoEnd_GivesNone() =>
        Assert.Null(Read(ContainerSamples.Movie(ContainerSamples.Keys(("com.apple.quicktime.content.identifier", string.Concat(Enumerable.Repeat("ab", 4000)))))).ContentIdentifier);

    [Fact]
    public void Google_BurstOfXmp_IsGiven() =>
        Assert.Equal(Burst, XmpSamples.Read(XmpSamples.Packet("", $"xmlns:GCamera=\"{Google}\" GCamera:BurstID=\"{Burst}\"")).BurstId);

    [Fact]
    public void Corpus_EveryFile_AgreesWithExifTool()
    {
        var found = FactCorpus.Load().Select(entry => FactCorpus.PathOf(entry)).Where(File.Exists).Select(path => (path, facts: FactReader.Read(new MemoryStream(File.ReadAllBytes(path)), "")))
            .Where(it => (it.facts.ContentIdentifier ?? it.facts.BurstId) is not null);
        // exiftool -r -if '$ContentIdentifier or $MediaGroupUUID or $BurstUUID or $BurstID' names no other; 12.57 calls Apple's MediaGroupUUID.
        Assert.Equal(
            [("exif.avif", "242684F6-0839-44E0-8E39-A8FE43182C29", null), ("testMP4_QuickTimeMetadata.mov", "TEST-UUID-0001-LIVEPHOTO", null)],
            found.OrderBy(it => Path.GetFileName(it.path), StringComparer.Ordinal).Select(it => (Path.GetFileName(it.path), it.facts.ContentIdentifier, it.facts.BurstId)));
    }

    /// <summary>The notes of an iPhone, with both.</summary>
    internal static byte[] Notes(bool littleEndian = false, string? live = Live, string? burst = Burst)
    {
        var directory = new TiffBuilder(littleEndian);
        if (burst is not null)
            directory.Ascii(0x000b, burst);
        if (live is not null)
            directory.Ascii(0x0011, live);
        return directory.BuildAfter([.. "Apple iOS\0\0\u0001"u8, .. littleEndian ? "II"u8 : "MM"u8]);
    }

    /// <summary>An EXIF block with those notes.</summary>
    internal static byte[] Exif(byte[] notes, bool littleEndian = false, string? taken = null)
    {
        var exif = new TiffBuilder(littleEndian);
        if (taken is not null)
            exif.Ascii(0x9003, taken);
        return new TiffBuilder(littleEndian).Ascii(0x010f, "Apple").Ascii(0x0110, "iPhone 15")
            .Pointer(0x8769, exif.Raw(0x927c, 7, (uint)notes.Length, notes)).Build();
    }

    private static ImageFacts Read(byte[] file) => FactReader.Read(new MemoryStream(file), "");
}
