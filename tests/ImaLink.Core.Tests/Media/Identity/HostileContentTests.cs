using CsCheck;
using ImaLink.Media.Identity;
using ImaLink.Tests.Media.Formats;
using static ImaLink.Tests.Media.Formats.TiffTestEntry;

namespace ImaLink.Tests.Media.Identity;

/// <summary>
/// Whatever a file holds, reading it ends, soon and without an exception, and always with the same result.
/// </summary>
public sealed class HostileContentTests : TemporaryFolderTest
{
    private static readonly byte[][] Samples = [.. SampleFiles.All()];
    private static readonly Gen<byte[]> Sample = Gen.Int[0, Samples.Length - 1].Select(i => Samples[i]);

    [Fact]
    public void Read_FileCutOffAnywhere_GivesAnIdentity()
    {
        foreach (var sample in Samples)
        {
            for (var length = 0; length < Math.Min(sample.Length, 2500); length++)
                AssertConsistent(sample[..length]);
        }
    }

    [Fact]
    public void Read_FlippedBytes_GivesAnIdentity() =>
        Gen.Select(Sample, Gen.Select(Gen.Int[0, 700], Gen.Byte).Array[1, 8]).Sample(
            (sample, flips) =>
            {
                var file = sample.ToArray();
                foreach (var (position, value) in flips)
                    file[position % file.Length] = value;
                AssertConsistent(file);
            },
            iter: 3000, threads: 1);

    [Fact]
    public void Read_RandomBytesBehindASignature_GivesAnIdentity() =>
        Gen.Select(Sample, Gen.Int[2, 40], Gen.Byte.Array[0, 400]).Sample(
            (sample, kept, rest) => AssertConsistent([.. sample[..Math.Min(kept, sample.Length)], .. rest]),
            iter: 3000, threads: 1);

    [Fact]
    public void Read_AnyBlockSize_GivesSameResult() =>
        Gen.Select(Sample, Gen.Int[16, 600]).Sample(
            (sample, blockSize) =>
            {
                using var source = File.OpenHandle(Write("file", sample));
                var expected = IdentityReader.Read(source);
                using var copy = new MemoryStream();
                Assert.Equal(expected, IdentityReader.Read(source, IdentityParts.All, null, null, blockSize, default));
                Assert.Equal(expected, IdentityReader.Read(source, IdentityParts.All, copy, null, blockSize, default));
                var alone = IdentityReader.Read(source, IdentityParts.Hothash, null, null, blockSize, default);
                Assert.Equal(expected.Hothash, alone.Hothash);
                Assert.Equal(sample, copy.ToArray());
            },
            iter: 1000, threads: 1);

    [Fact]
    public void Read_ManyDirectoriesThatPointAtEachOther_EndsSoon()
    {
        // A megabyte in which every second byte begins a directory of one entry with ten more to go to.
        var tiff = new TiffBuilder();
        var offsets = Enumerable.Range(0, 10).Select(i => 64L + i * 2).ToArray();
        var first = tiff.Directory(Long(0x14A, offsets));
        var file = tiff.Build(first);
        byte[] pattern = [1, 0, 0x4A, 1, 4, 0, 10, 0, 0, 0, 64, 0, 0, 0];
        file = [.. file, .. Enumerable.Range(0, 80_000).SelectMany(_ => pattern)];
        AssertConsistent(file);
    }

    private void AssertConsistent(byte[] file)
    {
        var path = Write("file", file);
        var all = IdentityReader.Read(path, IdentityParts.All);
        var alone = IdentityReader.Read(path);
        Assert.Equal(Vectors.Sha256(file), all.Sha256);
        Assert.Equal(alone, all with { Sha256 = null, Fingerprint = null });
        Assert.Equal(64, all.Hothash.Length);
        Assert.Equal(file.Length, all.Length);
    }
}
