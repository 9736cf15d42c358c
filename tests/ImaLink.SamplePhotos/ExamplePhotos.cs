namespace ImaLink.SamplePhotos;

/// <summary>The six photos of examples/photos, the same bytes every time (with the same libvips).</summary>
public static class ExamplePhotos
{
    private static readonly Colour Blue = new(70, 130, 200), Pale = new(214, 230, 240), White = new(255, 252, 240),
        Orange = new(250, 170, 95), Rose = new(238, 150, 140), Violet = new(62, 52, 110), Yellow = new(255, 236, 170),
        Green = new(74, 122, 70), Dark = new(24, 48, 36), Slate = new(84, 108, 130), Ink = new(22, 26, 44), Sand = new(196, 160, 110);

    /// <summary>Writes them into a folder, replacing what it wrote there before.</summary>
    public static void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var (name, landscape, exif) in All())
        {
            byte[] photo = exif.InsertInto(landscape.Jpeg(quality: 80, exif.Orientation));
            File.WriteAllBytes(Path.Combine(folder, name), photo);
            if (name == "IMG_2041.jpg")
                File.WriteAllBytes(Path.Combine(folder, "Lake copy.jpg"), photo); // the duplicate: same bytes, other name
        }
    }

    private static IEnumerable<(string Name, Landscape Landscape, Exif Exif)> All()
    {
        yield return ("IMG_2041.jpg", new(960, 640, Blue, Pale, White, Slate, Green, 7), new()
        {
            Make = "Canon",
            Model = "Canon EOS R6",
            TakenAt = new(2024, 6, 14, 9, 32, 18),
            Offset = TimeSpan.FromHours(2),
            Lens = "RF24-105mm F4 L IS USM",
            Iso = 100,
            ExposureTime = (1, 500),
            Aperture = 8,
            FocalLength = 35,
            Gps = (45.9869, 9.2572, 201),
        });
        yield return ("IMG_2058.jpg", new(960, 640, Violet, Orange, Yellow, Rose, Ink, 21), new()
        {
            Make = "Canon",
            Model = "Canon EOS R6",
            TakenAt = new(2024, 6, 14, 21, 4, 51),
            Offset = TimeSpan.FromHours(2),
            Lens = "RF24-105mm F4 L IS USM",
            Iso = 400,
            ExposureTime = (1, 60),
            Aperture = 5.6,
            FocalLength = 70,
        });
        yield return ("DSC_0107.jpg", new(536, 800, Pale, White, White, Pale, Slate, 33), new()
        {
            // Held upright: the pixels lie on their side.
            Make = "NIKON CORPORATION",
            Model = "NIKON Z 6_2",
            TakenAt = new(2023, 12, 27, 11, 15, 3, 420),
            Orientation = 6,
            Lens = "NIKKOR Z 24-70mm f/4 S",
            Iso = 200,
            ExposureTime = (1, 1000),
            Aperture = 11,
            FocalLength = 24,
        });
        yield return ("DSC_0112.jpg", new(720, 720, Blue, Rose, Yellow, Violet, Dark, 40), new()
        {
            Make = "NIKON CORPORATION",
            Model = "NIKON Z 6_2",
            TakenAt = new(2023, 12, 27, 16, 41, 39, 80),
            Orientation = 3,
            Lens = "NIKKOR Z 24-70mm f/4 S",
            Iso = 800,
            ExposureTime = (1, 125),
            Aperture = 4,
            FocalLength = 50,
        });
        yield return ("PXL_20250302_174455.jpg", new(640, 853, Slate, Sand, Yellow, Sand, Dark, 58), new()
        {
            Make = "Google",
            Model = "Pixel 8",
            TakenAt = new(2025, 3, 2, 17, 44, 55),
            Offset = TimeSpan.FromHours(1),
            Iso = 52,
            ExposureTime = (1, 240),
            Aperture = 1.7,
            FocalLength = 6.9,
        });
    }
}
