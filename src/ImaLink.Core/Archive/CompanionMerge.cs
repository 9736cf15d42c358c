using ImaLink.Index;

namespace ImaLink.Archive;

/// <summary>
/// Merges the companions of one file by union: absence removes none, they go with their file. They belong together by path, what is left
/// by SHA-256, as one of both may have recorded a move. Pure.
/// </summary>
internal static class CompanionMerge
{
    /// <summary>The companions as the newer says, and those that only the older knows.</summary>
    internal static List<CompanionEntry>? Union(List<CompanionEntry>? newer, List<CompanionEntry> older)
    {
        List<CompanionEntry> all = [.. newer ?? []];
        foreach (CompanionEntry companion in newer ?? [])
        {
            // When one was verified only goes forward; an absent time was cleared.
            if (older.Find(known => known.Path == companion.Path && known.Sha256 == companion.Sha256) is { } same && companion.LastVerified is not null
                && IndexTime.IsLater(same.LastVerified, companion.LastVerified))
                companion.LastVerified = same.LastVerified;
        }

        all.AddRange(OnlyIn(older, newer ?? []));
        return all.Count == 0 ? null : all;
    }

    /// <summary>Those of the first that the second does not have, at this path or another.</summary>
    internal static IEnumerable<CompanionEntry> OnlyIn(List<CompanionEntry> some, List<CompanionEntry> others)
    {
        var open = others.FindAll(other => !some.Exists(companion => companion.Path == other.Path));
        foreach (CompanionEntry companion in some.Where(companion => !others.Exists(other => other.Path == companion.Path)))
        {
            int moved = open.FindIndex(other => other.Sha256 == companion.Sha256);
            if (moved < 0)
                yield return companion;
            else
                open.RemoveAt(moved);
        }
    }
}
