using ImaLink.Media.Identity;

namespace ImaLink.Tests.Media.Formats;

/// <summary>What the tests of all formats ask: which bytes are the image?</summary>
public abstract class ImageDataTest : TemporaryFolderTest
{
    protected void AssertImageData(byte[] file, params byte[][] imageData)
    {
        var identity = Read(file);
        Assert.Equal(HothashScheme.ImageData, identity.Scheme);
        Assert.Equal(Vectors.Sha256(imageData), identity.Hothash);
        Assert.Equal(imageData.Sum(part => part.LongLength), identity.HashedBytes);
    }

    protected void AssertWholeFile(byte[] file)
    {
        var identity = Read(file);
        Assert.Equal(HothashScheme.WholeFile, identity.Scheme);
        Assert.Equal(Vectors.Sha256(file), identity.Hothash);
        Assert.Equal(1, identity.RangeCount);
        Assert.Equal(file.Length, identity.HashedBytes);
    }

    /// <summary>Reads with and without the other parts: the hothash must be the same.</summary>
    protected FileIdentity Read(byte[] file)
    {
        var path = Write("test", file);
        var alone = IdentityReader.Read(path);
        var all = IdentityReader.Read(path, IdentityParts.All);
        Assert.Equal(alone, all with { Sha256 = null, Fingerprint = null });
        Assert.Equal(Vectors.Sha256(file), all.Sha256);
        return all;
    }
}
