using ImaLink.Media.Containers;

namespace ImaLink.Media.Formats.Ends;

/// <summary>
/// What the segments of a JPEG say to lie behind its picture. Editors keep such words where they are true no longer, so they
/// count only as far as the file agrees with them in what is there.
/// </summary>
internal sealed class JpegClaims(FileBytes file)
{
    private const byte Application1 = 0xE1;
    private const byte Application2 = 0xE2;
    private const int EntrySize = 16;
    private const int MostEntries = 256;
    private static readonly byte[] XmpStart = [.. "http://ns.adobe.com/xap/1.0/\0"u8];

    private readonly List<(long Start, long Length)> _pictures = [];
    private ContainerDirectory? _directory;

    /// <summary>Looks at a segment before the end of the picture.</summary>
    public void Note(byte marker, long position, int length)
    {
        Span<byte> head = stackalloc byte[29];
        if (marker == Application2 && length > 12 && file.TryRead(position, head[..4]) && head.StartsWith("MPF\0"u8))
        {
            NotePictures(position + 4);
        }
        else if (marker == Application1 && length > XmpStart.Length && file.TryRead(position, head) && head.SequenceEqual(XmpStart))
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
        foreach (var (start, length) in _pictures.Skip(1))
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

    private void NotePictures(long start)
    {
        if (_pictures.Count > 0 || TiffHeader.Read(file, start) is not { } header
            || TiffIfd.Open(file, header, start + header.FirstDirectory, start) is not { } directory)
            return;
        Span<byte> bytes = stackalloc byte[EntrySize];
        for (var i = 0; directory.TryRead(i, out var entry); i++)
        {
            if (entry.Tag != TiffTag.MultiPictureEntries)
                continue;
            for (var n = 0L; n < Math.Min(entry.Length / EntrySize, MostEntries) && file.TryRead(entry.Position + n * EntrySize, bytes); n++)
                _pictures.Add((start + header.UInt32(bytes[8..]), header.UInt32(bytes[4..])));
            return;
        }
    }
}
