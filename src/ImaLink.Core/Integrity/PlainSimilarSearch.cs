using ImaLink.Files;
using ImaLink.Media.Formats;
using ImaLink.Media.Identity;
using ImaLink.Media.Likeness;
using ImaLink.Media.Metadata;
using ImaLink.Media.Previews;

namespace ImaLink.Integrity;

/// <summary>Finds pictures that look alike in plain folders, without any catalog: a preview is made of each in memory.</summary>
public sealed class PlainSimilarSearch(OperationReporter reporter)
{
    private sealed record Seen(PlainFile File, LikenessHash? Likeness, FormatInfo? Format, ImageFacts? Facts, ImaLinkException? Error)
    {
        internal bool IsFilm => Format is { Kind: MediaKind.Video };

        internal long Pixels => (long)(Facts?.Width ?? 0) * (Facts?.Height ?? 0);

        /// <summary>How much the file tells of the picture.</summary>
        internal int Told => new object?[]
        {
            Facts?.TakenAt, Facts?.CameraMake, Facts?.CameraModel, Facts?.LensModel, Facts?.Iso, Facts?.Aperture, Facts?.ExposureTime, Facts?.FocalLength, Facts?.GpsLatitude,
        }.Count(fact => fact is not null);
    }

    /// <summary>The groups, the original with most pixels first.</summary>
    /// <param name="paths">Files and folders, full paths.</param>
    /// <param name="distance">In how many of the first 64 bits of their likeness pictures that look alike may differ.</param>
    /// <param name="cancellationToken">Stops.</param>
    public IEnumerable<SimilarGroup> Run(IReadOnlyList<string> paths, int distance, CancellationToken cancellationToken)
    {
        List<PlainFile> files = PlainFiles.OnePerFile([.. PlainFiles.Of(paths, error => reporter.Error?.Invoke(error), cancellationToken).OrderBy(file => file.Path, StringComparer.Ordinal)]);
        Seen[] pictures = [.. Look(files, cancellationToken).OrderByDescending(seen => seen.Pixels).ThenByDescending(seen => seen.Told)
            .ThenByDescending(seen => seen.File.Length).ThenBy(seen => seen.File.Path, StringComparer.Ordinal)];
        LikenessHash[] hashes = Array.ConvertAll(pictures, seen => seen.Likeness!.Value);
        var groups = LikenessGroups.Of(hashes, distance, (one, other) => pictures[one].IsFilm != pictures[other].IsFilm, _ => { }, cancellationToken);
        foreach ((int original, List<int> alike) in groups)
        {
            var members = alike.OrderBy(item => hashes[original].Distance(hashes[item])).ThenBy(item => item).Prepend(original).Select(item => pictures[item]).ToList();
            if (Describe(members, cancellationToken) is { } group)
                yield return group;
        }
    }

    private IEnumerable<Seen> Look(List<PlainFile> files, CancellationToken cancellationToken)
    {
        long done = 0;
        foreach (Seen seen in ParallelOrdered.Map(files, Environment.ProcessorCount, 64, Look, cancellationToken))
        {
            reporter.Progress?.Invoke(new OperationProgress { Activity = "Looking at pictures", Item = seen.File.Path, Items = ++done, TotalItems = files.Count });
            if (seen.Error is { Code: ErrorCode.PreviewFailed } undecodable)
                reporter.Detail?.Invoke(undecodable.Message);
            else if (seen.Error is { } error)
                reporter.Error?.Invoke(error);
            else if (seen.Likeness is not null)
                yield return seen;
        }
    }

    private static Seen Look(PlainFile file, CancellationToken cancellationToken)
    {
        try
        {
            if (IdentityReader.Detect(file.Path) is not { } format || PreviewRenderer.Render(file.Path, format.Name, cancellationToken) is not { } preview
                || !LikenessReader.TryRead(preview, out LikenessHash? likeness) || likeness is null)
                return new Seen(file, null, null, null, null);
            using FileStream stream = FileReading.OpenStream(file.Path);
            return new Seen(file, likeness, format, FactReader.Read(stream, format.Name, Path.GetFileName(file.Path)), null);
        }
        catch (ImaLinkException e)
        {
            return new Seen(file, null, null, null, e);
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            return new Seen(file, null, null, null, IoErrors.Wrap(e, file.Path));
        }
    }

    /// <summary>The group, with the identity of its files; null where all hold one image, or what lies there has changed.</summary>
    private SimilarGroup? Describe(List<Seen> members, CancellationToken cancellationToken)
    {
        var files = new List<SimilarFile>();
        foreach (Seen seen in members)
        {
            try
            {
                FileIdentity identity = IdentityReader.Read(seen.File.Path, IdentityParts.Hothash | IdentityParts.Sha256, cancellationToken);
                files.Add(new SimilarFile
                {
                    FullName = seen.File.Path,
                    Length = seen.File.Length,
                    Sha256 = identity.Sha256!,
                    Hothash = identity.Hothash!,
                    Width = seen.Facts!.Width,
                    Height = seen.Facts.Height,
                    IsOriginal = files.Count == 0 || identity.Hothash == files[0].Hothash,
                    Distance = members[0].Likeness!.Value.Distance(seen.Likeness!.Value),
                    Likeness = seen.Likeness.Value.ToString(),
                });
            }
            catch (Exception e) when (IoErrors.IsIo(e))
            {
                reporter.Error?.Invoke(IoErrors.Wrap(e, seen.File.Path));
                if (files.Count == 0)
                    return null;
            }
        }

        return files.All(file => file.IsOriginal) ? null : new SimilarGroup { Hothash = files[0].Hothash, Files = [.. files] };
    }
}
