using System.Globalization;
using System.Text;
using ImaLink.Archive;

namespace ImaLink.Tests.Import;

/// <summary>What Picasa notes of a folder is said of its photos, its albums become albums, and the notes are held.</summary>
public sealed class PicasaImportTests : ImportTest
{
    private const string Notes = """
        [Picasa]
        name=Birthday
        description=At home
        [Contacts2]
        8e62b2035b74b477=Anna;;
        [.album:604c294a68b0de9cc9222c4714f289d5]
        name=Best Of
        token=604c294a68b0de9cc9222c4714f289d5
        [a.jpg]
        star=yes
        caption=A lake
        keywords=sun,sand
        faces=rect64(400040008000c000),8e62b2035b74b477
        albums=604c294a68b0de9cc9222c4714f289d5
        filters=crop64=1,45930000ba03defe;
        rotate=rotate(1)
        [b.jpg]
        hidden=yes
        [gone.jpg]
        star=yes
        """;

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private List<string> Albums() => Mine.Use(db => new AlbumFinder(db).Find(null).Select(album =>
        string.Create(CultureInfo.InvariantCulture, $"{album.Title}: {album.Count}{(album.Description is null ? "" : $" {album.Description}")}{(album.Unwritten.Length == 0 ? "" : " due")}")).ToList());

    private static List<string> Said(ImportSession session) => TestArchive.Index(session)
        .SelectMany(entry => (entry.Said ?? []).Where(said => !StatementField.IsOfImage(said.Field)).Select(said => $"{entry.OriginalFilename} {said.Field}: {said.Value}")).Order(StringComparer.Ordinal).ToList();

    [Fact]
    public void Import_FolderOfPicasa_SaysAllOfIt()
    {
        Put("2010/.picasa.ini", Text(Notes));
        Put("2010/a.jpg", TestPhotos.Bare(1));
        Put("2010/b.jpg", TestPhotos.Bare(2));
        Put("2010/c.jpg", TestPhotos.Bare(3));
        Put("2011/Picasa.ini", Text("[A.JPG]\nstar=yes\nalbums=604c294a68b0de9cc9222c4714f289d5,unknown\n[Picasa]\nname=2011"));
        Put("2011/a.jpg", TestPhotos.Bare(4));
        Put("2010/.picasaoriginals/a.jpg", TestPhotos.Bare(5));
        var session = Mine.Import(Source);

        Assert.Equal([".picasa.ini: Companion", "a.jpg: Imported", "b.jpg: Imported", "c.jpg: Imported", "a.jpg: Imported", "Picasa.ini: Companion", "a.jpg: Imported"], Verdicts(session));
        Assert.Equal(
        [
            "a.jpg description: \"A lake\"", "a.jpg favorite: true", "a.jpg favorite: true", "a.jpg person:Anna: {\"h\":0.500008,\"w\":0.250004,\"x\":0.375006,\"y\":0.500008}", "a.jpg tag:sand: true", "a.jpg tag:sun: true",
            "b.jpg hidden: true",
        ], Said(session));
        Assert.Equal(".picasa.ini: description, favorite, 2 tags, Anna", Mine.Items(session)[1].Said);
        Assert.Equal(["Best Of: 2", "Birthday: 3 At home"], Albums());
        Assert.Contains("2 albums of Picasa got photos: 'Birthday' (3), 'Best Of' (2).", Mine.News);
        Assert.Empty(Mine.Errors);
        Assert.All(Mine.Check(Source), check => Assert.Equal("Held", check.Verdict));

        // Once more: nothing comes twice.
        Mine.Import(Source, "Again");
        Assert.Equal(["Best Of: 2", "Birthday: 3 At home"], Albums());
    }

    [Fact]
    public void Import_NotesOfPhotosThatAreThere_AreSaidOfThem()
    {
        Put("a.jpg", TestPhotos.Bare(1));
        var first = Mine.Import(Source);
        Put(".picasa.ini", Text(Notes));
        var second = Mine.Import(Source, "Second");
        Assert.Contains("a.jpg description: \"A lake\"", Said(first));
        Assert.Equal("It says description, favorite, 2 tags, Anna.", Mine.Items(second).Single(item => item.Verdict == "Duplicate").Said);
        Assert.Equal(["Best Of: 1", "Birthday: 1 At home"], Albums());
        Assert.All(Mine.Check(Source), check => Assert.Equal("Held", check.Verdict));
    }

    /// <summary>What is said of a duplicate stands in its verdict: whoever is stopped before it is recorded says it when he goes on.</summary>
    [Fact]
    public void Resume_StoppedBeforeWordsOfADuplicateWereRecorded_SaysThem()
    {
        Put("a.jpg", TestPhotos.Bare(1));
        var first = Mine.Import(Source);
        Put(".picasa.ini", Text(Notes));
        Put("z.jpg", TestPhotos.Bare(2));
        TestArchive failing = Mine.With((_, path) =>
        {
            if (path.EndsWith("z.jpg", StringComparison.Ordinal))
                throw new IOException("stopped");
        });
        Assert.ThrowsAny<Exception>(() => failing.Import(Source, "Second"));
        Assert.Empty(Said(first));
        Mine.Resume();
        Assert.Contains("a.jpg description: \"A lake\"", Said(first));
    }

    [Fact]
    public void Import_SidecarBesideNotes_GoesFirst()
    {
        Put(".picasa.ini", Text(Notes));
        Put("a.jpg", TestPhotos.Bare(1));
        Put("a.jpg.xmp", TestPhotos.Xmp("""
            <r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><r:Description xmlns:t='http://ns.adobe.com/tiff/1.0/' t:ImageDescription='Of the sidecar'/></r:RDF>
            """));
        var session = Mine.Import(Source);
        Assert.Contains("a.jpg description: \"Of the sidecar\"", Said(session));
        Assert.Contains("a.jpg tag:sun: true", Said(session));
    }

    [Fact]
    public void Import_DamagedNotes_AreKeptAndTold()
    {
        Put(".picasa.ini", Text("[a.jpg]\nstar=yes\nnonsense"));
        Put("a.jpg", TestPhotos.Bare(1));
        var session = Mine.Import(Source);
        Assert.Equal(["a.jpg favorite: true"], Said(session));
        Assert.Equal(ErrorCode.SidecarUnreadable, Assert.Single(Mine.Errors).Code);
        Assert.Contains("line 3 says nothing", Mine.Items(session)[0].Detail, StringComparison.Ordinal);
        Assert.All(Mine.Check(Source), check => Assert.Equal("Held", check.Verdict));
    }

    [Fact]
    public void Simulate_FolderOfPicasa_SaysTheSame()
    {
        Put(".picasa.ini", Text(Notes));
        Put("a.jpg", TestPhotos.Bare(1));
        string?[] simulated = [.. Mine.Simulate(Source).Select(item => item.Said)];
        Assert.Equal(simulated, Mine.Items(Mine.Import(Source)).Select(item => item.Said));
        Assert.Contains(".picasa.ini: description, favorite, 2 tags, Anna", simulated);
    }

    [Fact]
    public void Import_NotesBehindALink_AreNotRead()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a right there.");
        string outside = Path.Combine(Folder, "outside.ini");
        File.WriteAllText(outside, Notes);
        Directory.CreateDirectory(Source);
        File.CreateSymbolicLink(Path.Combine(Source, ".picasa.ini"), outside);
        Put("a.jpg", TestPhotos.Bare(1));
        Assert.Empty(Said(Mine.Import(Source)));
    }
}
