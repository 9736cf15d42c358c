using NetVips;

namespace ImaLink.SamplePhotos;

/// <summary>Many distinct photos, quickly: for benchmarks, and for tests that kill an import half-way.</summary>
public static class BulkPhotos
{
    private const int PerFolder = 1000;

    /// <summary>Photos of about a kilobyte: valid JPEGs of 16 by 16 pixels with EXIF, no two with the same image data.</summary>
    public static void Tiny(string folder, int count) => Parallel.For(0, (count + PerFolder - 1) / PerFolder, part =>
    {
        string place = Path.Combine(folder, $"{part + 100}CANON");
        Directory.CreateDirectory(place);
        for (int i = part * PerFolder; i < Math.Min(count, (part + 1) * PerFolder); i++)
            File.WriteAllBytes(Path.Combine(place, $"IMG_{i:00000}.jpg"), Facts(i).InsertInto(TinyJpeg.Encode((uint)i)));
    });

    /// <summary>Photos of 2 to 4 MB of real size and noise, distinct in their pixels, about so many megabytes in all.</summary>
    public static void Large(string folder, int megabytes)
    {
        Directory.CreateDirectory(folder);
        byte[] jpeg = Noise(3000, 2000);
        var intervals = Intervals(jpeg);
        long left = megabytes * 1_000_000L;
        for (int i = 0; left > 0; i++)
        {
            byte[] photo = Facts(i).InsertInto(Distinct(jpeg, intervals, i));
            File.WriteAllBytes(Path.Combine(folder, $"IMG_{i:00000}.jpg"), photo);
            left -= photo.Length;
        }
    }

    /// <summary>So many photos of so many pixels, distinct in their pixels.</summary>
    public static void Large(string folder, int count, int width, int height)
    {
        Directory.CreateDirectory(folder);
        byte[] jpeg = Noise(width, height);
        var intervals = Intervals(jpeg);
        for (int i = 0; i < count; i++)
            File.WriteAllBytes(Path.Combine(folder, $"IMG_{i:00000}.jpg"), Facts(i).InsertInto(Distinct(jpeg, intervals, i)));
    }

    /// <summary>So many photos, each with the preview for screens behind it that cameras write (CIPA DC-007).</summary>
    public static void LargeWithPreview(string folder, int count, int width, int height)
    {
        Directory.CreateDirectory(folder);
        byte[] jpeg = Noise(width, height);
        using var small = Image.ThumbnailBuffer(jpeg, 1620);
        byte[] preview = small.JpegsaveBuffer(q: 85, keep: Enums.ForeignKeep.None);
        var intervals = Intervals(jpeg);
        for (int i = 0; i < count; i++)
            File.WriteAllBytes(Path.Combine(folder, $"IMG_{i:00000}.jpg"), WithPreview(Facts(i).Segment(), Distinct(jpeg, intervals, i), preview));
    }

    // Behind the first marker EXIF, then the list of both pictures; their offsets count from the header of its structure.
    private static byte[] WithPreview(byte[] exif, byte[] jpeg, byte[] preview)
    {
        const int Structure = 58;
        byte[] structure = new byte[Structure];
        "II*\0"u8.CopyTo(structure);
        Write(4, 8, 4);
        Write(8, 1, 2);
        Write(10, 0xB002, 2);
        Write(12, 7, 2);
        Write(14, 32, 4);
        Write(18, 26, 4);
        Write(26, 0x030000, 4);
        Write(42, 0x010002, 4);
        Write(46, preview.Length, 4);
        Write(50, Structure + jpeg.Length - 2, 4);
        return [0xFF, 0xD8, .. exif, 0xFF, 0xE2, 0, 2 + 4 + Structure, .. "MPF\0"u8, .. structure, .. jpeg[2..], .. preview];

        void Write(int at, int value, int size)
        {
            for (int i = 0; i < size; i++)
                structure[at + i] = (byte)(value >> (8 * i));
        }
    }

    private static Exif Facts(int number) => new()
    {
        Make = "Canon",
        Model = "Canon EOS R6",
        TakenAt = new DateTime(2024, 1, 1, 8, 0, 0).AddSeconds(number * 37L),
        Lens = "RF24-105mm F4 L IS USM",
        Iso = (ushort)(100 << (number % 5)),
        ExposureTime = (1, 250),
        Aperture = 8,
        FocalLength = 35,
    };

    private static byte[] Noise(int width, int height)
    {
        using var noise = Image.Gaussnoise(width, height, sigma: 18, mean: 128, seed: 1);
        using var shade = Image.Identity().Resize(width / 256.0, vscale: height);
        using var mixed = (noise + shade * 0.3 - 32).Cast(Enums.BandFormat.Uchar);
        using var picture = mixed.Bandjoin(mixed, mixed).Copy(interpretation: Enums.Interpretation.Srgb);
        return picture.JpegsaveBuffer(q: 88, keep: Enums.ForeignKeep.None, restartInterval: 64);
    }

    /// <summary>
    /// Where the restart intervals of a JPEG begin, each behind its marker. Each stands for itself, so two of them can
    /// change places, if their markers have the same number: other pixels, at no cost, and still a valid file.
    /// </summary>
    private static List<int> Intervals(byte[] jpeg)
    {
        List<int> starts = [];
        for (int i = jpeg.AsSpan().IndexOf([(byte)0xFF, (byte)0xDA]); i < jpeg.Length - 1; i++)
        {
            if (jpeg[i] == 0xFF && jpeg[i + 1] is >= 0xD0 and <= 0xD7 or 0xD9)
                starts.Add(i + 2);
        }
        return starts;
    }

    private static byte[] Distinct(byte[] jpeg, List<int> starts, int number)
    {
        // Every pair of the intervals whose markers are equal, one pair per number.
        int perMarker = (starts.Count - 1) / 8, marker = number % 8, pair = number / 8 % (perMarker * (perMarker - 1) / 2), first = 0;
        while (pair >= perMarker - 1 - first)
            pair -= perMarker - 1 - first++;
        int a = marker + 8 * first, b = marker + 8 * (first + 1 + pair);
        Range one = starts[a]..(starts[a + 1] - 2), other = starts[b]..(starts[b + 1] - 2);
        return [.. jpeg[..one.Start], .. jpeg[other], .. jpeg[one.End..other.Start], .. jpeg[one], .. jpeg[other.End..]];
    }
}
