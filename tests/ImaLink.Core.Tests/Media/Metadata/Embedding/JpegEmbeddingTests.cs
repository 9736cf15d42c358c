using System.Buffers.Binary;
using ImaLink.Media.Containers;
using ImaLink.Media.Metadata;
using ImaLink.Media.Metadata.Embedding;
using ImaLink.SamplePhotos;

namespace ImaLink.Tests.Media.Metadata.Embedding;

/// <summary>XMP put into JPEGs of several pictures: their list (MPF) still leads to them, or they are left.</summary>
public sealed class JpegEmbeddingTests
{
    private static readonly byte[] Xmp = Segment(0xE1, [.. XmpFacts.JpegHeader, .. SidecarSamples.Of("<xmp:Label>theirs</xmp:Label>")]), Exif = new Exif { Make = "M", Model = "A", TakenAt = new DateTime(2024, 1, 1) }.Segment();

    [Theory]
    [InlineData("ExpL", true)]
    [InlineData("EL", true)]
    [InlineData("EXL", true)]
    [InlineData("ELX", false)]
    [InlineData("LE", false)]
    [InlineData("LX", false)]
    [InlineData("L", true)]
    public void Put_IntoOneOfSeveralPictures_KeepsTheListRightOrIsNotDone(string order, bool isDone)
    {
        byte[] file = Pictures(order), second = TinyJpeg.Encode(2);
        Assert.Equal(second, Second(file));
        byte[]? made = EmbeddedXmp.Put(ByteRange.Of(file), "JPEG", new Insertion(_ => SidecarSamples.Of("<dc:title>A title that is longer than nothing</dc:title>"), new ImageFacts(), IsBare: false))?.File.ToArray();
        Assert.Equal(isDone, made is not null);
        if (made is not null)
            Assert.Equal(second, Second(made));
    }

    private static byte[] Pictures(string order)
    {
        byte[] jpeg = TinyJpeg.Encode(1), list = Segment(0xE2, [.. "MPF\0II*\0"u8, .. new byte[4]]), file = [.. jpeg[..2], .. order.SelectMany(part => part switch { 'E' => Exif, 'X' => Xmp, 'L' => list, _ => [] }), .. jpeg[2..]];
        int origin = file.AsSpan().IndexOf("MPF\0"u8) + 4;
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(origin + 4), file.Length - origin); // in place of the entry of the second picture
        return [.. file, .. TinyJpeg.Encode(2)];
    }

    private static byte[] Second(byte[] file)
    {
        int origin = file.AsSpan().IndexOf("MPF\0"u8) + 4;
        return file[(origin + BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(origin + 4)))..];
    }

    private static byte[] Segment(byte marker, byte[] content) => [0xFF, marker, (byte)((content.Length + 2) >> 8), (byte)(content.Length + 2), .. content];
}
