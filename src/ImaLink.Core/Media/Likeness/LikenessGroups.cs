namespace ImaLink.Media.Likeness;

/// <summary>
/// Puts pictures together that look alike. The order of the pictures says which is rather the original: going through them, each that belongs to
/// no group yet takes what looks like it, and belongs to none yet, into its own. So all of a group look like its original, and never one like the next
/// like the next; and the groups depend on nothing but the pictures and their order.
/// </summary>
internal static class LikenessGroups
{
    /// <summary>Few, as each holds what looks like it: of a hundred thousand pictures that look alike, all of them.</summary>
    private const int AtATime = 256;

    /// <summary>The groups: an original, and what looks like it in the order of the pictures.</summary>
    /// <param name="hashes">The pictures, rather an original first.</param>
    /// <param name="distance">In how many of the first 64 bits pictures that look alike may differ.</param>
    /// <param name="areApart">Whether two pictures are never told as alike.</param>
    /// <param name="progress">Is told how many were looked at.</param>
    /// <param name="cancellationToken">Stops.</param>
    internal static IEnumerable<(int Original, List<int> Alike)> Of(
        LikenessHash[] hashes, int distance, Func<int, int, bool> areApart, Action<int> progress, CancellationToken cancellationToken)
    {
        var index = new LikenessIndex(hashes, distance);
        var isTaken = new bool[hashes.Length];
        List<int>[] found = [.. Enumerable.Range(0, AtATime).Select(_ => new List<int>())];
        var portion = new List<int>(AtATime);
        for (int next = 0; next < hashes.Length;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            portion.Clear();
            for (; next < hashes.Length && portion.Count < AtATime; next++)
                if (!isTaken[next])
                    portion.Add(next);
            Parallel.For(0, portion.Count, i =>
            {
                index.Behind(portion[i], found[i]);
                found[i].RemoveAll(item => isTaken[item] || areApart(portion[i], item));
            });
            for (int i = 0; i < portion.Count; i++)
            {
                if (isTaken[portion[i]])
                    continue;
                List<int> alike = found[i].FindAll(item => !isTaken[item]);
                if (alike.Count == 0)
                    continue;
                alike.Sort();
                alike.ForEach(item => isTaken[item] = true);
                yield return (portion[i], alike);
            }

            progress(next);
        }
    }
}
