using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace ImaLink.SamplePhotos;

/// <summary>The facts that a sample photo states, and how they are written into a JPEG.</summary>
public sealed record Exif
{
    public required string Make { get; init; }

    public required string Model { get; init; }

    public required DateTime TakenAt { get; init; }

    public TimeSpan? Offset { get; init; }

    public ushort Orientation { get; init; } = 1;

    public string? Lens { get; init; }

    public ushort? Iso { get; init; }

    /// <summary>As a fraction: 1/250 s is (1, 250).</summary>
    public (uint Numerator, uint Denominator)? ExposureTime { get; init; }

    public double? Aperture { get; init; }

    public double? FocalLength { get; init; }

    /// <summary>Degrees, north and east positive, and metres.</summary>
    public (double Latitude, double Longitude, double Altitude)? Gps { get; init; }

    /// <summary>The whole JPEG with these facts in an APP1 segment right behind its first marker.</summary>
    public byte[] InsertInto(ReadOnlySpan<byte> jpeg)
    {
        byte[] segment = Segment();
        byte[] result = new byte[jpeg.Length + segment.Length];
        jpeg[..2].CopyTo(result);
        segment.CopyTo(result.AsSpan(2));
        jpeg[2..].CopyTo(result.AsSpan(2 + segment.Length));
        return result;
    }

    /// <summary>The APP1 segment: marker, length, "Exif", and a little-endian TIFF structure.</summary>
    public byte[] Segment()
    {
        string time = TakenAt.ToString("yyyy':'MM':'dd HH':'mm':'ss", CultureInfo.InvariantCulture);
        var photo = new Directory();
        if (ExposureTime is { } exposure)
            photo.Rational(0x829A, exposure);
        if (Aperture is { } aperture)
            photo.Rational(0x829D, ((uint)Math.Round(aperture * 10), 10));
        if (Iso is { } iso)
            photo.Short(0x8827, iso);
        photo.Bytes(0x9000, 7, "0232"u8.ToArray());
        photo.Text(0x9003, time);
        photo.Text(0x9004, time);
        if (Offset is { } offset)
            photo.Text(0x9011, (offset < TimeSpan.Zero ? "-" : "+") + offset.ToString("hh':'mm", CultureInfo.InvariantCulture));
        if (TakenAt.Millisecond > 0)
            photo.Text(0x9291, TakenAt.Millisecond.ToString("000", CultureInfo.InvariantCulture));
        if (FocalLength is { } focal)
            photo.Rational(0x920A, ((uint)Math.Round(focal * 10), 10));
        if (Lens is not null)
            photo.Text(0xA434, Lens);

        var main = new Directory();
        main.Text(0x010F, Make);
        main.Text(0x0110, Model);
        main.Short(0x0112, Orientation);
        main.Text(0x0132, time);
        main.Child(0x8769, photo);
        if (Gps is { } gps)
            main.Child(0x8825, Location(gps));

        byte[] tiff = [.. "II*\0"u8, 8, 0, 0, 0, .. main.Write(8)];
        byte[] segment = [0xFF, 0xE1, 0, 0, .. "Exif\0\0"u8, .. tiff];
        BinaryPrimitives.WriteUInt16BigEndian(segment.AsSpan(2), (ushort)(segment.Length - 2));
        return segment;
    }

    private static Directory Location((double Latitude, double Longitude, double Altitude) gps)
    {
        var location = new Directory();
        location.Bytes(0, 1, [2, 3, 0, 0]);
        location.Text(1, gps.Latitude < 0 ? "S" : "N");
        location.Rational(2, Degrees(gps.Latitude));
        location.Text(3, gps.Longitude < 0 ? "W" : "E");
        location.Rational(4, Degrees(gps.Longitude));
        location.Bytes(5, 1, [(byte)(gps.Altitude < 0 ? 1 : 0)]);
        location.Rational(6, ((uint)Math.Round(Math.Abs(gps.Altitude) * 10), 10));
        return location;
    }

    private static (uint, uint)[] Degrees(double value)
    {
        double rest = Math.Abs(value);
        uint degrees = (uint)rest, minutes = (uint)((rest - degrees) * 60);
        return [(degrees, 1), (minutes, 1), ((uint)Math.Round(((rest - degrees) * 60 - minutes) * 60 * 1000), 1000)];
    }

    /// <summary>One TIFF directory. Entries have to be added in the order of their tags.</summary>
    private sealed class Directory
    {
        private readonly List<(ushort Tag, ushort Type, int Count, byte[] Value, Directory? Child)> _entries = [];

        public void Text(ushort tag, string text)
        {
            byte[] value = [.. Encoding.UTF8.GetBytes(text), 0];
            _entries.Add((tag, 2, value.Length, value, null));
        }

        public void Short(ushort tag, ushort value) => _entries.Add((tag, 3, 1, [(byte)value, (byte)(value >> 8)], null));

        public void Bytes(ushort tag, ushort type, byte[] value) => _entries.Add((tag, type, value.Length, value, null));

        public void Rational(ushort tag, params (uint Numerator, uint Denominator)[] values)
        {
            byte[] bytes = new byte[values.Length * 8];
            for (int i = 0; i < values.Length; i++)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(i * 8), values[i].Numerator);
                BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(i * 8 + 4), values[i].Denominator);
            }
            _entries.Add((tag, 5, values.Length, bytes, null));
        }

        public void Child(ushort tag, Directory child) => _entries.Add((tag, 4, 1, new byte[4], child));

        /// <summary>The directory and what belongs to it, for a place <paramref name="start"/> bytes into the structure.</summary>
        public byte[] Write(int start)
        {
            byte[] table = new byte[2 + _entries.Count * 12 + 4];
            BinaryPrimitives.WriteUInt16LittleEndian(table, (ushort)_entries.Count);
            List<byte> beyond = [];
            for (int i = 0; i < _entries.Count; i++)
            {
                var (tag, type, count, value, child) = _entries[i];
                var entry = table.AsSpan(2 + i * 12, 12);
                BinaryPrimitives.WriteUInt16LittleEndian(entry, tag);
                BinaryPrimitives.WriteUInt16LittleEndian(entry[2..], type);
                BinaryPrimitives.WriteInt32LittleEndian(entry[4..], count);
                int place = start + table.Length + beyond.Count;
                if (child is null && value.Length <= 4)
                {
                    value.CopyTo(entry[8..]);
                    continue;
                }
                BinaryPrimitives.WriteInt32LittleEndian(entry[8..], place);
                beyond.AddRange(child?.Write(place) ?? value);
                if (beyond.Count % 2 != 0)
                    beyond.Add(0);
            }
            return [.. table, .. beyond];
        }
    }
}
