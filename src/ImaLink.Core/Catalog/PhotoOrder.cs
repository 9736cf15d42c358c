using System.Text.Json;
using ImaLink.Index;

namespace ImaLink.Catalog;

/// <summary>
/// Which of two blocks of one photo is the newer: the one with the higher (revision, writer). Should two say different things
/// under one (revision, writer), which no catalog writes, their texts decide, so that the outcome never depends on who comes first.
/// </summary>
internal static class PhotoOrder
{
    internal static int Compare(PhotoBlock one, PhotoBlock other)
    {
        int order = one.Revision.CompareTo(other.Revision);
        if (order == 0)
            order = string.CompareOrdinal(one.Writer.ToString(), other.Writer.ToString());
        return order != 0 ? order : string.CompareOrdinal(TextOf(one), TextOf(other));
    }

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
