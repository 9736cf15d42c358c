using System.Globalization;
using ImaLink.SamplePhotos;
using ImaLink.Tests.Media.Metadata;
using static ImaLink.Tests.Media.Formats.Vectors;

namespace ImaLink.Tests.Photos;

/// <summary>A file as cameras, phones, scanners and programs write it: of a few bytes, in the container that its name asks for, with what it states of its shot.</summary>
/// <param name="Path">Where it lies on the card.</param>
/// <param name="Taken">When it was taken, as it states that, a film in UTC; null where it states nothing.</param>
internal sealed record ShotSample(string Path, string? Taken = null)
{
    private static readonly DateTime FilmEpoch = new(1904, 1, 1);

    private static readonly byte[] CanonId = [0x85, 0xC0, 0xB6, 0x87, 0x82, 0x0F, 0x11, 0xE0, 0x81, 0x11, 0xF4, 0xCE, 0x46, 0x2B, 0x6A, 0x48];

    /// <summary>The model that it names; null where it names none.</summary>
    public string? Camera { get; init; } = "Canon EOS R6";

    /// <summary>How far its clock was from UTC.</summary>
    public string? Offset { get; init; }

    /// <summary>What both halves of a live photo call themselves.</summary>
    public string? Live { get; init; }

    /// <summary>What all pictures of a burst call themselves.</summary>
    public string? Burst { get; init; }

    /// <summary>Whether it is by a scanner, which says when it scanned, and no exposure.</summary>
    public bool IsScan { get; init; }

    /// <summary>When it was written, if that matters.</summary>
    public DateTime? Modified { get; init; }

    private DateTime? At => Taken is null ? null : DateTime.Parse(Taken, CultureInfo.InvariantCulture, DateTimeStyles.None);

    /// <summary>The file, with the picture of this number.</summary>
    public byte[] Encode(int number) => System.IO.Path.GetExtension(Path).ToLowerInvariant() switch
    {
        ".heic" => Join(ContainerSamples.Heic(Exif().Build()), Box("free", Big(number))),
        ".cr3" => Join(Box("ftyp", Text("crx "), Big(1)), Box("moov", Box("uuid", CanonId, Box("CMT1", Main().Build()), Box("CMT2", Details().Build()))), Box("mdat", Big(number))),
        ".dng" => Exif().Raw(0xC612, 1, 4, [1, 4, 0, 0]).Build(Big(number)),
        ".tif" => Exif().Build(Big(number)),
        ".mov" or ".mp4" => Film(number),
        ".png" => Png(Chunk("IDAT", Big(number))),
        _ => Jpeg(TinyJpeg.Encode((uint)number)),
    };

    private byte[] Film(int number)
    {
        int seconds = At is { } at ? unchecked((int)(uint)(at - FilmEpoch).TotalSeconds) : 0;
        byte[] header = FullBox("mvhd", 0, Big(seconds, seconds, 1000, 1000, 0x10000), new byte[76]);
        byte[] keys = Live is null ? [] : ContainerSamples.Keys(("com.apple.quicktime.content.identifier", Live));
        return Join(Box("ftyp", Text("qt  "), Big(0)), Box("moov", header, keys), Box("mdat", Big(number)));
    }

    private byte[] Jpeg(byte[] picture) =>
        At is null && Camera is null ? picture : Join(picture[..2], Segment(0xE1, Join(Text("Exif\0\0"), Exif().Build())), picture[2..]);

    private TiffBuilder Exif() => Main().Pointer(0x8769, Details());

    private TiffBuilder Main()
    {
        TiffBuilder main = new TiffBuilder().Short(0x0100, 16).Short(0x0101, 16);
        return Camera is null ? main : main.Ascii(0x010F, Camera.Split(' ')[0]).Ascii(0x0110, Camera);
    }

    private TiffBuilder Details()
    {
        var details = new TiffBuilder();
        if (!IsScan)
            details.Short(0x8827, 200);
        if (At is { } at)
            details.Ascii((ushort)(IsScan ? 0x9004 : 0x9003), at.ToString("yyyy':'MM':'dd HH':'mm':'ss", CultureInfo.InvariantCulture));
        if (Offset is not null)
            details.Ascii(0x9011, Offset);
        if ((Live ?? Burst) is not null)
        {
            byte[] notes = RelativeFactsTests.Notes(live: Live, burst: Burst);
            details.Raw(0x927C, 7, (uint)notes.Length, notes);
        }

        return At is { Millisecond: > 0 } fraction ? details.Ascii((ushort)(IsScan ? 0x9292 : 0x9291), fraction.Millisecond.ToString("000", CultureInfo.InvariantCulture)) : details;
    }
}
