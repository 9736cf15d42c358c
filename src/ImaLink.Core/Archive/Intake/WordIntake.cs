using ImaLink.Catalog;

namespace ImaLink.Archive.Intake;

/// <summary>What becomes of the words of a source.</summary>
/// <param name="News">What is taken over.</param>
/// <param name="Kept">The fields of which the owner said something else here, which stays.</param>
internal sealed record WordsTaken(List<Statement> News, List<string> Kept)
{
    /// <summary>In words; null where nothing was new.</summary>
    internal string? Told => (News.Count, Kept.Count) switch
    {
        (0, 0) => null,
        (_, 0) => $"says {FileWords.Names(News.Select(word => word.Field))}",
        (0, _) => $"says something else of {FileWords.Names(Kept)} than the owner did here, which stays",
        _ => $"says {FileWords.Names(News.Select(word => word.Field))}; of {FileWords.Names(Kept)} something else than the owner did here, which stays",
    };
}

/// <summary>
/// Gives an image that is known what a source says of it (<see cref="FileWords"/>): of fields of which nobody has said anything, or only another source. What the owner said here stays,
/// withdrawals too. Saying it twice changes nothing.
/// </summary>
internal sealed class WordIntake(CatalogDatabase catalog)
{
    /// <summary>What would be taken over.</summary>
    internal WordsTaken Look(long image, FileWords words)
    {
        Dictionary<string, Statement> known = catalog.Statements.OfImage(image).ToDictionary(said => said.Field, StringComparer.Ordinal);
        var taken = new WordsTaken([], []);
        foreach ((string field, string value) in words.Values)
        {
            Statement? there = known.GetValueOrDefault(field);
            if (there?.Value == value)
                continue;
            if (there?.Writer is not null)
                taken.Kept.Add(field);
            else
                taken.News.Add(new Statement(field, value, there is null ? 1 : Sizes.NextRevision(there.Revision), null));
        }

        return taken;
    }

    /// <summary>Takes it over. Called inside a transaction; sessions whose indexes have to tell it are due afterwards.</summary>
    internal WordsTaken Take(long image, FileWords words)
    {
        WordsTaken taken = Look(image, words);
        if (taken.News.Count > 0)
            catalog.Statements.Merge(image, taken.News);
        return taken;
    }
}
