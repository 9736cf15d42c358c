using System.IO.Hashing;
using static ImaLink.Tests.Media.Formats.TiffTestEntry;
using static ImaLink.Tests.Media.Formats.Vectors;

namespace ImaLink.Tests.Media.Formats;

/// <summary>The raw formats that are no TIFF.</summary>
public sealed class RawImageDataTests : ImageDataTest
{
    [Fact]
    public void Raf_IsRawBlockWithoutJpeg() => AssertImageData(Raf(Scan(50)), Scan(50));

    [Fact]
    public void RafWithDirectory_IsItsStrips()
    {
        var tiff = new TiffBuilder();
        var strip = tiff.Data(Scan(40));
        var inner = tiff.Directory(Long(0xF007, strip), Long(0xF008, 40));
        AssertImageData(Raf(tiff.Build(tiff.Directory(Long(0xF000, inner)))), Scan(40));
    }

    [Fact]
    public void RafWithJpegOutsideOfFile_IsWholeFile()
    {
        var file = Raf(Scan(50));
        file[0x58] = 0x7F;
        AssertWholeFile(file);
    }

    [Fact]
    public void Mrw_IsWhatFollowsHeader() => AssertImageData(Mrw(), Scan(60));

    internal static byte[] Mrw() =>
        Join(Text("\0MRM"), Big(20), Text("\0PRD"), Big(4), Scan(4), Text("\0PAD"), Big(0), Scan(60));

    [Fact]
    public void Crw_IsRawRecordWithoutJpegs() => AssertImageData(Crw(), Scan(30));

    internal static byte[] Crw()
    {
        var inner = Join(Scan(30), Little16(1, 0x2005), Little(30, 0), Little(30));
        var root = Join(
            inner, Scan(10),
            Little16(2, 0x2007), Little(10, inner.Length), Little16(0x300A), Little(inner.Length, 0),
            Little(inner.Length + 10));
        return Join(Text("II"), Little(26), Text("HEAPCCDR"), new byte[12], root);
    }

    [Fact]
    public void CrwWithDirectoryInsideItself_Ends()
    {
        var root = Join(Little16(1, 0x300A), Little(16, 0), Little(0));
        AssertWholeFile(Join(Text("II"), Little(26), Text("HEAPCCDR"), new byte[12], root));
    }

    [Fact]
    public void X3f_IsImageSectionsWithoutPreviews() => AssertImageData(X3f(), Scan(50));

    internal static byte[] X3f()
    {
        byte[] preview = [.. Section(2), .. Scan(10)], raw = [.. Section(3), .. Scan(50)];
        const int Start = 40;
        var second = Start + preview.Length;
        var directory = Join(
            Text("SECd"), Little(0, 2), Little(Start, preview.Length), Text("IMA2"), Little(second, raw.Length), Text("IMA2"));
        return Join(
            Text("FOVb"), Little(0x20000), new byte[Start - 8], preview, raw, directory, Little(second + raw.Length));

        static byte[] Section(int type) => Join(Text("SECi"), Little(0, type, 0, 0, 0, 0));
    }

    [Fact]
    public void Eip_IsImageDataOfTheRawFileInIt() => AssertImageData(Eip(Iiq()), Scan(60));

    [Fact]
    public void EipWithCompressedMember_IsWholeFile()
    {
        var file = Eip(Iiq());
        file[8] = 8;
        AssertWholeFile(file);
    }

    [Fact]
    public void EipCutInsideItsMember_IsWholeFile() => AssertWholeFile(Eip(Iiq())[..50]);

    /// <summary>A raw file of a Phase One back: its image lies in the maker note.</summary>
    internal static byte[] Iiq()
    {
        byte[] note =
        [
            .. Text("IIIITwaR"), .. Little(12, 2, 0), .. Little(0x10E, 4, 4, 7), .. Little(0x10F, 4, 60, 52), .. Scan(60),
        ];
        var tiff = new TiffBuilder().Sign(8, Text("IIII"));
        var exif = tiff.Directory(Bytes(0x927C, note));
        return tiff.Build(tiff.Directory(Of(0x10F, "Phase One"), Long(0x8769, exif)));
    }

    /// <summary>An archive of a raw file and Capture One's settings for it, both uncompressed.</summary>
    internal static byte[] Eip(byte[] raw)
    {
        byte[] local = [], central = [];
        foreach (var (name, content) in new[] { ("0.IIQ", raw), ("CaptureOne/Settings50/0.IIQ.cos", "<SL/>"u8.ToArray()) })
        {
            var about = Join(
                Little16(10, 0, 0, 0, 33), Little((int)Crc32.HashToUInt32(content), content.Length, content.Length),
                Little16(name.Length, 0));
            central = Join(
                central, Text("PK\u0001\u0002"), Little16(10), about, Little16(0, 0, 0), Little(0, local.Length), Text(name));
            local = Join(local, Text("PK\u0003\u0004"), about, Text(name), content);
        }

        return Join(
            local, central, Text("PK\u0005\u0006"), Little16(0, 0, 2, 2), Little(central.Length, local.Length), Little16(0));
    }

    internal static byte[] Raf(byte[] block)
    {
        var header = new byte[0x90];
        Text("FUJIFILMCCD-RAW 0201").CopyTo(header, 0);
        Big(0x90, 20).CopyTo(header, 0x54);
        Big(0x90 + 20, block.Length).CopyTo(header, 0x64);
        return Join(header, Scan(20), block);
    }
}
