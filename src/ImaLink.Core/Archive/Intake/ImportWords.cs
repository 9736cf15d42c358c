using ImaLink.Index;
using ImaLink.Media.Companions;

namespace ImaLink.Archive.Intake;

/// <summary>
/// What a photo that is taken in, the sidecars beside it and the documents that speak of it say together: of each field the newest sidecar, then older ones, then the description of a Takeout, notes of Picasa or a
/// list of Apple's, then the photo itself; tags and persons of all of them.
/// Pure.
/// </summary>
/// <param name="Said">The statements; null where nothing is said.</param>
/// <param name="Told">What came from where; null where nothing is said.</param>
/// <param name="Disagreement">Where sidecars say different things, or others say another time or place than the photo; null where they agree.</param>
internal sealed record ImportWords(List<Statement>? Said, string? Told, string? Disagreement)
{
    /// <summary>Puts together what was read.</summary>
    /// <param name="photo">The photo as read.</param>
    /// <param name="entry">What will be recorded of it.</param>
    /// <param name="companions">The files that travel with it.</param>
    /// <param name="zone">The zone of the session.</param>
    internal static ImportWords Of(IntakeResult photo, FileEntry entry, IEnumerable<IntakeResult> companions, string? zone)
    {
        string name = Path.GetFileName(photo.File.Path);
        ILookup<bool, IntakeResult> speaking = companions
            .Where(companion => companion.Verdict is null && CompanionFacts.Speaks(companion.File.Kind, Path.GetFileName(companion.File.Path), name))
            .OrderByDescending(companion => companion.ModifiedAt).ThenBy(companion => companion.File.Path, StringComparer.Ordinal)
            .ToLookup(companion => companion.File.Kind == CompanionKind.Sidecar);
        List<(string Name, FileWords Words)> sources = [.. speaking[true].Select(companion => (Path.GetFileName(companion.File.Path), FileWords.OfSidecar(companion.Facts, entry)))];
        string? disagreement = Disagreements(sources);
        sources.AddRange(speaking[false].Select(description => (Path.GetFileName(description.File.Path), FileWords.OfCompanion(CompanionKind.Takeout, description.Facts, entry, zone))));
        sources.AddRange(photo.Notes.Select(note => (Path.GetFileName(note.Path), FileWords.OfCompanion(note.Kind, note.Facts, entry, zone))));
        sources.Add(("the photo itself", FileWords.Of(photo.Facts)));
        var all = new FileWords();
        sources.ForEach(source => all.Add(source.Words));
        var told = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach ((string from, FileWords words) in sources)
            if (FileWords.Names(words.Values.Keys.Where(field => all.Values.ContainsKey(field) && seen.Add(field))) is { Length: > 0 } names)
                told.Add($"{from}: {names}");
        string[] unlike = [.. sources.SelectMany(source => source.Words.Unlike.Select(what => $"{source.Name} {what}")).Prepend(disagreement).OfType<string>()];
        return new(all.Statements(), told.Count > 0 ? string.Join("; ", told) : null, unlike.Length > 0 ? string.Join(' ', unlike) : null);
    }

    private static string? Disagreements(List<(string Name, FileWords Words)> sidecars)
    {
        if (sidecars.Count < 2)
            return null;
        (string newest, FileWords words) = sidecars[0];
        string[] differing = [.. words.Values.Where(word => sidecars.Skip(1).Any(other => other.Words.Values.GetValueOrDefault(word.Key) is { } value && value != word.Value)).Select(word => word.Key)];
        return differing.Length == 0 ? null : $"Its sidecars disagree about {FileWords.Names(differing)}; '{newest}' is the newest and counts.";
    }
}
