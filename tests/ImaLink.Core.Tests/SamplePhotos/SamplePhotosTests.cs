using ImaLink.Media.Identity;
using ImaLink.SamplePhotos;

namespace ImaLink.Tests.SamplePhotos;

public sealed class SamplePhotosTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("imalink-sample-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void ExamplePhotos_AreSixSmallOnesWithOnePairOfDuplicates()
    {
        ExamplePhotos.Write(_folder);
        var files = Directory.GetFiles(_folder);
        Assert.Equal(6, files.Length);
        Assert.All(files, file => Assert.InRange(new FileInfo(file).Length, 1, 60_000));
        Assert.Equal(5, Hothashes(_folder).Distinct().Count());
    }

    [Fact]
    public void TinyPhotos_AreDecodableAndDistinct()
    {
        BulkPhotos.Tiny(_folder, 1500);
        Assert.Equal(1500, Hothashes(_folder).Distinct().Count());
        using var image = NetVips.Image.NewFromFile(
            Directory.GetFiles(_folder, "IMG_01499.jpg", SearchOption.AllDirectories)[0], failOn: NetVips.Enums.FailOn.Warning);
        Assert.Equal((16, 16), (image.Width, image.Height));
        Assert.InRange(image.Avg(), 1, 254);
    }

    [Fact]
    public void LargePhotos_AreDecodableAndDistinct()
    {
        BulkPhotos.Large(_folder, 30);
        var files = Directory.GetFiles(_folder);
        Assert.Equal(files.Length, Hothashes(_folder).Distinct().Count());
        Assert.All(files, file => Assert.InRange(new FileInfo(file).Length, 2_000_000, 5_000_000));
        using var image = NetVips.Image.NewFromFile(files[^1], failOn: NetVips.Enums.FailOn.Warning);
        Assert.InRange(image.Avg(), 1, 254);
    }

    private static IEnumerable<string> Hothashes(string folder) =>
        from file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        let identity = IdentityReader.Read(file, cancellationToken: TestContext.Current.CancellationToken)
        where identity.Scheme == HothashScheme.ImageData
        select identity.Hothash;
}
