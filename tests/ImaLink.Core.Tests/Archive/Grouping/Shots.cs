using ImaLink.Archive.Grouping;
using ImaLink.Index;
using ImaLink.Media.Formats;
using ImaLink.Media.Relatives;

namespace ImaLink.Tests.Archive.Grouping;

/// <summary>Files of shots as the grouping sees them.</summary>
internal static class Shots
{
    /// <summary>A file: <c>folder/IMG_1.JPG</c>, when it was taken, and what else it states.</summary>
    internal static ShotFile File(string path, string? taken = null, string source = "EXIF:DateTimeOriginal", string? model = "Canon EOS R6", string? zone = null,
        string? content = null, string? burst = null, string? modified = null, int width = 6000, int height = 4000, bool scan = false, long image = 0, long storage = 1)
    {
        string folder = Path.GetDirectoryName(path)!.Replace('\\', '/'), name = Path.GetFileName(path);
        MediaKind kind = FormatTable.All.FirstOrDefault(format => format.Extensions.Contains(Path.GetExtension(name).TrimStart('.').ToLowerInvariant()))?.Kind
            ?? (name.EndsWith(".MP", StringComparison.Ordinal) ? MediaKind.Video : MediaKind.Photo);
        return new()
        {
            Image = image, Folder = (storage, folder), Name = ShotName.Of(name), Kind = kind,
            Taken = kind == MediaKind.Video && source == "EXIF:DateTimeOriginal" ? CaptureTime.Parse(taken, "QuickTime:CreateDate") : CaptureTime.Parse(taken, source),
            TimeZone = zone, Modified = IndexTime.ParseUtc(modified), Model = model, Width = width, Height = height, HasExposure = !scan && kind != MediaKind.Video,
            ContentIdentifier = content, BurstId = burst,
        };
    }

    /// <summary>An image that nothing is said of, by number; their own UUIDs are in the order of the numbers.</summary>
    internal static ShotImage Image(long id, long? own = null) => new() { Id = id, Own = Uuid(own ?? id) };

    internal static Guid Uuid(long number) => new($"{number:x8}-0000-8000-8000-000000000000");
}
