using System.Runtime.ExceptionServices;
using MetadataExtractor;
using MetadataExtractor.Formats.Exif;
using MetadataExtractor.Formats.QuickTime;
using MetadataExtractor.Formats.Xmp;
using Directory = MetadataExtractor.Directory;

namespace ImaLink.Metadata;

/// <summary>Facts of HEIF, video and other containers, as far as MetadataExtractor knows them.</summary>
internal static class ContainerFacts
{
    private const int Budget = 4 << 20;

    // MetadataExtractor descends into nested directories by recursion without a limit, and a stack overflow would
    // end the process: the stack is made large enough for whatever fits into the budget.
    private const int StackSize = 256 << 20;

    public static ImageFacts Read(Stream stream, List<string> warnings)
    {
        var guarded = new GuardedStream(stream, Budget);
        IReadOnlyList<Directory> directories = [];
        Exception? error = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    directories = ImageMetadataReader.ReadMetadata(guarded);
                }
                catch (Exception e)
                {
                    error = e;
                }
            },
            StackSize);
        thread.Start();
        thread.Join();

        if (guarded.Failure is { } failure)
            ExceptionDispatchInfo.Throw(failure);
        if (error is not null)
            warnings.Add($"The metadata could not be read: {error.Message}");
        return ToFacts(directories);
    }

    private static ImageFacts ToFacts(IReadOnlyList<Directory> directories)
    {
        var exif = directories.OfType<ExifDirectoryBase>().Where(d => d is not ExifThumbnailDirectory).ToArray();
        var (width, height) = ReadSize(directories);
        var facts = ReadTime(exif) with
        {
            Width = width,
            Height = height,
            Orientation = Number(exif, ExifDirectoryBase.TagOrientation) is >= 1 and <= 8 and var o ? (int)o : null,
            CameraMake = Text(exif, ExifDirectoryBase.TagMake),
            CameraModel = Text(exif, ExifDirectoryBase.TagModel),
            LensModel = Text(exif, ExifDirectoryBase.TagLensModel),
            Iso = Number(exif, ExifDirectoryBase.TagIsoEquivalent) is > 0 and <= int.MaxValue and var iso
                ? (int)iso
                : null,
            Aperture = Positive(Number(exif, ExifDirectoryBase.TagFNumber)),
            ExposureTime = Positive(Number(exif, ExifDirectoryBase.TagExposureTime)),
            FocalLength = Positive(Number(exif, ExifDirectoryBase.TagFocalLength)),
        };
        facts = WithPosition(facts, directories.OfType<GpsDirectory>().FirstOrDefault());
        return facts.TakenAt is null ? facts with { TakenAt = ReadContainerTime(directories) } : facts;
    }

    private static ImageFacts ReadTime(ExifDirectoryBase[] exif)
    {
        if (FactDate.TryParse(Text(exif, ExifDirectoryBase.TagDateTimeOriginal), out var time, out var offset))
        {
            if (Text(exif, ExifDirectoryBase.TagSubsecondTimeOriginal) is { } digits)
                time = FactDate.WithSubSeconds(time, digits);
            if (FactDate.TryParseOffset(Text(exif, ExifDirectoryBase.TagTimeZoneOriginal), out var stated))
                offset = stated;
            return new() { TakenAt = time, TakenAtOffset = offset };
        }

        return FactDate.TryParse(Text(exif, ExifDirectoryBase.TagDateTimeDigitized), out time, out offset)
            ? new() { TakenAt = time, TakenAtOffset = offset }
            : new();
    }

    /// <summary>
    /// The creation date of a film. Recorders without a clock leave it at its epoch, 1904, or at 1970.
    /// </summary>
    private static DateTime? ReadContainerTime(IReadOnlyList<Directory> directories) =>
        directories.OfType<QuickTimeMovieHeaderDirectory>().FirstOrDefault() is { } movie
        && movie.TryGetDateTime(QuickTimeMovieHeaderDirectory.TagCreated, out var time)
        && time > new DateTime(1970, 1, 2)
            ? DateTime.SpecifyKind(time, DateTimeKind.Unspecified)
            : null;

    // The directories that describe containers have no common base, but all name these two alike.
    private static (int? Width, int? Height) ReadSize(IReadOnlyList<Directory> directories)
    {
        foreach (var directory in directories)
        {
            if (directory is ExifDirectoryBase or XmpDirectory)
                continue;
            var width = Named(directory, "Image Width", "Width");
            var height = Named(directory, "Image Height", "Height");
            if (width > 0 && height > 0)
                return (width, height);
        }

        return (null, null);
    }

    private static int? Named(Directory directory, string name, string alternative)
    {
        foreach (var tag in directory.Tags)
        {
            if ((tag.Name == name || tag.Name == alternative) && directory.TryGetInt32(tag.Type, out var value))
                return value;
        }

        return null;
    }

    private static ImageFacts WithPosition(ImageFacts facts, GpsDirectory? gps)
    {
        if (gps is null)
            return facts;
        var place = gps.GetGeoLocation();
        var altitude = Number(gps, GpsDirectory.TagAltitude);
        var below = gps.TryGetInt32(GpsDirectory.TagAltitudeRef, out var side) && side == 1;
        return facts with
        {
            GpsLatitude = place is { Latitude: >= -90 and <= 90 } ? place.Latitude : null,
            GpsLongitude = place is { Longitude: >= -180 and <= 180 } ? place.Longitude : null,
            GpsAltitude = below ? -altitude : altitude,
        };
    }

    private static string? Text(ExifDirectoryBase[] directories, int tag)
    {
        var text = directories.LastOrDefault(d => d.ContainsTag(tag))?.GetString(tag);
        text = text?.Trim('\0', ' ', '\r', '\n', '\t');
        return string.IsNullOrEmpty(text) ? null : text;
    }

    private static double? Number(ExifDirectoryBase[] directories, int tag) =>
        directories.LastOrDefault(d => d.ContainsTag(tag)) is { } directory ? Number(directory, tag) : null;

    private static double? Number(Directory directory, int tag)
    {
        // Not TryGetDouble for a rational: it rounds to single precision on the way.
        double value;
        if (directory.GetObject(tag) is Rational rational)
            value = rational.ToDouble();
        else if (!directory.TryGetDouble(tag, out value))
            return null;
        return double.IsFinite(value) ? value : null;
    }

    private static double? Positive(double? value) => value > 0 ? value : null;
}
