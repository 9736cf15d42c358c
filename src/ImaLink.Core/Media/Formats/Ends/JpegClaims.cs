using ImaLink.Media.Containers;

namespace ImaLink.Media.Formats.Ends;

/// <summary>
/// What the segments of a JPEG say to lie behind its picture. Editors keep such words where they are true no longer, so they
/// count only as far as the file agrees with them in what is there.
/// </summary>
internal sealed class JpegClaims(FileBytes file)
{
    private static readonly byte[] XmpStart = [.. "http://ns.adobe.com/xap/1.0/\0"u8];

    private readonly List<MultiPictureEntry> _pictures = [];
    private ContainerDirectory? _directory;

    /// <summary>Looks at a segment before the end of the picture.</summary>
    public void Note(byte marker, long position, int length)
    {
        Span<byte> head = stackalloc byte[29];
        if (marker == JpegSegments.App2 && length > 12 && file.TryRead(position, head[..4]) && head.StartsWith(MultiPictureEntry.Header))
        {
            if (_pictures.Count == 0)
                _pictures.AddRange(MultiPictureEntry.Read(file, position + 4));
        }
        else if (marker == JpegSegments.App1 && length > XmpStart.Length && file.TryRead(position, head) && head.SequenceEqual(XmpStart))
        {
            var packet = new byte[length - XmpStart.Length];
            if (file.TryRead(position + XmpStart.Length, packet))
                _directory ??= ContainerDirectory.Read(packet);
        }
    }

    /// <summary>Claims what was noted.</summary>
    /// <param name="end">Where the picture ends.</param>
    /// <param name="reach">Takes the claims.</param>
    public void Claim(long end, FileReach reach)
    {
        var isOld = _pictures.Count == 0 || _pictures[0].Length != end;
        foreach (var (_, start, length) in _pictures.Skip(1))
        {
            if (length > 0 && (!isOld || JpegStream.Begins(file, start)))
                reach.Claim(start, length, "a picture behind the first one");
        }

        if (_directory is null)
            return;
        reach.Claim(end, _directory.ItemsLength, "what its container directory lists");
        if (_directory.FilmLength > 0)
            reach.Claim(end, _directory.FilmLength, "the film that belongs to it");
    }
}
