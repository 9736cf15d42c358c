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
        byte[] jpeg = Noise();
        var intervals = Intervals(jpeg);
        long left = megabytes * 1_000_000L;
        for (int i = 0; left > 0; i++)
        {
            byte[] photo = Facts(i).InsertInto(Distinct(jpeg, intervals, i));
            File.WriteAllBytes(Path.Combine(folder, $"IMG_{i:00000}.jpg"), photo);
            left -= photo.Length;
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

    private static byte[] Noise()
    {
        using var noise = Image.Gaussnoise(3000, 2000, sigma: 18, mean: 128, seed: 1);
        using var shade = Image.Identity().Resize(3000.0 / 256, vscale: 2000);
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
