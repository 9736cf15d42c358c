using ImaLink.Files;
using ImaLink.Media.Containers;
using ImaLink.Media.Formats;
using ImaLink.Media.Metadata;
using NetVips;

namespace ImaLink.Media.Previews;

/// <summary>
/// The preview of a film: a frame of it where ffmpeg is at hand, else the picture that its camera put beside it, else one that is drawn.
/// </summary>
internal static class FilmPreview
{
    private const int MaxBoxes = 1 << 12;
    private const int MaxUserData = 4 << 20;
    private const int LeastSide = 64;

    private static ReadOnlySpan<byte> JpegStart => [0xff, 0xd8, 0xff];

    public static byte[] Render(string path, FormatInfo format, CancellationToken token) => Render(path, format, FrameGrabber.Found, token);

    /// <summary>As the other, with what is to take the frame.</summary>
    internal static byte[] Render(string path, FormatInfo format, FrameGrabber? grabber, CancellationToken token)
    {
        Vips.Initialize();
        using var stream = FileReading.OpenStream(path);
        using var reader = new ByteReader(stream);
        var data = new ByteRange(reader);
        var facts = FactReader.Read(data, format.Name, []);
        var film = new FilmShape(facts, FilmDuration.Of(data));
        return Frame(path, format, film, grabber, token) ?? Embedded(data, film, path, token) ?? Drawn(film, token);
    }

    private static byte[]? Frame(string path, FormatInfo format, FilmShape film, FrameGrabber? grabber, CancellationToken token)
    {
        if (grabber?.Take(path, format.Name, film, token) is not { } png)
            return null;
        try
        {
            using var image = Image.NewFromBuffer(png);
            using var small = image.ThumbnailImage(PreviewRenderer.MaxSide, height: PreviewRenderer.MaxSide, size: Enums.Size.Down);
            return PreviewRenderer.Save(small, hasOwnColour: false, token);
        }
        catch (VipsException)
        {
            token.ThrowIfCancellationRequested();
            return null;
        }
    }

    /// <summary>The largest JPEG in the user data: cameras and phones keep it in boxes of their own names, programs as a cover.</summary>
    private static byte[]? Embedded(ByteRange data, FilmShape film, string path, CancellationToken token)
    {
        (byte[] Jpeg, JpegFrame Frame)? best = null;
        foreach (var part in UserData(data))
        {
            byte[] bytes = part.ToArray(MaxUserData);
            for (var at = 0; bytes.AsSpan(at).IndexOf(JpegStart) is >= 0 and var next; at += next + 3)
            {
                byte[] jpeg = bytes[(at + next)..];
                if (JpegFrame.Read(ByteRange.Of(jpeg)) is { IsLossless: false } frame && Math.Min(frame.Width, frame.Height) >= LeastSide
                    && (best is null || frame.Width > best.Value.Frame.Width))
                    best = (jpeg, frame);
            }
        }

        if (best is not { } found)
            return null;
        try
        {
            // It lies as the film is stored, or as it is shown.
            var isAcross = found.Frame.Width > found.Frame.Height != film.Width > film.Height;
            return PreviewRenderer.RenderJpeg(found.Jpeg, found.Frame, path, isAcross ? film.Orientation : 1, token);
        }
        catch (Exception e) when (e is VipsException or ImaLinkException)
        {
            token.ThrowIfCancellationRequested();
            return null;
        }
    }

    private static IEnumerable<ByteRange> UserData(ByteRange data)
    {
        Span<byte> start = stackalloc byte[8];
        if (!data.TryRead(0, start) || !IsoMediaFacts.IsIsoMedia(start))
            yield break;
        var position = 0L;
        for (var i = 0; i < MaxBoxes && Box.Read(data, position, data.Length) is { IsOpen: false } box; i++)
        {
            if (box.Is("moov"u8))
            {
                foreach (var part in Box.Below(data, box, "udta").Take(2))
                    yield return data.Slice(part.Start, part.End - part.Start);
            }

            position = box.End;
        }
    }

    private static byte[] Drawn(FilmShape film, CancellationToken token)
    {
        var (pixels, width, height) = DrawnFilm.Draw(film);
        using var grey = Image.NewFromMemory(pixels, width, height, bands: 1, Enums.BandFormat.Uchar);
        using var image = grey.Copy(interpretation: Enums.Interpretation.Bw);
        return PreviewRenderer.Save(image, hasOwnColour: false, token);
    }
}

/// <summary>A film as it is shown, and how long it is.</summary>
internal sealed record FilmShape(int Width, int Height, int Orientation, TimeSpan? Duration)
{
    public FilmShape(ImageFacts facts, TimeSpan? duration)
        : this(16, 9, facts.Orientation ?? 1, duration)
    {
        if (facts is { Width: > 0 and var width, Height: > 0 and var height })
            (Width, Height) = Orientation > 4 ? (height, width) : (width, height);
    }
}
