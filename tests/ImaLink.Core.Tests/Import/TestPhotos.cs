using ImaLink.SamplePhotos;

namespace ImaLink.Tests.Import;

/// <summary>Photos of half a kilobyte, told apart by a number.</summary>
internal static class TestPhotos
{
    private const int SofHeight = 2 + 69 + 5;

    /// <summary>The image with this number.</summary>
    public static byte[] Jpeg(int number, string camera = "Canon EOS R6", DateTime? takenAt = null) => new Exif
    {
        Make = camera.Split(' ')[0],
        Model = camera,
        TakenAt = takenAt ?? new DateTime(2024, 6, 14, 9, 0, 0).AddMinutes(number),
    }.InsertInto(TinyJpeg.Encode((uint)number));

    /// <summary>The image with this number, taken at a place.</summary>
    public static byte[] At(int number, double latitude, double longitude) => new Exif
    {
        Make = "Canon",
        Model = "Canon EOS R6",
        TakenAt = new DateTime(2024, 6, 14, 9, 0, 0),
        Gps = (latitude, longitude, 10),
    }.InsertInto(TinyJpeg.Encode((uint)number));

    /// <summary>The same image with other metadata.</summary>
    public static byte[] Variant(int number, string camera = "NIKON Z 6_2") => Jpeg(number, camera);

    /// <summary>The same scan with another height: what has the same hothash and is another image.</summary>
    public static byte[] Collision(int number)
    {
        byte[] jpeg = TinyJpeg.Encode((uint)number);
        jpeg[SofHeight + 1] = 24;
        return jpeg;
    }

    /// <summary>An image without any metadata.</summary>
    public static byte[] Bare(int number) => TinyJpeg.Encode((uint)number);

    /// <summary>A sidecar.</summary>
    public static byte[] Xmp(string text) => System.Text.Encoding.UTF8.GetBytes($"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{text}</x:xmpmeta>");
}
