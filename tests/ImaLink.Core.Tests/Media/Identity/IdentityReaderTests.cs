using System.Buffers.Binary;
using System.IO.Hashing;
using ImaLink.Media.Formats;
using ImaLink.Media.Identity;
using ImaLink.Tests.Media.Formats;

namespace ImaLink.Tests.Media.Identity;

public sealed class IdentityReaderTests : TemporaryFolderTest
{
    [Theory]
    [InlineData("image.jpg")]
    [InlineData("image.nef")]
    [InlineData("no extension")]
    public void Read_RenamedFile_IsSameImage(string name)
    {
        var identity = IdentityReader.Read(Write(name, Vectors.Jpeg()));
        Assert.Equal(Vectors.Sha256(Vectors.JpegImageData()), identity.Hothash);
        Assert.Equal("JPEG", identity.Format);
        Assert.Equal("image/jpeg", identity.MimeType);
        Assert.Equal(MediaKind.Photo, identity.Kind);
    }

    [Fact]
    public void Read_TextCalledJpg_IsOther()
    {
        var text = "this is no picture"u8.ToArray();
        var identity = IdentityReader.Read(Write("image.jpg", text));
        Assert.Equal(MediaKind.Other, identity.Kind);
        Assert.Equal("", identity.Format);
        Assert.Equal("application/octet-stream", identity.MimeType);
        Assert.Equal(HothashScheme.WholeFile, identity.Scheme);
        Assert.Equal(Vectors.Sha256(text), identity.Hothash);
    }

    [Theory]
    [InlineData(IdentityParts.All)]
    [InlineData(IdentityParts.Hothash)]
    public void Read_FileThatGrowsAsFastAsItIsRead_ComesToAnEnd(IdentityParts parts)
    {
        byte[] head = [.. Vectors.Jpeg()[..^2], .. new byte[1 << 20]]; // the image data goes on
        using var file = File.OpenHandle(Write("growing.jpg", head), FileMode.Open, FileAccess.ReadWrite);
        int reads = 0;
        var identity = IdentityReader.Read(file, parts, progress: _ =>
        {
            Assert.True(++reads < 1000, "It is read for ever.");
            RandomAccess.Write(file, new byte[1 << 19], RandomAccess.GetLength(file));
        });
        Assert.InRange(identity.Length, head.Length, head.Length + (1 << 20));
    }

    [Fact]
    public void Read_EmptyFile_IsWholeFile()
    {
        var identity = IdentityReader.Read(Write("empty.jpg", []), IdentityParts.All);
        Assert.Equal(0, identity.Length);
        Assert.Equal(0, identity.HashedBytes);
        Assert.Equal(HothashScheme.WholeFile, identity.Scheme);
        Assert.Equal("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", identity.Hothash);
        Assert.Equal(identity.Hothash, identity.Sha256);
    }

    [Fact]
    public void Read_OnlyHothash_LeavesTheRest()
    {
        var identity = IdentityReader.Read(Write("image", Vectors.Jpeg()));
        Assert.Null(identity.Sha256);
        Assert.Null(identity.Fingerprint);
    }

    [Fact]
    public void Read_OnlySha256_LeavesTheRest()
    {
        var identity = IdentityReader.Read(Write("image", Vectors.Jpeg()), IdentityParts.Sha256);
        Assert.Equal(Vectors.Sha256(Vectors.Jpeg()), identity.Sha256);
        Assert.Equal("", identity.Hothash);
    }

    [Fact]
    public void Read_WithCopy_CopiesEveryByteAndReadsEachOnce()
    {
        var file = Vectors.Jpeg(scanLength: 1 << 20);
        using var source = File.OpenHandle(Write("image", file));
        using var copy = new MemoryStream();
        long bytes = 0;
        var identity = IdentityReader.Read(source, IdentityParts.All, copy, read => bytes += read,
            TestContext.Current.CancellationToken);
        Assert.Equal(file, copy.ToArray());
        Assert.Equal(file.Length, bytes);
        Assert.Equal(file.Length, identity.Length);
        Assert.Equal(file.Length, copy.Position);
    }

    [Fact]
    public void Read_RangesOutOfOrder_LooksAgainIntoTheCopy()
    {
        var tiff = new TiffBuilder();
        byte[] early = Vectors.Scan(1000), late = Vectors.Scan(1 << 20, 5);
        var (first, second) = (tiff.Data(early), tiff.Data(late));
        var file = tiff.Build(tiff.Directory(
            TiffTestEntry.Long(0x111, second, first), TiffTestEntry.Long(0x117, late.Length, early.Length)));
        using var source = File.OpenHandle(Write("image", file));
        using var copy = new FileStream(Path.Combine(Folder, "copy"), FileMode.CreateNew, FileAccess.ReadWrite);
        long bytes = 0;
        var identity = IdentityReader.Read(source, IdentityParts.All, copy, read => bytes += read,
            TestContext.Current.CancellationToken);
        Assert.Equal(Vectors.Sha256(late, early), identity.Hothash);
        Assert.Equal(file.Length, bytes);
        copy.Dispose();
        Assert.Equal(file, File.ReadAllBytes(Path.Combine(Folder, "copy")));
    }

    [Fact]
    public void Read_OnlyHothashOfTiff_ReadsOnlyItsRanges()
    {
        var tiff = new TiffBuilder();
        var strip = Vectors.Scan(1000);
        var directory = tiff.Directory(TiffTestEntry.Long(0x111, tiff.Data(strip)),
            TiffTestEntry.Long(0x117, strip.Length));
        using var source = File.OpenHandle(Write("image", Vectors.Join(tiff.Build(directory), new byte[8 << 20])));
        long bytes = 0;
        var identity = IdentityReader.Read(
            source, IdentityParts.Hothash, progress: read => bytes += read,
            cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(Vectors.Sha256(strip), identity.Hothash);
        Assert.InRange(bytes, strip.Length, 1 << 20);
    }

    [Fact]
    public void Read_FileAboveTwoGigabytes_FindsImageDataBehindThem()
    {
        const long Far = (1L << 31) + 4096;
        var tiff = new TiffBuilder();
        var directory = tiff.Directory(TiffTestEntry.Long(0x111, Far), TiffTestEntry.Long(0x117, 100));
        var path = Write("large", tiff.Build(directory));
        using (var stream = File.OpenWrite(path))
        {
            stream.Position = Far;
            stream.Write(Vectors.Scan(100));
        }

        var identity = IdentityReader.Read(path, IdentityParts.Hothash | IdentityParts.Fingerprint,
            TestContext.Current.CancellationToken);
        Assert.Equal(Vectors.Sha256(Vectors.Scan(100)), identity.Hothash);
        Assert.Equal(Far + 100, identity.Length);
        Assert.NotNull(identity.Fingerprint);
    }

    [Fact]
    public void Read_Cancelled_Throws()
    {
        using var cancellation = new CancellationTokenSource();
        using var source = File.OpenHandle(Write("image", Vectors.Jpeg(scanLength: 4 << 20)));
        Assert.Throws<OperationCanceledException>(() => IdentityReader.Read(
            source, IdentityParts.All, progress: _ => cancellation.Cancel(), cancellationToken: cancellation.Token));
    }

    [Fact]
    public void Read_MissingFile_PassesIOExceptionOn() =>
        Assert.Throws<FileNotFoundException>(() => IdentityReader.Read(Path.Combine(Folder, "missing")));

    [Fact]
    public void Read_FileThatIsBeingWritten_IsNotRefused()
    {
        var path = Write("image", Vectors.Jpeg());
        using var writer = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        Assert.Equal("JPEG", IdentityReader.Read(path).Format);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(192 * 1024)]
    [InlineData(192 * 1024 + 1)]
    [InlineData(1_000_001)]
    public void Fingerprint_IsOverLengthAndThreeSamples(int length)
    {
        var file = Vectors.Scan(length);
        const int Sample = 64 * 1024;
        var middle = (length - Sample) / 2;
        byte[] sampled = length <= 3 * Sample
            ? file
            : [.. file[..Sample], .. file[middle..(middle + Sample)], .. file[^Sample..]];
        var prefix = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(prefix, length);
        var expected = Convert.ToHexString(XxHash128.Hash(Vectors.Join(prefix, sampled))).ToLowerInvariant();

        var path = Write("file", file);
        using var source = File.OpenHandle(path);
        Assert.Equal(expected, IdentityReader.Fingerprint(source));
        Assert.Equal(expected, IdentityReader.Read(path, IdentityParts.All).Fingerprint);
        Assert.Equal(expected, IdentityReader.Read(path, IdentityParts.Fingerprint).Fingerprint);
    }

    [Fact]
    public void Fingerprint_OfOneFile_NeverChanges() => Assert.Equal(
        "e7d3cfc3a3125180af81f91019f41798",
        IdentityReader.Read(Write("file", Vectors.Scan(300_000)), IdentityParts.All).Fingerprint);
}
