using ImaLink.Media.Metadata;

namespace ImaLink.Photos;

/// <summary>What a copy goes on to say outside of the XMP that was put into it: cameras and other programs noted it elsewhere, and there it stays. Pure.</summary>
internal static class StaleWords
{
    private const double Metre = 1e-5;

    /// <summary>A sentence that names what is said otherwise there; null where nothing is.</summary>
    /// <param name="beside">What the copy says outside of its XMP.</param>
    /// <param name="said">The description.</param>
    internal static string? Tell(ImageFacts beside, ImageFacts said)
    {
        string[] fields = [.. Fields(beside, said)];
        return fields.Length == 0 ? null : $"Outside of XMP it still says another {string.Join(", ", fields)}; programs that look there first show that.";
    }

    private static IEnumerable<string> Fields(ImageFacts beside, ImageFacts said)
    {
        if (IsOther(beside.Title, said.Title) && IsOther(beside.Title, said.Description))
            yield return "title";
        // Explorer writes the title where EXIF has the description.
        if (IsOther(beside.Description, said.Description) && IsOther(beside.Description, said.Title))
            yield return "description";
        if (beside.Keywords.Any(word => !said.Keywords.Any(tag => tag == word || tag.Split('/').Contains(word))))
            yield return "list of keywords";
        if (IsOther(beside.Author, said.Author))
            yield return "author";
        if (IsOther(beside.Rights, said.Rights))
            yield return "copyright";
        if (beside.Rating is > 0 && beside.Rating != said.Rating)
            yield return "rating";
        if (beside.TakenAt is { } noted && said.TakenAt is { } taken && Math.Abs((noted.Time - taken.Time).TotalSeconds) >= 1)
            yield return "time";
        if (beside.GpsLatitude is { } latitude && (said.GpsLatitude is not { } north || Math.Abs(latitude - north) > Metre || Math.Abs(beside.GpsLongitude!.Value - said.GpsLongitude!.Value) > Metre))
            yield return "place";
    }

    private static bool IsOther(string? there, string? wanted) => there is not null && there != wanted;
}
