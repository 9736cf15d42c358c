namespace ImaLink;

/// <summary>Places on the globe, and the cells of 0.05 degrees that they are found by.</summary>
internal static class Geography
{
    private const double Radius = 6371.0088, PerDegree = 20;
    private const int CellsAround = 7200;

    /// <summary>How far two places are from each other, along the ground.</summary>
    internal static double DistanceKm(double latitude, double longitude, double toLatitude, double toLongitude)
    {
        double Half(double degrees) => Math.Pow(Math.Sin(double.DegreesToRadians(degrees) / 2), 2);
        double part = Half(toLatitude - latitude) + Math.Cos(double.DegreesToRadians(latitude)) * Math.Cos(double.DegreesToRadians(toLatitude)) * Half(toLongitude - longitude);
        return 2 * Radius * Math.Asin(Math.Min(1, Math.Sqrt(part)));
    }

    /// <summary>The cells of all places within a distance, and some more, as ranges.</summary>
    internal static List<(int First, int Last)> CellsNear(double latitude, double longitude, double km)
    {
        double high = double.RadiansToDegrees(km / Radius);
        (double south, double north) = (latitude - high, latitude + high);
        // The circle is widest nearer to the pole than at its middle; where it holds the pole it goes all around.
        double sine = Math.Sin(km / Radius) / Math.Cos(double.DegreesToRadians(latitude));
        bool isAllAround = south <= -90 || north >= 90 || sine >= 1 || high >= 90;
        double wide = isAllAround ? 180 : double.RadiansToDegrees(Math.Asin(sine));
        return Cells(south, isAllAround ? -180 : longitude - wide, north, isAllAround ? 180 : longitude + wide);
    }

    /// <summary>The cells of a rectangle, as ranges; its west may lie before the date line and its east behind it.</summary>
    internal static List<(int First, int Last)> Cells(double south, double west, double north, double east)
    {
        if (west < -180)
            return [.. Cells(south, west + 360, north, 180), .. Cells(south, -180, north, east)];
        if (east > 180)
            return [.. Cells(south, west, north, 180), .. Cells(south, -180, north, east - 360)];
        if (west > east)
            return [.. Cells(south, west, north, 180), .. Cells(south, -180, north, east)];
        static int Row(double degrees) => (int)Math.Floor((Math.Clamp(degrees, -90, 90) + 90) * PerDegree);
        static int Column(double degrees) => (int)Math.Floor((degrees + 180) * PerDegree);
        return [.. Enumerable.Range(Row(south), Row(north) - Row(south) + 1).Select(row => ((row * CellsAround) + Column(west), (row * CellsAround) + Column(east)))];
    }
}
