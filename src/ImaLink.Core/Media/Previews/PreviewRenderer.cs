using ImaLink.Files;
using ImaLink.Media.Containers;
using ImaLink.Media.Formats;
using ImaLink.Media.Metadata;
using NetVips;

namespace ImaLink.Media.Previews;

/// <summary>
/// Makes hotpreviews: the picture fitted into 256 x 256 pixels, never enlarged, upright, sRGB, JPEG of quality 80
/// without metadata.
/// </summary>
public static class PreviewRenderer
{
    /// <summary>Largest width and height of a hotpreview, in pixels.</summary>
    public const int MaxSide = 256;

    private const int Quality = 80;

    /// <summary>Makes the hotpreview of one file. Safe to call from several threads; each call uses one.</summary>
    /// <param name="path">Full path of the file.</param>
    /// <param name="format">ExifTool's FileType of its content ("JPEG", "NEF").</param>
    /// <param name="token">Stops the decoding.</param>
    /// <returns>The JPEG; null where nothing decodes the format and the file holds no preview of its own.</returns>
    /// <exception cref="ImaLinkException">
    /// <see cref="ErrorCode.PreviewFailed"/>: the image is damaged, of a kind that cannot be decoded, or too large to be decoded in bounded memory.
    /// </exception>
    /// <exception cref="IOException">The file could not be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="token"/> was cancelled.</exception>
    public static byte[]? Render(string path, string format, CancellationToken token)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(format);
        token.ThrowIfCancellationRequested();

        var known = FormatTable.Find(format);
        if (known is { Decoder: PictureDecoder.Film })
            return FilmPreview.Render(path, known, token);
        if (known is not null && (MagickDecoder.Decodes(known.Decoder) || (known.Decoder == PictureDecoder.Tiff && TiffKind.IsBeyondVips(path))))
            return RenderElsewhere(path, known, token);
        var isDecodable = known is { Decoder: PictureDecoder.Vips or PictureDecoder.Tiff or PictureDecoder.Avif };
        var embedded = FindEmbedded(path, format, isDecodable, out var frame, out var orientation);
        if (embedded is null && !isDecodable)
            return null;
        Vips.Initialize();
        try
        {
            if (embedded is not null && TryRenderEmbedded(path, embedded, frame, orientation, isDecodable, token) is { } preview)
                return preview;
            return frame is { } main ? RenderJpeg(path, main, orientation, token) : RenderFile(path, orientation, token);
        }
        catch (VipsException e)
        {
            token.ThrowIfCancellationRequested();
            return known is { Decoder: PictureDecoder.Avif } && Magick.IsAvailable ? RenderByMagick(path, known, token) : throw Undecodable(path, e);
        }
    }

    private static byte[]? RenderElsewhere(string path, FormatInfo format, CancellationToken token)
    {
        if (!Magick.IsAvailable)
            return null;
        Vips.Initialize();
        try
        {
            return RenderByMagick(path, format, token);
        }
        catch (VipsException e)
        {
            token.ThrowIfCancellationRequested();
            throw Undecodable(path, e);
        }
    }

    private static byte[] RenderByMagick(string path, FormatInfo format, CancellationToken token)
    {
        using var stream = FileReading.OpenStream(path);
        using var reader = new ByteReader(stream);
        if (format.Decoder == PictureDecoder.Heif && HeifPreview.Open(new ByteRange(reader), path, format, token) is var (part, orientation))
        {
            using (part)
            using (var fitted = part.ThumbnailImage(MaxSide, height: MaxSide, size: Enums.Size.Down))
            using (var upright = Turn(fitted, orientation))
                return Save(upright, hasOwnColour: false, token);
        }

        stream.Position = 0;
        using var plain = format.Decoder == PictureDecoder.JpegXl ? UnpackedJpegXl.Of(stream) : null;
        using var image = MagickDecoder.Decode(plain ?? (Stream)stream, path, format, token).ToImage();
        using var small = image.ThumbnailImage(MaxSide, height: MaxSide, size: Enums.Size.Down);
        return Save(small, hasOwnColour: false, token);
    }

    internal static ImaLinkException Undecodable(string path, Exception? cause = null) => new(
        ErrorCode.PreviewFailed,
        $"No preview could be made of '{path}': what decodes pictures here cannot read this one. That tells nothing of whether it is whole: "
        + "Test-ImaFile tells whether its bytes are as recorded, and a viewer whether it opens.",
        path,
        cause);

    private static byte[] RenderFile(string path, int orientation, CancellationToken token)
    {
        long memory;
        string? profile;
        using (var probe = Source.NewFromFile(path))
        using (var header = Image.NewFromSource(probe, access: Enums.Access.Sequential))
        {
            if (DecodeLimit.IsForStrips(header))
                return RenderStrips(header, path, orientation, token);
            memory = DecodeLimit.Check(header.Width, header.Height, DecodeLimit.EstimateMemory(header), path);
            profile = Colour.ProfileWhileShrinking(header);
        }

        using var turn = DecodeLimit.Enter(memory, token);
        if (!path.EndsWith(']'))
        {
            using var image = Image.Thumbnail(
                path, MaxSide, height: MaxSide, size: Enums.Size.Down, noRotate: true, outputProfile: profile);
            return SaveUpright(image, orientation, profile is null, token);
        }

        // libvips would take brackets at the end of a name for options. A source takes the name as it is, but reading
        // through one costs a third more (measured).
        using var source = Source.NewFromFile(path);
        using var sourced = Image.ThumbnailSource(
            source, MaxSide, height: MaxSide, size: Enums.Size.Down, noRotate: true, outputProfile: profile);
        return SaveUpright(sourced, orientation, profile is null, token);
    }

    private static byte[] RenderStrips(Image opened, string path, int orientation, CancellationToken token)
    {
        using var turn = DecodeLimit.Enter(DecodeLimit.CheckStrips(opened, path), token);
        using var shrunk = StripPicture.Shrink(opened, token);
        using var small = shrunk.ThumbnailImage(MaxSide, height: MaxSide, size: Enums.Size.Down);
        return SaveUpright(small, orientation, hasOwnColour: false, token);
    }

    private static byte[] RenderJpeg(string path, JpegFrame frame, int orientation, CancellationToken token)
    {
        using var opened = JpegPicture.Open(path, frame);
        var streamed = frame.IsProgressive ? 0 : new FileInfo(path).Length;
        return RenderJpeg(opened, frame, path, orientation, token, streamed);
    }

    /// <summary>The preview of a JPEG in memory.</summary>
    internal static byte[] RenderJpeg(byte[] jpeg, JpegFrame frame, string path, int orientation, CancellationToken token)
    {
        using var opened = JpegPicture.Open(jpeg, frame);
        return RenderJpeg(opened, frame, path, orientation, token);
    }

    private static byte[] RenderJpeg(Image opened, JpegFrame frame, string path, int orientation, CancellationToken token, long streamed = 0)
    {
        using var turn = DecodeLimit.Enter(DecodeLimit.Check(frame.Width, frame.Height, JpegPicture.Memory(opened, frame), path, streamed), token);
        var profile = Colour.ProfileWhileShrinking(opened);
        using var image = JpegPicture.Fit(opened, frame, profile);
        return SaveUpright(image, orientation, profile is null, token);
    }

    /// <summary>The preview of what a file holds for it; null where the picture itself is the better source.</summary>
    private static byte[]? TryRenderEmbedded(string path, byte[] embedded, JpegFrame? main, int orientation, bool isDecodable, CancellationToken token)
    {
        try
        {
            return RenderEmbedded(path, embedded, main, orientation, token);
        }
        catch (VipsException) when (isDecodable)
        {
            return null;
        }
    }

    private static byte[]? RenderEmbedded(string path, byte[] embedded, JpegFrame? main, int orientation, CancellationToken token)
    {
        if (JpegFrame.Read(ByteRange.Of(embedded)) is not { } frame)
            return null;
        if (main is { } whole)
        {
            // Comparing costs as much as decoding where all rows have to be read for the first.
            if (whole.IsProgressive)
                return null;
            using var picture = JpegPicture.Open(path, whole);
            using var small = JpegPicture.Open(embedded, frame);
            if (!SamePicture.Begins(picture, small))
                return null;
        }

        // What is known of the whole file counts; embedded JPEGs repeat it or not.
        return RenderJpeg(embedded, frame, path, orientation, token);
    }

    /// <summary>The eight orientations of EXIF: a mirror image for the even half, then a turn.</summary>
    private static Image Turn(Image image, int orientation) => orientation switch
    {
        2 => image.FlipHor(),
        3 => image.Rot180(),
        4 => image.FlipVer(),
        5 => Both(image.Rot90(), i => i.FlipHor()),
        6 => image.Rot90(),
        7 => Both(image.Rot90(), i => i.FlipVer()),
        8 => image.Rot270(),
        _ => image.Copy(),
    };

    private static Image Both(Image first, Func<Image, Image> second)
    {
        using (first)
            return second(first);
    }

    /// <summary>Saves what is stored as it was read, row by row: a turn needs all of it.</summary>
    private static byte[] SaveUpright(Image image, int orientation, bool hasOwnColour, CancellationToken token)
    {
        using var memory = image.CopyMemory();
        using var upright = Turn(memory, orientation);
        return Save(upright, hasOwnColour, token);
    }

    internal static byte[] Save(Image image, bool hasOwnColour, CancellationToken token)
    {
        using var colour = Colour.ToSrgb(image, hasOwnColour);
        // JPEG has no transparency; on white a drawing is what its maker saw.
        using var opaque = colour.HasAlpha() ? colour.Flatten(background: [255]) : colour.Copy();
        if (token.CanBeCanceled)
            opaque.SetProgress(NoProgress.Instance, token);
        return opaque.JpegsaveBuffer(q: Quality, keep: Enums.ForeignKeep.None);
    }

    /// <summary>A preview inside the file that is good enough; what the file is, if it is a JPEG; and how its facts say that it has to be turned.</summary>
    private static byte[]? FindEmbedded(string path, string format, bool isDecodable, out JpegFrame? frame, out int orientation)
    {
        (frame, orientation) = (null, 1);
        using var stream = FileReading.OpenStream(path);
        using var reader = new ByteReader(stream);
        var data = new ByteRange(reader);
        Span<byte> start = stackalloc byte[8];
        if (!data.TryRead(0, start))
            return null;
        // The decoder of AVIF turns by the properties of the picture, which alone count there.
        if (FormatTable.Find(format) is not { Decoder: PictureDecoder.Avif })
            orientation = FactReader.Read(data, format, []).Orientation ?? 1;
        if (start is [0xff, 0xd8, ..])
            return EmbeddedPreview.FindInJpeg(data, MaxSide, out frame);
        return isDecodable ? null : EmbeddedPreview.FindInRaw(data, format, MaxSide);
    }

    // libvips looks at the token only where somebody listens to the progress.
    private sealed class NoProgress : IProgress<int>
    {
        public static readonly NoProgress Instance = new();

        public void Report(int value)
        {
        }
    }
}
