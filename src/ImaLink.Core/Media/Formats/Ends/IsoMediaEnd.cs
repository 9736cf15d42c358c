using ImaLink.Media.Containers;

namespace ImaLink.Media.Formats.Ends;

/// <summary>
/// HEIF, AVIF, CR3, MP4, QuickTime: boxes with lengths; the extents of the items and the chunks of the tracks must lie in
/// the file, and something must lead to the data.
/// </summary>
internal sealed class IsoMediaEnd
{
    private const int MostBoxes = 1_000_000;

    /// <summary>A picture has one box that lists items, a sequence another.</summary>
    private const int MostItemLists = 1000;
    private const int MostDepth = 16;
    private const string Track = "a piece of its film";

    private readonly FileBytes _file;
    private readonly FileReach _reach;
    private readonly IsoMediaTrack _track;
    private int _itemLists;
    private bool _hasDirectory, _hasFilm, _hasData, _isFragmented, _hasFragmentIndex;

    private IsoMediaEnd(FileBytes file, FileReach reach) =>
        (_file, _reach, _track) = (file, reach, new IsoMediaTrack(file, (start, length) => reach.Claim(start, length, Track)));

    public static void Read(FileBytes file, FileReach reach)
    {
        var walk = new IsoMediaEnd(file, reach);
        walk.Walk(0, isAppended: false);
        if (reach.IsCut)
            return;
        if (!walk._hasDirectory || !(walk._hasData || walk._hasFilm))
            reach.Lacks((walk._hasData ? "what leads to its media data is missing" : "its media data is missing") + ZeroTail.Words(file));
        else if (!walk._isFragmented || walk._hasFragmentIndex)
            reach.Ends();
        ZeroTail.Suspect(file, reach);
    }

    /// <summary>A film behind a picture: from its first box within a gap on.</summary>
    public static void ReadAppended(FileBytes file, long position, int gap, FileReach reach)
    {
        if (Find(file, position, gap) is { } start)
            new IsoMediaEnd(file, reach).Walk(start, isAppended: true);
    }

    /// <summary>Where the first box of a film lies within a gap; null where none does.</summary>
    internal static long? Find(FileBytes file, long position, int gap)
    {
        Span<byte> head = stackalloc byte[8];
        var bytes = file.Peek(position, 8, gap);
        bytes = bytes[..Math.Min(bytes.Length, gap)];
        for (int from = 0; bytes[from..].IndexOf("ftyp"u8) is >= 0 and var found; from += found + 4)
        {
            var start = from + found - 4;
            if (start >= 0 && bytes[start] == 0 && bytes[start + 1] == 0 && bytes[start + 2] <= 1 && (bytes[start + 3] & 3) == 0)
                return position + start;
        }

        return null;
    }

    private void Walk(long start, bool isAppended)
    {
        var position = start;
        for (var boxes = 0; boxes < MostBoxes && position < _file.Length; boxes++)
        {
            if (Box.Read(_file, position, _file.Length) is not { } box || !IsName(box.Name))
            {
                // Zeros or other rubbish behind the last box take nothing away; a box that begins does.
                if (!_hasDirectory && !isAppended)
                    _reach.Lacks("its boxes break off" + ZeroTail.Words(_file));
                else if (_file.Length - position < 8 && ZeroTail.Length(_file) < _file.Length - position)
                    _reach.Lacks("a box begins at its end");
                return;
            }

            if (box.IsOpen)
            {
                Note(box, isAppended);
                return;
            }

            if (!_reach.Claim(position, box.End - position, "its box", box.Name))
                return;
            Note(box, isAppended);
            position = box.End;
        }
    }

    private void Note(in Box box, bool isAppended)
    {
        if (box.Is("mdat"u8))
        {
            _hasData = true;
            _track.Limit(box);
        }
        else if (box.Is("meta"u8))
        {
            _hasDirectory = true;
            if (!isAppended && ++_itemLists <= MostItemLists)
                ClaimItems(box);
        }
        else if (box.Is("moov"u8))
        {
            // Its chunks are claimed: there may be none.
            (_hasDirectory, _hasFilm) = (true, true);
            if (!isAppended)
                ClaimTracks(box, 0);
        }
        else if (box.Is("moof"u8))
        {
            (_hasDirectory, _isFragmented) = (true, true);
        }
        else if (box.Is("mfra"u8))
        {
            _hasFragmentIndex = true;
        }
    }

    private void ClaimItems(in Box meta)
    {
        var table = IsoMediaItemTable.Read(_file, meta);
        _hasData |= table.ItemData >= 0 && table.ItemDataEnd <= _file.Length;
        foreach (var item in table.Items.Values)
        {
            if (item is not { Construction: 0, DataReference: 0 })
                continue;
            foreach (var (offset, length) in item.Extents)
            {
                if (!_reach.Claim(offset, length, "an image in it"))
                    return;
            }
        }
    }

    private void ClaimTracks(in Box parent, int depth)
    {
        for (var position = parent.Start; Box.Read(_file, position, parent.End) is { IsOpen: false } box;)
        {
            if (box.End > parent.End || depth > MostDepth || _reach.IsCut)
                return;
            if (box.Is("trak"u8) || box.Is("mdia"u8) || box.Is("minf"u8))
                ClaimTracks(box, depth + 1);
            else if (box.Is("stbl"u8))
                _track.Read(box);
            else if (box.Is("mvex"u8))
                _isFragmented = true;
            position = box.End;
        }
    }

    internal static bool IsName(uint name)
    {
        for (var shift = 0; shift < 32; shift += 8)
        {
            if ((name >> shift & 0xFF) is not ((>= 0x20 and < 0x7F) or 0xA9))
                return false;
        }

        return true;
    }
}
