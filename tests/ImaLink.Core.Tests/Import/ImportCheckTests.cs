namespace ImaLink.Tests.Import;

/// <summary>Test-ImaImport says of a file that it is held only where another file with its bytes is.</summary>
public sealed class ImportCheckTests : SessionLifeTest
{
    [Fact]
    public void Check_Card_TellsWhatIsHeld()
    {
        Put("held.jpg", TestPhotos.Jpeg(1));
        Put("held.xmp", TestPhotos.Xmp("held"));
        Put("corrupt.jpg", TestPhotos.Jpeg(2));
        Put("deleted.jpg", TestPhotos.Jpeg(3));
        Mine.Import(Source);
        byte[] bytes = File.ReadAllBytes(Mine.Photo("2024/Italy/corrupt.jpg"));
        bytes[30] ^= 0xFF;
        File.WriteAllBytes(Mine.Photo("2024/Italy/corrupt.jpg"), bytes);
        File.Delete(Mine.Photo("2024/Italy/deleted.jpg"));
        Put("variant.jpg", TestPhotos.Variant(1));
        Put("new.jpg", TestPhotos.Jpeg(4));
        Put("text.txt", "text"u8.ToArray());
        File.CreateSymbolicLink(Path.Combine(Source, "nothing.jpg"), "nowhere");
        string before = Tree.Of(Folder);
        Assert.Equal(
            ["corrupt.jpg NotHeld", "deleted.jpg NotHeld", "held.jpg Held", "held.xmp Held", "new.jpg NotHeld", "nothing.jpg Unreadable", "text.txt NotAPhoto", "variant.jpg HeldVariant"],
            Mine.Check(Source).Select(result => $"{Path.GetFileName(result.FullName)} {result.Verdict}").Order(StringComparer.Ordinal));
        Assert.Equal(["held.jpg", "held.xmp", "text.txt"], Mine.Check(Source).Where(result => result.Ok).Select(result => Path.GetFileName(result.FullName)).Order(StringComparer.Ordinal));
        Assert.Equal(before, Tree.Of(Folder));

        // Quick does not read what is held, and says so; what is not there is not held.
        var quick = Mine.Check(Source, quick: true).ToDictionary(result => Path.GetFileName(result.FullName!));
        Assert.Equal(("Held", "Held", "NotHeld"), (quick["held.xmp"].Verdict, quick["corrupt.jpg"].Verdict, quick["deleted.jpg"].Verdict));
        Assert.Contains("not read again", quick["held.jpg"].Detail);
    }

    [Fact]
    public void Check_TheHeldFileItself_IsNoHolder()
    {
        Put("a.jpg", TestPhotos.Jpeg(1));
        Mine.Import(Source);
        string held = Mine.Photo("2024/Italy/a.jpg");
        Assert.Equal("NotHeld", Assert.Single(Mine.Check(held)).Verdict);
        string link = Path.Combine(Folder, "link.jpg"), folder = Path.Combine(Folder, "way");
        File.CreateSymbolicLink(link, held);
        Directory.CreateSymbolicLink(folder, Mine.Layout.Root);
        Assert.Equal("NotHeld", Assert.Single(Mine.Check(link)).Verdict);
        Assert.Equal("NotHeld", Assert.Single(Mine.Check(Path.Combine(folder, "photos", "2024"))).Verdict);
        Assert.Equal("Held", Assert.Single(Mine.Check(Source)).Verdict);
    }

    [Fact]
    public void Check_HolderInTrashOrOffline_IsNoHolder()
    {
        Put("a.jpg", TestPhotos.Jpeg(1));
        var other = new TestArchive(Path.Combine(Folder, "other"), "Other", catalog: Mine.Catalog);
        other.Import(Source);
        Mine.Remove(Mine.Import(Source));
        Assert.StartsWith(other.Layout.Root, Assert.Single(Mine.Check(Source)).Detail);
        Directory.Move(other.Layout.Root, other.Layout.Root + ".unplugged");
        Assert.Equal("NotHeld", Assert.Single(Mine.Check(Source)).Verdict);
    }
}
