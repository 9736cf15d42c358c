using ImaLink.Media.Formats;
using ImaLink.Media.Relatives;

namespace ImaLink.Archive.Grouping;

/// <summary>What the images of one shot are to each other: the developed, unaltered picture stands for it. Pure.</summary>
internal sealed class ShotRoles
{
    private readonly ILookup<long, ShotFile> _files;
    private readonly bool _hasStill;

    internal ShotRoles(List<ShotImage> images, ILookup<long, ShotFile> files)
    {
        _files = files;
        _hasStill = images.Exists(image => FileOf(image) is { Kind: not MediaKind.Video });
        Primary = images.OrderBy(image => FileOf(image) is { } file ? Rank(file) : int.MaxValue)
            .ThenByDescending(image => FileOf(image) is { } file ? (long)file.Width * file.Height : 0)
            .ThenBy(image => FileOf(image)?.Taken?.ToString(), StringComparer.Ordinal)
            .ThenBy(image => image.Own.ToString(), StringComparer.Ordinal).First();
    }

    /// <summary>The image that stands for the shot.</summary>
    internal ShotImage Primary { get; }

    /// <summary>What another image is; null where there is no word for it: a JPEG beside a HEIC.</summary>
    internal string? Of(ShotImage image) => FileOf(image) is { } file ? RoleOf(file) : null;

    private string? RoleOf(ShotFile file) => (file.Kind, file.Name.Mark) switch
    {
        (MediaKind.Video, _) => _hasStill ? PhotoRole.LiveVideo : null,
        (MediaKind.Raw, _) => PhotoRole.Raw,
        (_, ShotMark.ScanBack) => PhotoRole.Back,
        (_, ShotMark.ScanEnhanced or ShotMark.Enhanced) => PhotoRole.Enhanced,
        (_, ShotMark.Edited or ShotMark.Derived) => PhotoRole.Edited,
        (_, ShotMark.Burst or ShotMark.BurstCover) => PhotoRole.Burst,
        _ => IsOfPrimarysBurst(file) ? PhotoRole.Burst : null,
    };

    private bool IsOfPrimarysBurst(ShotFile file) =>
        file.BurstId is not null && FileOf(Primary) is { } primary && primary.Name.Shot != file.Name.Shot && string.Equals(primary.BurstId, file.BurstId, StringComparison.OrdinalIgnoreCase);

    private static int Rank(ShotFile file) => (file.Kind, file.Name.Mark) switch
    {
        (MediaKind.Photo, ShotMark.None or ShotMark.BurstCover) => 0,
        (MediaKind.Photo, ShotMark.Edited or ShotMark.Derived) => 1,
        (MediaKind.Photo, ShotMark.Enhanced or ShotMark.ScanEnhanced) => 2,
        (MediaKind.Photo, ShotMark.Burst) => 3,
        (MediaKind.Raw, _) => 4,
        (MediaKind.Photo, ShotMark.ScanBack) => 5,
        _ => 6,
    };

    /// <summary>The file that tells most plainly what an image is; the same in every catalog.</summary>
    private ShotFile? FileOf(ShotImage image) =>
        _files[image.Id].OrderBy(Rank).ThenBy(file => file.Name.Stem, StringComparer.Ordinal).ThenBy(file => file.Taken?.ToString(), StringComparer.Ordinal).FirstOrDefault();
}
