using ImaLink.Index;

namespace ImaLink.Tests.Index;

[Trait("Category", "Culture")]
public sealed class StorageLayoutTests : TemporaryFolderTest
{
    [Theory]
    [InlineData("photos/a.jpg", true, true)]
    [InlineData("photos/2024/Rome/ä b.jpg", true, true)]
    [InlineData("photos/..jpg", true, true)]
    [InlineData("photos/a..b/c", true, true)]
    [InlineData("photos/", false, false)]
    [InlineData("photos", false, false)]
    [InlineData("", false, false)]
    [InlineData(null, false, false)]
    [InlineData("Photos/a.jpg", false, false)]
    [InlineData("/photos/a.jpg", false, false)]
    [InlineData("./photos/a.jpg", false, false)]
    [InlineData("photos//a.jpg", false, false)]
    [InlineData("photos/a/", false, false)]
    [InlineData("photos/./a.jpg", false, false)]
    [InlineData("photos/../index.json", false, false)]
    [InlineData("photos/..", false, false)]
    [InlineData("photos/a/../../../x", false, false)]
    [InlineData(".imalink/lock", false, false)]
    [InlineData("photosx/a.jpg", false, false)]
    [InlineData("photos/a\0.jpg", false, false)]
    [InlineData("C:/photos/a.jpg", false, false)]
    [InlineData("//server/share/photos/a.jpg", false, false)]
    [InlineData("photos/C:/a.jpg", true, false)]
    [InlineData("photos/a.jpg:stream", true, false)]
    [InlineData("photos/..\\..\\x", true, false)]
    [InlineData("photos/CON", true, false)]
    [InlineData("photos/nul.jpg", true, false)]
    [InlineData("photos/.. /x", true, false)]
    [InlineData("photos/a./x", true, false)]
    [InlineData("photos/a\nb.jpg", true, false)]
    public void IsSafePhotoPath_KnownPath_IsAsExpected(string? path, bool onUnix, bool onWindows)
    {
        Assert.Equal(onUnix, StorageLayout.IsSafePhotoPath(path, onWindows: false));
        Assert.Equal(onWindows, StorageLayout.IsSafePhotoPath(path, onWindows: true));
    }

    [Fact]
    public void IsSafePhotoPath_AbsurdlyLong_IsRefused() => Assert.False(StorageLayout.IsSafePhotoPath("photos/" + new string('a', 1 << 20)));

    [Fact]
    public void Holds_FolderIsALink_IsFalse()
    {
        var layout = new StorageLayout(Path.Combine(Folder, "storage"));
        Directory.CreateDirectory(Path.Combine(layout.Photos, "real"));
        Directory.CreateSymbolicLink(Path.Combine(layout.Photos, "link"), Folder);
        Assert.True(layout.Holds("photos/real/a.jpg"));
        Assert.True(layout.Holds("photos/not there/a.jpg"));
        Assert.False(layout.Holds("photos/link/a.jpg"));
        Assert.False(layout.Holds("photos/link/deeper/a.jpg"));
    }

    [Fact]
    public void RelativePath_OfFullName_GivesItBack()
    {
        var layout = new StorageLayout(Folder);
        Assert.Equal("photos/a/b.jpg", layout.RelativePath(layout.FullName("photos/a/b.jpg")));
    }
}
