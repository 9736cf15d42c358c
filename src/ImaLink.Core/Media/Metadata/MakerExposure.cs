using System.Buffers.Binary;
using ImaLink.Media.Containers;

namespace ImaLink.Media.Metadata;

/// <summary>
/// ISO, aperture and exposure time where a camera wrote them into its own notes alone: Nikon up to the D100, Minolta, Kodak, Casio and the first of
/// Pentax. What EXIF states counts first. Places and conversions are those of ExifTool's tables of the same names.
/// </summary>
internal static class MakerExposure
{
    private const int MaxNote = 128;
    private const ushort NikonIso = 0x0002;
    private const ushort CasioIso = 0x0014;
    private const ushort MinoltaSettings = 0x0003;
    private const ushort OldMinoltaSettings = 0x0001;

    public static ImageFacts Complete(TiffTree tree, TiffEntry note, ImageFacts facts) =>
        facts is { Iso: not null, Aperture: not null, ExposureTime: not null } ? facts : facts.Or(Read(tree, note, facts.CameraMake ?? "", facts.CameraModel ?? ""));

    private static ImageFacts Read(TiffTree tree, TiffEntry note, string make, string model)
    {
        var bytes = tree.Data.Slice(note.Position, note.Count).ToArray(MaxNote);
        var start = bytes.AsSpan();
        if (start.StartsWith("Nikon\0\u0002"u8))
        {
            // A structure of its own, in a byte order of its own.
            const int header = 10;
            return TiffTree.Read(tree.Data.Slice(note.Position + header, note.Count - header), []) is { } own
                ? Iso(own, own.Ifds.FirstOrDefault(), NikonIso, 1) : new();
        }

        if (start.StartsWith("Nikon\0"u8))
            return new(); // the first Coolpix, which have another numbering
        if (make.StartsWith("NIKON", StringComparison.OrdinalIgnoreCase))
            return Iso(tree, tree.ReadMaker(note.Position, 0), NikonIso, 1);
        if (start.StartsWith("QVC\0"u8) || start.StartsWith("DCI\0"u8))
            return CodedIso(tree, tree.ReadMaker(note.Position + 6, 0));
        if (make.StartsWith("CASIO", StringComparison.Ordinal) || (make.StartsWith("Asahi", StringComparison.Ordinal) && !start.StartsWith("AOC\0"u8)))
            return Iso(tree, tree.ReadMaker(note.Position, 0), CasioIso, 0);
        if (IsMinolta(make) && !start.StartsWith("MLY0"u8) && !start.StartsWith("MINOL"u8) && !start.StartsWith("CAMER"u8))
            return Minolta(tree, tree.ReadMaker(note.Position, 0));
        return Kodak(bytes, make, model);
    }

    private static bool IsMinolta(string make) =>
        make.StartsWith("Minolta", StringComparison.OrdinalIgnoreCase) || make.StartsWith("Konica Minolta", StringComparison.OrdinalIgnoreCase);

    private static ImageFacts Iso(TiffTree tree, Ifd? ifd, ushort tag, int index) =>
        ifd?.Find(tag) is { Type: TiffType.Short } entry && tree.TryGetInteger(entry, index, out var iso) && iso > 0 ? new() { Iso = (int)iso } : new();

    private static ImageFacts CodedIso(TiffTree tree, Ifd? ifd) => new()
    {
        Iso = Iso(tree, ifd, CasioIso, 0).Iso switch { 3 => 50, 4 => 64, 6 => 100, 9 => 200, _ => null },
    };

    /// <summary>A table of numbers in eighths and sixteenths of a stop, whatever the byte order of the file.</summary>
    private static ImageFacts Minolta(TiffTree tree, Ifd? ifd)
    {
        if ((ifd?.Find(MinoltaSettings) ?? ifd?.Find(OldMinoltaSettings)) is not { } entry)
            return new();
        var table = tree.Data.Slice(entry.Position, entry.Count).ToArray(MaxNote);
        return new()
        {
            Iso = Stops(8) is { } iso ? (int)(Math.Pow(2, (iso - 48) / 8) * 100 + 0.5) : null,
            ExposureTime = Stops(9) is { } time ? Math.Pow(2, (48 - time) / 8) : null,
            Aperture = Stops(10) is { } aperture ? Math.Pow(2, (aperture - 8) / 16) : null,
        };

        // More than these is no camera's, and 0 is unknown.
        double? Stops(int index) =>
            table.Length >= index * 4 + 4 && BinaryPrimitives.ReadUInt32BigEndian(table.AsSpan(index * 4)) is > 0 and < 256 and var stops ? stops : null;
    }

    /// <summary>Tables of bytes at fixed places, which changed from camera to camera.</summary>
    private static ImageFacts Kodak(byte[] note, string make, string model)
    {
        var start = note.AsSpan();
        if (start.Length > 25 && start.StartsWith("IIII"u8) && start[4] is 2 or 3 && start[5] == 0 && char.IsAsciiDigit((char)start[20]) && start[24] == '/')
        {
            var hundredths = make.Contains("Kodak", StringComparison.OrdinalIgnoreCase);
            return Table(note, isBig: false, iso: 0x34, aperture: 0x0C, time: 0x10, apertureUnits: hundredths ? 100 : 10, timeUnits: 1e6);
        }

        if (!make.StartsWith("EASTMAN KODAK", StringComparison.Ordinal))
            return new();
        if (start.StartsWith("KDK"u8))
            return Table(note, isBig: start.StartsWith("KDK INFO"u8), iso: 8 + 0x60, aperture: 8 + 0x1E, time: 8 + 0x20);
        if (start.StartsWith("MM"u8) || start.StartsWith("II"u8) || start.StartsWith("AOC"u8))
            return new();
        if (start.Length > 12 && start[12] == 7)
            return Table(note, isBig: true, iso: 0x4E, aperture: 0x3C, time: 0x38);
        if (Array.Exists(["CX4200", "CX4230", "CX4300", "CX4310", "CX6200", "CX6230"], name => model.Contains(name, StringComparison.Ordinal)))
            return Table(note, isBig: true, iso: 0x1E, aperture: 0x1C, time: 0x14);
        return model.Contains("DX3215", StringComparison.Ordinal) || model.Contains("DX3700", StringComparison.Ordinal)
            ? Table(note, isBig: model.Contains("DX3215", StringComparison.Ordinal), iso: 0x1A, aperture: 0x18, time: 0x10) : new();
    }

    private static ImageFacts Table(byte[] note, bool isBig, int iso, int aperture, int time, double apertureUnits = 100, double timeUnits = 1e5)
    {
        var order = new TiffHeader { LittleEndian = !isBig };
        return new()
        {
            Iso = note.Length >= iso + 2 && order.UInt16(note.AsSpan(iso)) is > 0 and var speed ? speed : null,
            Aperture = note.Length >= aperture + 2 && order.UInt16(note.AsSpan(aperture)) is > 0 and var number ? number / apertureUnits : null,
            ExposureTime = note.Length >= time + 4 && order.UInt32(note.AsSpan(time)) is > 0 and var units ? units / timeUnits : null,
        };
    }
}
