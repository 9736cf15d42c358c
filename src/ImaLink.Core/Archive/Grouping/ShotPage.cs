using ImaLink.Catalog;
using ImaLink.Index;

namespace ImaLink.Archive.Grouping;

/// <summary>Images that are looked at together, with their files.</summary>
internal sealed class ShotPage(List<ShotImage> images, List<ShotFile> files, List<ShotFileRow> rows, Dictionary<long, StorageLayout> layouts)
{
    /// <summary>What is to be said of them.</summary>
    internal List<ShotSuggestion> Decide() => images.Count < 2 ? [] : GroupDecision.Of(images, files);

    /// <summary>The photos that get further images by what is said.</summary>
    internal IEnumerable<PhotoGroup> Groups(List<ShotSuggestion> said)
    {
        Dictionary<long, ShotSuggestion> saidOf = said.ToDictionary(it => it.Image);
        ILookup<Guid, ShotImage> photos = images.ToLookup(image => saidOf.GetValueOrDefault(image.Id).Photo ?? image.Photo);
        ILookup<long, ShotFileRow> rowsOf = rows.ToLookup(row => row.Image);
        foreach (IGrouping<Guid, ShotSuggestion> joined in said.Where(it => it.Photo is not null).GroupBy(it => it.Photo!.Value))
        {
            ShotFileRow[] shown =
            [
                .. photos[joined.Key].OrderBy(image => image.HasRole || saidOf.GetValueOrDefault(image.Id).Role is not null).ThenByDescending(image => image.Own == joined.Key)
                    .Select(image => rowsOf[image.Id].FirstOrDefault()).Where(row => row.Path is not null),
            ];
            yield return new PhotoGroup
            {
                FullName = shown.Length == 0 ? null : layouts[shown[0].Storage].FullName(shown[0].Path),
                Verdict = UpdateVerdict.Grouped,
                Uuid = joined.Key,
                Evidence = joined.Select(it => it.By!).MaxBy(PhotoEvidence.Rank)!,
                Images = photos[joined.Key].Count(),
                Joined = joined.Count(),
                Names = Array.ConvertAll(shown, row => row.Path[(row.Path.LastIndexOf('/') + 1)..]),
                Files = Array.ConvertAll(shown, row => layouts[row.Storage].FullName(row.Path)),
            };
        }
    }
}
