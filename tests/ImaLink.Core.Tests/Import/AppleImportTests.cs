using System.Globalization;
using System.Text;
using ImaLink.Archive;
using ImaLink.Import;
using ImaLink.Index;
using ImaLink.Media.Metadata;

namespace ImaLink.Tests.Import;

/// <summary>What Apple gives out of iCloud: its lists are said of photos, its albums become albums, and all of it is held.</summary>
public sealed class AppleImportTests : ImportTest
{
    private const string One = "iCloud Photos Part 1 of 2/", Two = "iCloud Photos Part 2 of 2/", Header = "imgName,fileChecksum,favorite,hidden,deleted,originalCreationDate,viewCount,importDate\n";

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private static string Row(string name, string favorite = "no", string hidden = "no", string deleted = "no", string sum = "x") =>
        $"{name},{sum},{favorite},{hidden},{deleted},\"Saturday June 4,2022 12:11 PM GMT\",10,\"Saturday June 4,2022 12:11 PM GMT\"\n";

    private ImportSession Import(Func<ImportRequest, ImportRequest>? options = null) => Mine.Import(Source, options: request => (options ?? (same => same))(request with { TimeZone = "Asia/Tokyo" }));

    private List<string> Albums() => Mine.Use(db => new AlbumFinder(db).Find(null).Select(album => string.Create(CultureInfo.InvariantCulture, $"{album.FullTitle}: {album.Count}")).ToList());

    private static List<string> Said(ImportSession session) => TestArchive.Index(session)
        .SelectMany(entry => (entry.Said ?? []).Where(said => !StatementField.IsOfImage(said.Field)).Select(said => $"{entry.OriginalFilename} {said.Field}: {said.Value}")).Order(StringComparer.Ordinal).ToList();

    private void Fill()
    {
        Put(One + "Photos/IMG_1.HEIC", TestPhotos.Bare(1));
        Put(One + "Photos/IMG_2.JPG", TestPhotos.Jpeg(2, takenAt: new DateTime(2022, 6, 4, 21, 11, 30)));
        Put(One + "Photos/IMG_3.JPG", TestPhotos.Bare(3));
        Put(One + "Photos/Photo Details.csv", Text(Header + Row("IMG_1.HEIC", favorite: "yes") + Row("IMG_2.JPG", hidden: "yes") + Row("IMG_3.JPG", deleted: "yes")));
        Put(One + "Photos/Photo Details-1.csv", []);
        Put(One + "Recently Deleted/IMG_9.JPG", TestPhotos.Bare(9));
        Put(One + "Albums/Trip.csv", Text("Images\nIMG_1.HEIC\nIMG_4.JPG\nIMG_99.JPG\n"));
        Put(One + "Albums/Empty.csv", Text("Images\n"));
        Put(One + "Albums/Favorites.csv", Text("imgName\nIMG_1.HEIC\n"));
        Put(One + "Memories/On this day.csv", Text("imageName\nIMG_2.JPG\n"));
        Put(Two + "Photos/IMG_4.JPG", TestPhotos.Bare(4));
        Put(Two + "Photos/Photo Details.csv", Text(Header + Row("IMG_4.JPG")));
    }

    [Fact]
    public void Import_ExportOfTwoParts_SaysAllOfIt()
    {
        Fill();
        var session = Import();
        Assert.Equal(
        [
            "Empty.csv: Companion", "Favorites.csv: Companion", "Trip.csv: Companion", "On this day.csv: Companion", "IMG_1.HEIC: Imported", "IMG_2.JPG: Imported", "IMG_3.JPG: Skipped", "Photo Details-1.csv: Skipped",
            "Photo Details.csv: Companion", "IMG_9.JPG: Skipped", "IMG_4.JPG: Imported", "Photo Details.csv: Companion",
        ], Verdicts(session));
        Assert.Equal(
            ["IMG_1.HEIC date: \"2022-06-04T21:11+09:00\"", "IMG_1.HEIC favorite: true", "IMG_2.JPG hidden: true", "IMG_4.JPG date: \"2022-06-04T21:11+09:00\""], Said(session));
        Assert.Equal(["Memories: 0", "Memories/On this day: 1", "Trip: 2"], Albums());
        Assert.Contains("2 albums of Apple's export got photos: 'Trip' (2), 'On this day' (1).", Mine.News);
        Assert.Empty(Mine.Errors);
        Assert.Equal(["IMG_3.JPG", "IMG_9.JPG"], Mine.Check(Source).Where(check => check.Verdict == "NotHeld").Select(check => Path.GetFileName(check.FullName!)));

        // With what was deleted, all is held; a list without a byte says nothing.
        var all = Import(request => request with { Title = "All", IncludeTrashed = true });
        Assert.Equal(2, all.Imported);
        Assert.All(Mine.Check(Source), check => Assert.Equal(check.FullName!.EndsWith("Details-1.csv", StringComparison.Ordinal) ? "NotAPhoto" : "Held", check.Verdict));
        Assert.Equal(["Memories: 0", "Memories/On this day: 1", "Trip: 2"], Albums());
    }

    [Fact]
    public void Import_PartsNamedOneByOne_AreOneExport()
    {
        Fill();
        Mine.Import(Source, options: request => request with { Paths = [Path.Combine(Source, One.TrimEnd('/')), Path.Combine(Source, Two.TrimEnd('/'))] });
        Assert.Contains("Trip: 2", Albums());
    }

    [Fact]
    public void Import_OneNameInTwoParts_TheListOfItsFolderOrTheChecksumTells()
    {
        string first = Put(One + "Photos/IMG_1.JPG", TestPhotos.Bare(1));
        string other = Put(Two + "Photos/IMG_1.JPG", TestPhotos.Bare(2));
        Put(Two + "Photos/IMG_2.JPG", TestPhotos.Bare(3));
        // The only list is in the first part, and has both.
        Put(One + "Photos/Photo Details.csv", Text(Header + Row("IMG_1.JPG", sum: AppleChecksum.Of(first)!) + Row("IMG_1.JPG", favorite: "yes", sum: AppleChecksum.Of(other)!)
            + Row("IMG_2.JPG", hidden: "yes", sum: "AfQj57ORF2JIumUCjO+PawZ9nqPg")));
        Put(One + "Albums/Both.csv", Text("Images\nIMG_1.JPG\n"));
        Put(Two + "Albums/Which.csv", Text("Images\nIMG_1.JPG\nIMG_2.JPG\n"));
        var session = Import();
        FileEntry favorite = Assert.Single(TestArchive.Index(session), entry => entry.Said?.Exists(said => said.Field == "favorite") == true);
        Assert.Equal(other, favorite.OriginalPath);
        Assert.DoesNotContain(Said(session), said => said.Contains("hidden", StringComparison.Ordinal));
        Assert.Equal(["Both: 1", "Which: 2"], Albums());
    }

    [Fact]
    public void Import_AlbumWithANameThatSeveralPhotosHave_HoldsAllAndTellsIt()
    {
        Put(One + "Photos/IMG_1.JPG", TestPhotos.Bare(1));
        Put(Two + "Photos/IMG_1.JPG", TestPhotos.Bare(2));
        Put("iCloud Photos/Albums/Trip.csv", Text("Images\nIMG_1.JPG\n"));
        Import();
        Assert.Equal(["Trip: 2"], Albums());
        Assert.Contains(Mine.Warnings, warning => warning.Contains("may be any of 2 photos of that name: all of them are in it", StringComparison.Ordinal));
    }

    [Fact]
    public void Import_AlbumOfAPartThatIsNotThere_TakesNoPhotoOfAnotherSource()
    {
        Put(One + "Photos/IMG_1.JPG", TestPhotos.Bare(1));
        Put("DCIM/IMG_2.JPG", TestPhotos.Bare(2));
        Put(One + "Albums/Trip.csv", Text("Images\nIMG_1.JPG\nIMG_2.JPG\n"));
        Import();
        Assert.Equal(["Trip: 1"], Albums());
    }

    [Fact]
    public void Import_DamagedList_IsKeptAndTold()
    {
        Put(One + "Photos/IMG_1.JPG", TestPhotos.Bare(1));
        Put(One + "Photos/Photo Details.csv", Text(Header + Row("IMG_1.JPG", favorite: "yes") + "IMG_2.JPG,x,\"no"));
        var session = Import();
        Assert.Contains("IMG_1.JPG favorite: true", Said(session));
        Assert.Equal(ErrorCode.SidecarUnreadable, Assert.Single(Mine.Errors).Code);
    }
}
