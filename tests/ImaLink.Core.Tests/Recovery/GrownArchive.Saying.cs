using ImaLink.Catalog;
using ImaLink.Photos;

namespace ImaLink.Tests.Recovery;

/// <summary>What owners say of a grown archive as they type it, one command after the other: of very few photos of a session it stands beside the index.</summary>
internal sealed partial class GrownArchive
{
    private static readonly Dictionary<string, string?> Words = new()
    {
        [StatementField.Title] = "\"Forum\"",
        [StatementField.Description] = CanonicalJson.Of("Two\nlines"),
        [StatementField.AltText] = "\"columns in the sun\"",
        [StatementField.Rating] = "-1",
        [StatementField.Flag] = "\"pick\"",
        [StatementField.Label] = "\"to print\"",
        [StatementField.Favorite] = "true",
        [StatementField.Hidden] = "true",
        [StatementField.Author] = "\"Ærøskøbing's\"",
        [StatementField.Rights] = "\"CC BY 4.0\"",
        [StatementField.Location] = """{"city":"Roma","country":"Italia"}""",
        [StatementField.Gps] = """{"altitude":37,"latitude":41.9,"longitude":12.5}""",
        [StatementField.Date] = "\"197X\"",
        [StatementField.Person("Anna")] = """{"h":0.25,"w":0.25,"x":0.5,"y":0.5}""",
        [StatementField.Tag("Places/Italy/Roma 🏛")] = "true",
    };

    /// <summary>Says things of photos, joins and parts them, and puts them into albums; nothing is due afterwards.</summary>
    internal void Say()
    {
        List<long> photos = [.. _catalog.Query("SELECT id FROM photo ORDER BY uuid", row => row.GetInt64(0))];
        Command(words => words.Say(photos.Where((_, i) => i % 2 == 0).Select(photo => (photo, (IReadOnlyDictionary<string, string?>)new Dictionary<string, string?> { ["tag:half"] = "true" }))));
        SayAlbums(photos);
        Command(words => new PhotoGroups(_catalog, words).Join(photos[10..13], new PhotoImageTable(_catalog).OfPhoto(photos[11])[0].Id));
        Command(words => new PhotoGroups(_catalog, words).Join(photos[20..24]));
        Command(words => new PhotoGroups(_catalog, words).Split([new PhotoImageTable(_catalog).OfPhoto(photos[20])[1].Id]));
        for (int i = 0; i < photos.Count; i += 9)
            if (_catalog.Statements.ImagesOf([photos[i]]).Count > 0)
                Command(words => words.Say([(photos[i], Words)]));
        Command(words => words.Say([(photos[0], Words.Keys.Take(6).ToDictionary(field => field, _ => (string?)null))])); // withdrawn again
    }

    private void SayAlbums(List<long> photos)
    {
        var albums = new AlbumService(_catalog, Timeout);
        Guid travel = albums.Create("Travel", new AlbumEdit { Description = "by train" }).Uuid;
        Guid italy = albums.Create("Italy", new AlbumEdit { Parent = Selector.ByUuid(travel) }).Uuid;
        albums.AddPhotos(italy, photos[30..60], new AlbumPlace());
        albums.AddPhotos(italy, photos[60..65], new AlbumPlace { Position = 3 });
        albums.RemovePhotos(italy, photos[40..42]);
        albums.Set(italy, new AlbumEdit { Cover = photos[62] });
        albums.AddPhotos(travel, photos[..5], new AlbumPlace());
        Guid gone = albums.Create("Gone", new AlbumEdit()).Uuid;
        albums.AddPhotos(gone, photos[..2], new AlbumPlace());
        albums.Remove(gone, withAlbums: false);
        Assert.Empty(albums.Write());
    }

    private void Command(Action<PhotoStatements> say)
    {
        var words = new PhotoStatements(_catalog, Timeout);
        say(words);
        Assert.Empty(words.Write());
    }
}
