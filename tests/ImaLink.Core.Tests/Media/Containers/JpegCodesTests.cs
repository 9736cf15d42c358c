using CsCheck;
using ImaLink.Media.Containers;

namespace ImaLink.Tests.Media.Containers;

/// <summary>Every reader of JPEG finds its codes by one walker, wherever a block of memory or a page happens to end.</summary>
public sealed class JpegCodesTests : TemporaryFolderTest
{
    /// <summary>Bytes in which codes are frequent, and so are fill bytes and stuffing.</summary>
    private static readonly Gen<byte[]> Bytes = Gen.Frequency(
        (4, Gen.Byte), (3, Gen.Const((byte)0xFF)), (1, Gen.Const((byte)0))).Array[0, 300];

    [Fact]
    public void TryNext_AnyBytesThroughAnyWindow_FindsWhatALookAtEachByteFinds() =>
        Gen.Select(Bytes, Gen.Int[0, 40], Gen.Int[16, 64]).Sample(
            (bytes, fromBorder, blockSize) =>
            {
                // So that the border between two pages lies among the codes.
                const int Page = 16 * 1024;
                byte[] file = [.. new byte[Page - fromBorder], .. bytes];
                var expected = ByteByByte(file);
                Assert.Equal(expected, Codes(ByteRange.Of(file)));
                using var handle = File.OpenHandle(Write("file", bytes));
                using var blocks = new FileBytes(handle, blockSize: blockSize);
                Assert.Equal(ByteByByte(bytes), Codes(blocks));
            },
            iter: 500, threads: 1);

    [Fact]
    public void TryNextMarker_SkipsStuffing()
    {
        long position = 0;
        Assert.True(JpegCodes.TryNextMarker(ByteRange.Of([1, 0xFF, 0, 0xFF, 0xFF, 0, 0xFF, 0xD0, 9]), ref position, out var code));
        Assert.Equal((0xD0, 8L), (code, position));
    }

    [Theory]
    [InlineData(7, false)]
    [InlineData(8, true)]
    public void TryNext_LooksNoFurtherThanAsked(long within, bool isFound)
    {
        long position = 0;
        Assert.Equal(isFound, JpegCodes.TryNext(ByteRange.Of([0, 0, 0, 0, 0, 0, 0xFF, 0xD8, 0]), ref position, out _, within));
    }

    [Fact]
    public void Places_OfAFileAndOfAPartOfAnother_AreTheSame()
    {
        var jpeg = Formats.Vectors.Jpeg("some words");
        using var handle = File.OpenHandle(Write("file", jpeg));
        using var file = new FileBytes(handle);
        var part = ByteRange.Of([.. new byte[99], .. jpeg]).Slice(99, jpeg.Length);

        var places = JpegSegments.Places(file).ToArray();
        Assert.Equal([0xE0, 0xFE, 0xDB, 0xDA], places.Select(place => place.Marker));
        Assert.Equal(places, JpegSegments.Places(part));
        Assert.Equal(places.Select(place => place.Length), JpegSegments.Walk(part).Select(segment => segment.Content.Length));
    }

    private static List<(byte Code, long Behind)> Codes<TSource>(TSource source)
        where TSource : IByteSource
    {
        var found = new List<(byte, long)>();
        for (long position = 0; JpegCodes.TryNext(source, ref position, out var code);)
            found.Add((code, position));
        return found;
    }

    private static List<(byte Code, long Behind)> ByteByByte(byte[] bytes)
    {
        var found = new List<(byte, long)>();
        var isOpen = false;
        for (var i = 0; i < bytes.Length; i++)
        {
            if (isOpen && bytes[i] != 0xFF)
                found.Add((bytes[i], i + 1));
            isOpen = bytes[i] == 0xFF;
        }

        return found;
    }
}
