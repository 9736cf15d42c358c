using System.Buffers.Binary;
using System.Text.RegularExpressions;

namespace ImaLink.Media.Metadata;

/// <summary>
/// Exposure, ISO and focal length as Canon's tables of 16-bit numbers have them; the tables are the same in the notes
/// of a JPEG and in the records of a CRW.
/// </summary>
internal static partial class CanonExposure
{
    private const int CameraIso = 16;
    private const int FocalUnits = 25;
    private const int AutoIso = 1;
    private const int BaseIso = 2;
    private const int FNumber = 21;
    private const int ExposureTime = 22;

    /// <summary>Facts out of the tables ShotInfo, CameraSettings and FocalLength.</summary>
    public static ImageFacts Read(byte[] shot, byte[] settings, byte[] focal, string? model)
    {
        var units = Number(settings, FocalUnits) is > 0 and var perMillimetre ? perMillimetre : 1.0;
        // These count the exposure time in units of 1/32 second.
        var factor = model is not null && OddTimes().IsMatch(model) ? 1000.0 / 32 : 1;
        return new()
        {
            Iso = ReadIso(Number(settings, CameraIso), Number(shot, AutoIso), Number(shot, BaseIso)),
            Aperture = Number(shot, FNumber) is { } stop and not 0 ? Math.Pow(2, ToStops(stop) / 2) : null,
            ExposureTime = Number(shot, ExposureTime) is { } time ? Math.Pow(2, -ToStops(time)) * factor : null,
            FocalLength = Number(focal, 1) is { } length and not 0 ? (ushort)length / units : null,
        };
    }

    /// <summary>The ISO that was set, or, where the camera chose it, what it made of that.</summary>
    public static int? ReadIso(long? set, long? auto, long? basis)
    {
        var stated = set switch
        {
            null or 0x7fff => null,
            >= 0x4000 and var flagged => flagged & 0x3fff,
            >= 16 and <= 20 and var code => 50L << (int)(code - 16),
            _ => (long?)null,
        };
        if (stated > 0)
            return (int)stated;
        // Both count in 1/32 of a stop.
        if (auto is not { } first || basis is not ({ } second and not 0))
            return null;
        var iso = Math.Pow(2, (first + second) / 32.0) * 100 / 32;
        return iso is >= 1 and < 10_000_000 ? (int)Math.Round(iso) : null;
    }

    /// <summary>Stops in 1/32, where 12 and 20 stand for a third and two thirds.</summary>
    private static double ToStops(long value)
    {
        var (sign, size) = (Math.Sign(value), Math.Abs(value));
        var fraction = (size & 0x1f) switch
        {
            0x0c => 0x20 / 3.0,
            0x14 => 0x40 / 3.0,
            var other => other,
        };
        return sign * ((size & ~0x1fL) + fraction) / 0x20;
    }

    private static long? Number(byte[] table, int index) =>
        table.Length >= index * 2 + 2 ? BinaryPrimitives.ReadInt16LittleEndian(table.AsSpan(index * 2)) : null;

    [GeneratedRegex(@"\b(20D|350D|REBEL XT|Kiss Digital N)\b")]
    private static partial Regex OddTimes();
}
