using ImaLink.Index;

namespace ImaLink.Archive.Judging;

/// <summary>A registered file that is to be read again, with what is recorded of it.</summary>
internal sealed record CheckTarget(ImageFile File, long StorageId)
{
    internal IReadOnlyList<CompanionEntry> Companions => File.CompanionEntries;

    /// <summary>What the file held before, oldest first.</summary>
    internal required List<FormerContent> Previous { get; init; }

    internal RecordedFile Recorded => new(File.Length, File.ModifiedUtc, File.Sha256, File.Hothash)
    {
        Format = File.Format,
        Scheme = File.Scheme,
        Former = ContentOrder.Unjudged(Previous, File.Length),
    };
}
