using static ImaLink.Tests.Media.Formats.TiffTestEntry;
using static ImaLink.Tests.Media.Formats.Vectors;

namespace ImaLink.Tests.Media.Formats;

public sealed class TiffImageDataTests : ImageDataTest
{
    private static readonly byte[] A = Scan(10, 1), B = Scan(20, 2), C = Scan(30, 3), D = Scan(40, 4);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Strips_CountInOrderOfTheArray(bool littleEndian)
    {
        var tiff = new TiffBuilder(littleEndian);
        var (a, b) = (tiff.Data(A), tiff.Data(B));
        AssertImageData(tiff.Build(tiff.Directory(Long(0x111, b, a), Long(0x117, B.Length, A.Length))), B, A);
    }

    [Fact]
    public void Tiles_AlwaysCount()
    {
        var tiff = new TiffBuilder();
        var directory = tiff.Directory(Long(0xFE, 1), Short(0x103, 7), Long(0x144, tiff.Data(A)),
            Long(0x145, A.Length));
        AssertImageData(tiff.Build(directory), A);
    }

    [Fact]
    public void StripBeyondEnd_CountsAsFarAsItGoes()
    {
        var tiff = new TiffBuilder();
        var directory = tiff.Directory(Long(0x111, 200), Long(0x117, 1 << 30));
        var file = Join(tiff.Build(directory), new byte[400]);
        AssertImageData(file, file[200..]);
    }

    [Fact]
    public void SurplusOffsets_AreIgnored()
    {
        var tiff = new TiffBuilder();
        AssertImageData(tiff.Build(tiff.Directory(Long(0x111, tiff.Data(A), tiff.Data(B)), Long(0x117, A.Length))), A);
    }

    [Fact]
    public void TagsOfOneDirectory_CountInOrderOfDecimalText()
    {
        var tiff = new TiffBuilder();
        var directory = tiff.Directory(
            Long(0x111, tiff.Data(A)), Long(0x117, A.Length), Long(0x144, tiff.Data(B)), Long(0x145, B.Length),
            Long(0x201, tiff.Data(C)), Long(0x202, C.Length), Long(0xBCC0, tiff.Data(D)), Long(0xBCC1, D.Length));
        AssertImageData(tiff.Build(directory), A, B, D, C);
    }

    [Fact]
    public void SubIfds_CountBeforeTheirDirectory_PreviewsDoNot()
    {
        var tiff = new TiffBuilder();
        var raw = tiff.Directory(Long(0xFE, 0), Short(0x103, 7), Long(0x111, tiff.Data(A)), Long(0x117, A.Length));
        var preview = tiff.Directory(Long(0xFE, 1), Short(0x103, 7), Long(0x111, tiff.Data(B)), Long(0x117, B.Length));
        var third = tiff.Directory(Long(0xFE, 1), Short(0x103, 7), Long(0x111, tiff.Data(C)), Long(0x117, C.Length));
        var first = tiff.Directory(
            Long(0xFE, 1), Short(0x103, 1), Long(0x111, tiff.Data(D)), Long(0x117, D.Length),
            Long(0x14A, raw, preview, third),
            new TiffTestEntry(0xC612, 1, 1, 4, 0, 0));
        var file = tiff.Build(first);
        AssertImageData(file, A, C, D);
        Assert.Equal("DNG", Read(file).Format);
    }

    [Fact]
    public void Pages_CountInOrderOfChain()
    {
        var tiff = new TiffBuilder();
        var last = tiff.Directory(Long(0x111, tiff.Data(B)), Long(0x117, B.Length));
        AssertImageData(tiff.Build(tiff.Directory(last, Long(0x111, tiff.Data(A)), Long(0x117, A.Length))), A, B);
    }

    [Fact]
    public void JpegThumbnailOfSecondDirectory_IsNoImageData()
    {
        var tiff = new TiffBuilder();
        var thumbnail = tiff.Directory(Long(0x201, tiff.Data(B)), Long(0x202, B.Length));
        AssertImageData(tiff.Build(tiff.Directory(thumbnail, Long(0x111, tiff.Data(A)), Long(0x117, A.Length))), A);
    }

    [Fact]
    public void Cycle_Ends()
    {
        var tiff = new TiffBuilder();
        var strip = tiff.Data(A);
        var here = tiff.Data();
        AssertImageData(tiff.Build(tiff.Directory(here, Long(0x111, strip), Long(0x117, A.Length))), A);
    }

    [Fact]
    public void SubIfdThatIsItself_Ends()
    {
        var tiff = new TiffBuilder();
        var strip = tiff.Data(A);
        var here = tiff.Data();
        AssertImageData(tiff.Build(tiff.Directory(Long(0x111, strip), Long(0x117, A.Length), Long(0x14A, here))), A);
    }

    [Fact]
    public void ValueOutsideOfFile_DiscardsDirectory()
    {
        var tiff = new TiffBuilder();
        var directory = tiff.Directory(Long(0x111, tiff.Data(A)), Long(0x117, A.Length), Of(0x131, "software"));
        var file = tiff.Build(directory);
        file[^8] = 0xFF; // high bytes of the text's offset
        file[^7] = 0x7F;
        AssertWholeFile(file);
    }

    [Fact]
    public void OverlapsWithoutEnd_AreNoImageData()
    {
        var tiff = new TiffBuilder();
        var many = Enumerable.Repeat(0L, 5000).ToArray();
        AssertWholeFile(tiff.Build(tiff.Directory(Long(0x111, many),
            Long(0x117, [.. many.Select(_ => (long)int.MaxValue)]))));
    }

    [Fact]
    public void BigTiff_IsWholeFile()
    {
        var tiff = new TiffBuilder(magic: 43);
        AssertWholeFile(tiff.Build(tiff.Directory(Long(0x111, tiff.Data(A)), Long(0x117, A.Length))));
    }

    [Fact]
    public void Cr2_IsWithoutPreviewAndThumbnail()
    {
        var tiff = new TiffBuilder().Sign(8, "CR\u0002"u8.ToArray());
        var raw = tiff.Directory(Short(0x103, 6), Long(0x111, tiff.Data(C)), Long(0x117, C.Length));
        var thumbnail = tiff.Directory(raw, Long(0x201, tiff.Data(B)), Long(0x202, B.Length));
        var file = tiff.Build(tiff.Directory(thumbnail, Short(0x103, 6), Long(0x111, tiff.Data(A)),
            Long(0x117, A.Length)));
        AssertImageData(file, C);
        Assert.Equal("CR2", Read(file).Format);
    }

    [Fact]
    public void Nef_IsJpegAndRawOfSubIfdsThenThumbnail()
    {
        var tiff = new TiffBuilder(littleEndian: false);
        var jpeg = tiff.Directory(Long(0xFE, 1), Short(0x103, 6), Long(0x201, tiff.Data(A)), Long(0x202, A.Length));
        var raw = tiff.Directory(Long(0xFE, 0), Short(0x103, 34713), Long(0x111, tiff.Data(B)), Long(0x117, B.Length));
        var file = tiff.Build(tiff.Directory(
            Long(0xFE, 1), Short(0x103, 1), Of(0x10F, "NIKON CORPORATION"), Long(0x111, tiff.Data(C)),
            Long(0x117, C.Length), Long(0x14A, jpeg, raw)));
        AssertImageData(file, A, B, C);
        Assert.Equal("NEF", Read(file).Format);
    }

    [Fact]
    public void Arw_IsWithoutPreviewAndThumbnail()
    {
        var tiff = new TiffBuilder();
        var raw = tiff.Directory(Long(0xFE, 0), Short(0x103, 32767), Long(0x111, tiff.Data(A)), Long(0x117, A.Length));
        var thumbnail = tiff.Directory(Short(0x103, 6), Long(0x201, tiff.Data(B)), Long(0x202, B.Length));
        var file = tiff.Build(tiff.Directory(
            thumbnail, Long(0xFE, 1), Short(0x103, 6), Of(0x10F, "SONY"), Long(0x14A, raw), Long(0x201, tiff.Data(C)),
            Long(0x202, C.Length)));
        AssertImageData(file, A);
        Assert.Equal("ARW", Read(file).Format);
    }

    [Fact]
    public void PhaseOneMakerNote_HoldsRawData()
    {
        var tiff = new TiffBuilder().Sign(8, "IIII"u8.ToArray());
        byte[] note = [.. "IIIIxwaR"u8, 12, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, .. Entry(0x100, 0, 0),
            .. Entry(0x10F, A.Length, 52), .. A];
        var exif = tiff.Directory(new TiffTestEntry(0x927C, 7, [.. note.Select(value => (long)value)]));
        var file = tiff.Build(tiff.Directory(Long(0x111, tiff.Data(B)), Long(0x117, B.Length), Long(0x8769, exif)));
        AssertImageData(file, A, B);
        Assert.Equal("IIQ", Read(file).Format);

        static byte[] Entry(int tag, int size, int value) =>
            Join(Number(tag, 4, true), new byte[4], Number(size, 4, true), Number(value, 4, true));
    }
}
