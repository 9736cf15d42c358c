using System.Text.Json;
using ImaLink.Index;

namespace ImaLink.Catalog;

/// <summary>
/// Which of two blocks of one photo is the newer (<see cref="RecordVersion"/>).
/// </summary>
internal static class PhotoOrder
{
    internal static int Compare(PhotoBlock one, PhotoBlock other) => VersionOf(one).CompareTo(VersionOf(other));

    private static RecordVersion VersionOf(PhotoBlock block) => new(block.Revision, block.Writer, () => TextOf(block));

    // What belongs to the photo, and not to the image beside which the block stands.
    internal static string TextOf(PhotoBlock block) => JsonSerializer.Serialize(new PhotoBlock
    {
        Title = block.Title,
        Description = block.Description,
        Rating = block.Rating,
        Tags = block.Tags is null or [] ? null : [.. block.Tags.Distinct().Order(StringComparer.Ordinal)],
        Author = block.Author,
        Location = block.Location,
        TakenAtOverride = block.TakenAtOverride,
        Extra = block.Extra,
    }, IndexJson.Instance.PhotoBlock);
}
