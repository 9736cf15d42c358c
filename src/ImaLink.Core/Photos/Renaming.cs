using System.Text.Json;
using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Index;

namespace ImaLink.Photos;

/// <summary>What is to be said so that tags, persons and authors are called otherwise. Where the new name is there already, both become one.</summary>
public sealed class Renaming(CatalogDatabase catalog)
{
    private readonly Vocabulary _words = new(catalog);

    /// <summary>Moves a tag with all below it to another place in the tree.</summary>
    /// <returns>What to say of which photo.</returns>
    public IReadOnlyList<(long Photo, IReadOnlyDictionary<string, string?> Changes)> Tag(string from, string to) => [.. _words.WithTag(from).Select(photo =>
    {
        var changes = new Dictionary<string, string?>();
        foreach (string tag in photo.Tags)
            changes[StatementField.Tag(tag)] = null;
        foreach (string tag in photo.Tags)
            changes[StatementField.Tag(TagPath.Parse(TagPath.Moved(tag, from, to)))] = CanonicalJson.True;
        return (photo.Photo, (IReadOnlyDictionary<string, string?>)changes);
    })];

    /// <summary>Calls a person otherwise, in the same regions.</summary>
    /// <returns>What to say of which photo.</returns>
    public IReadOnlyList<(long Photo, IReadOnlyDictionary<string, string?> Changes)> Person(string from, string to)
    {
        Dictionary<long, string?> there = _words.WithPerson(to).ToDictionary(photo => photo.Photo, photo => photo.Region);
        return [.. _words.WithPerson(from).Select(photo => (photo.Photo, (IReadOnlyDictionary<string, string?>)new Dictionary<string, string?>
        {
            [StatementField.Person(from)] = null,
            [StatementField.Person(to)] = Union(photo.Region, there.GetValueOrDefault(photo.Photo)),
        }))];
    }

    /// <summary>Calls the author of photos otherwise, where one is said of them.</summary>
    /// <returns>What to say of which photo.</returns>
    public IReadOnlyList<(long Photo, IReadOnlyDictionary<string, string?> Changes)> Author(string from, string to)
    {
        string? name = PhotoValues.Line("An author", to);
        return [.. _words.WithAuthorSaid(from).Select(photo => (photo, (IReadOnlyDictionary<string, string?>)new Dictionary<string, string?> { [StatementField.Author] = name }))];
    }

    /// <summary>The sessions that name an author.</summary>
    public IReadOnlyList<ImportSession> SessionsOf(string author)
    {
        var sessions = new SessionService(catalog, TimeSpan.Zero);
        return [.. catalog.Sessions.All().Where(session => session.Header.DefaultAuthor?.Name == author).Select(sessions.Describe)];
    }

    /// <summary>The name of an author who is given with or without an address.</summary>
    /// <exception cref="ImaLinkException">InvalidValue.</exception>
    public static string AuthorName(string text) => OwnerText.Line("An author", AuthorEntry.Parse(text).Name) is { Length: > 0 } name ? name
        : throw OwnerText.Refused(text, "names nobody", "Give a name, or name and address as in 'Ann Example <ann@example.org>'");

    /// <summary>The new author of a session, with the address of the former where none is given.</summary>
    public string WithAddress(ImportSession session, string to) => AuthorEntry.Parse(to) is { Email: null } named
        && catalog.Sessions.Get(session.Id).Header.DefaultAuthor?.Email is { Length: > 0 } email ? $"{named.Name} <{email}>" : to;

    /// <summary>One person in two regions is an array of them; where nobody says where, true.</summary>
    private static string Union(string? one, string? other)
    {
        string[] regions = [.. Regions(one).Concat(Regions(other)).Distinct()];
        return regions switch { [] => CanonicalJson.True, [var only] => only, _ => $"[{string.Join(',', regions)}]" };
    }

    private static IEnumerable<string> Regions(string? value)
    {
        if (value is null)
            return [];
        using JsonDocument document = JsonDocument.Parse(value);
        return document.RootElement.ValueKind == JsonValueKind.Array ? [.. document.RootElement.EnumerateArray().Select(CanonicalJson.Of)] : [value];
    }
}
