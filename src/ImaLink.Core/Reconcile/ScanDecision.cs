using ImaLink.Catalog;
using ImaLink.Files;

namespace ImaLink.Reconcile;

/// <summary>What belongs together, and what follows from it. Pure: facts in, decisions out.</summary>
internal static class ScanDecision
{
    /// <summary>Fewer differing times than this are read rather than explained.</summary>
    internal const int ShiftFiles = 10;

    /// <summary>
    /// The whole number of hours by which all of these times are shifted, as FAT and summer time do; null where there is none,
    /// or too few to call it a rule.
    /// </summary>
    internal static int? HourShift(IEnumerable<long> differences)
    {
        int? shift = null;
        int count = 0;
        foreach (long difference in differences)
        {
            if (FileTimes.WholeHours(difference) is not { } hours || hours == 0 || (shift ?? hours) != hours)
                return null;
            shift = hours;
            count++;
        }

        return count >= ShiftFiles ? shift : null;
    }

    /// <summary>Whether a found and a lost file are taken for one although nothing was read but the samples of the fingerprint.</summary>
    internal static bool IsMove(SoleMatch match) =>
        match.FoundSize == match.LostSize && match.LostModified is { } modified && FileTimes.IsSame(match.FoundModified, modified);

    /// <summary>What a finding says of decay.</summary>
    internal static string Decay(string detail, string sha256, string recorded) => $"{detail} SHA-256 {sha256}, recorded {recorded}.";

    /// <summary>
    /// Pairs what agrees: who stayed at his path first, then who kept name and time, time, name, and last in the order of
    /// paths; who was there at the last scan before who was missing. Nobody is paired twice.
    /// </summary>
    internal static IEnumerable<(FoundFile Found, LostFile Lost)> Pair(ScanGroup group)
    {
        List<FoundFile> found = group.Found;
        Dictionary<long, LostFile> lost = group.Lost.OrderBy(file => file.WasMissing).ThenBy(file => file.Path, PathOrder.Instance).ToDictionary(file => file.Id);
        foreach ((Func<FoundFile, object> one, Func<LostFile, object> other) in Likeness)
        {
            var open = new List<FoundFile>();
            Dictionary<object, Queue<LostFile>> waiting = lost.Values.GroupBy(other).ToDictionary(files => files.Key, files => new Queue<LostFile>(files));
            foreach (FoundFile file in found)
            {
                if (waiting.TryGetValue(one(file), out Queue<LostFile>? alike) && alike.TryDequeue(out LostFile? match))
                {
                    lost.Remove(match.Id);
                    yield return (file, match);
                }
                else
                {
                    open.Add(file);
                }
            }

            found = open;
        }
    }

    private static readonly (Func<FoundFile, object>, Func<LostFile, object>)[] Likeness =
    [
        (file => file.At ?? 0, file => file.Id),
        (file => (file.Name, (long?)file.Modified), file => (file.Name, file.Modified)),
        (file => file.Modified, file => file.Modified ?? 0),
        (file => file.Name, file => file.Name),
        (_ => "", _ => ""),
    ];

    /// <summary>Splits a group by the dimensions of the images: a hothash alone does not make two images the same.</summary>
    internal static IEnumerable<ScanGroup> ByDimensions(ScanGroup group)
    {
        ILookup<(int, int), LostFile> lost = group.Lost.ToLookup(file => (file.Width, file.Height));
        return group.Found.GroupBy(file => (file.Width, file.Height)).Select(found => new ScanGroup([.. found], [.. lost[found.Key]]));
    }

    /// <summary>The findings that a registered file is worth, in the order in which they are told.</summary>
    /// <param name="verdict">What links the two (<see cref="ScanVerdict"/>).</param>
    /// <param name="samePath">Whether the file lies where it lay, but for case and normalisation that the file system ignores.</param>
    /// <param name="wasMissing">Whether the file was recorded as missing.</param>
    internal static IEnumerable<string> Kinds(string verdict, bool samePath, bool wasMissing)
    {
        if (wasMissing)
            yield return FindingVerdict.Returned;
        else if (!samePath)
            yield return FindingVerdict.Moved;
        if (verdict == ScanVerdict.Metadata)
            yield return FindingVerdict.MetadataChanged;
        if (verdict == ScanVerdict.Decayed)
            yield return FindingVerdict.Corrupt;
        if (verdict == ScanVerdict.Truncated)
            yield return FindingVerdict.Truncated;
        if (verdict is ScanVerdict.Changed or ScanVerdict.NoImage)
            yield return FindingVerdict.Changed;
    }
}
