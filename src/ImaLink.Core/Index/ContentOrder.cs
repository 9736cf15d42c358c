namespace ImaLink.Index;

/// <summary>
/// The order of what a file held: each change gives the former content its place, so that of two files of one session in two storages
/// it can be told which one holds the older version. Times do not tell that: clocks differ, and content is taken back.
/// </summary>
internal static class ContentOrder
{
    /// <summary>The place of what a file holds now. Earlier versions wrote none for former contents: they stand in their order.</summary>
    internal static long Present(IReadOnlyList<FormerContent>? previous) => Sizes.NextRevision(previous is [.., var last] ? last.Revision ?? previous.Count : 0);

    /// <summary>
    /// The longer content that a file held last when an earlier version, which asked no judge and wrote no order, recorded a change: what it
    /// holds may be a stump of that. Null where there is none.
    /// </summary>
    internal static FormerContent? Unjudged(IReadOnlyList<FormerContent>? previous, long size) =>
        previous?.LastOrDefault(former => former.Revision is null && former.FileSize > size);

    /// <summary>What a file held before, when what it holds now is replaced.</summary>
    internal static List<FormerContent> Append(IReadOnlyList<FormerContent>? previous, string? sha256, long size, string now) =>
        [.. previous ?? [], new FormerContent { Sha256 = sha256, FileSize = size, Until = now, Revision = Present(previous) }];

    /// <summary>Whether a file went on from what the other holds, which therefore is the older version, by the record of both.</summary>
    /// <param name="previous">What the file held before.</param>
    /// <param name="sha256">What the other holds.</param>
    /// <param name="itsPrevious">What that held before.</param>
    internal static bool IsNewer(IReadOnlyList<FormerContent> previous, string sha256, IReadOnlyList<FormerContent> itsPrevious) =>
        previous.Any(former => former.Sha256 == sha256) && Present(previous) > Present(itsPrevious);
}
