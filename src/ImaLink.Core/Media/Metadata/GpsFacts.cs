using ImaLink.Media.Containers;

namespace ImaLink.Media.Metadata;

/// <summary>Position out of the GPS directory.</summary>
internal static class GpsFacts
{
    private const ushort LatitudeRef = 1;
    private const ushort Latitude = 2;
    private const ushort LongitudeRef = 3;
    private const ushort Longitude = 4;
    private const ushort AltitudeRef = 5;
    private const ushort Altitude = 6;

    public static ImageFacts Read(TiffTree tree, ImageFacts facts)
    {
        if (tree.Ifds.FindLast(ifd => ifd.Kind == IfdKind.Gps) is not { } gps)
            return facts;
        return Place.Add(
            facts, ReadDegrees(tree, gps, Latitude, LatitudeRef, 'N', 'S'), ReadDegrees(tree, gps, Longitude, LongitudeRef, 'E', 'W'),
            ReadAltitude(tree, gps));
    }

    private static double? ReadDegrees(TiffTree tree, Ifd gps, ushort tag, ushort refTag, char positive, char negative)
    {
        if (gps.Find(tag) is not { } entry || tree.GetNumber(entry) is not { } degrees
            || gps.Find(refTag) is not { } side || tree.GetText(side) is not { } text)
        {
            return null;
        }

        // Some phones write seconds as 0/0: the minutes are good all the same.
        degrees += (tree.GetNumber(entry, 1) ?? 0) / 60 + (tree.GetNumber(entry, 2) ?? 0) / 3600;
        var letter = char.ToUpperInvariant(text[0]);
        return letter == positive ? degrees : letter == negative ? -degrees : null;
    }

    private static double? ReadAltitude(TiffTree tree, Ifd gps)
    {
        if (gps.Find(Altitude) is not { } entry || tree.GetNumber(entry) is not { } metres)
            return null;
        // 1 is below sea level; EXIF 3.0 adds 3, below the ellipsoid.
        return gps.Find(AltitudeRef) is { } side && tree.GetNumber(side) is 1 or 3 ? -metres : metres;
    }
}
