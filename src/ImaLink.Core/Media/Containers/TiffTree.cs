namespace ImaLink.Media.Containers;

/// <summary>
/// The directories of a TIFF structure (TIFF, EXIF, most RAW formats, BigTIFF), in the order in which ExifTool visits
/// them: a directory that an entry points to is visited at that entry. Everything is bounded: number and depth of
/// directories, entries in each, and no directory is visited twice.
/// </summary>
internal sealed partial class TiffTree
{
    private const int MaxIfds = 64;
    private const int MaxDepth = 6;
    private const int MaxEntriesPerIfd = 4096;

    private readonly TiffHeader _order;
    private readonly HashSet<long> _visited = [];
    private readonly List<string> _warnings;
    private long _shift;

    private TiffTree(ByteRange data, in TiffHeader order, List<string> warnings) => (Data, _order, _warnings) = (data, order, warnings);

    public ByteRange Data { get; }

    public List<Ifd> Ifds { get; } = [];

    /// <summary>All entries in the order of the visit.</summary>
    public List<(Ifd Ifd, TiffEntry Entry)> Entries { get; } = [];

    /// <summary>Reads a structure; null where its header is damaged.</summary>
    /// <param name="data">The structure.</param>
    /// <param name="warnings">Takes what could not be read.</param>
    /// <param name="kind">What its first directory is: some containers store an EXIF or GPS directory alone.</param>
    public static TiffTree? Read(ByteRange data, List<string> warnings, IfdKind kind = IfdKind.Main)
    {
        Span<byte> header = stackalloc byte[8];
        if (!data.TryRead(0, header) || header[0] != header[1] || header[0] is not ((byte)'I' or (byte)'M'))
        {
            warnings.Add("The EXIF or TIFF header is damaged.");
            return null;
        }

        var littleEndian = header[0] == 'I';
        // The magic number is 42 in TIFF and 43 in BigTIFF; some RAW formats have their own and are TIFF otherwise.
        var big = header[littleEndian ? 2 : 3] == 43 && header[littleEndian ? 3 : 2] == 0;
        var tree = new TiffTree(data, new TiffHeader { LittleEndian = littleEndian, IsBig = big, KnowsLongTypes = true }, warnings);
        tree.VisitChain(big ? tree.ReadInt64(8) : tree.ReadUInt32(4), kind);
        if (tree.Ifds.Count == 0)
            warnings.Add("The first directory of the EXIF or TIFF structure lies outside of it.");
        return tree;
    }

    /// <summary>
    /// Reads makers' notes that stand for themselves: one directory, in a byte order of its own, whose offsets count from their beginning.
    /// </summary>
    public static TiffTree? ReadNotes(ByteRange notes, bool littleEndian, long position)
    {
        var tree = new TiffTree(notes, new TiffHeader { LittleEndian = littleEndian }, []);
        return tree.Visit(position, IfdKind.Maker, MaxDepth, out _) ? tree : null;
    }

    /// <summary>
    /// Reads the one directory at a position, as makers' notes have it; null if there is none. Its offsets count from
    /// the beginning of the structure plus <paramref name="shift"/>: notes that a program moved kept the old ones.
    /// </summary>
    public Ifd? ReadMaker(long position, long shift)
    {
        var count = Ifds.Count;
        _shift = shift;
        Visit(position, IfdKind.Maker, MaxDepth, out _);
        _shift = 0;
        return Ifds.Count > count ? Ifds[count] : null;
    }

    /// <summary>The 32-bit number at a position; 0 outside of the structure.</summary>
    public long ReadUInt32(long position)
    {
        Span<byte> bytes = stackalloc byte[4];
        return Data.TryRead(position, bytes) ? _order.UInt32(bytes) : 0;
    }

    private void VisitChain(long position, IfdKind kind)
    {
        while (position > 0 && Ifds.Count < MaxIfds && Visit(position, kind, 0, out position))
        {
            if (kind == IfdKind.Main)
                kind = IfdKind.Next;
        }
    }

    private bool Visit(long position, IfdKind kind, int depth, out long next)
    {
        next = 0;
        if (position <= 0 || Ifds.Count >= MaxIfds || !_visited.Add(position))
            return false;

        if (TiffIfd.Open(Data, _order, position, _order.IsBig ? 0 : _shift) is not { } directory)
        {
            _warnings.Add($"A {kind} directory lies outside the file.");
            return false;
        }

        if (directory.Count is <= 0 or > MaxEntriesPerIfd)
        {
            _warnings.Add($"A {kind} directory is damaged.");
            return false;
        }

        var ifd = new Ifd(kind);
        Ifds.Add(ifd);
        for (var i = 0; i < directory.Count; i++)
        {
            if (!directory.TryRead(i, out var entry))
            {
                _warnings.Add($"A {kind} directory is cut off.");
                return true;
            }

            Visit(ifd, entry, depth);
        }

        if (kind is IfdKind.Main or IfdKind.Next)
            next = directory.Next;
        return true;
    }

    private void Visit(Ifd ifd, in TiffEntry entry, int depth)
    {
        if (entry.ElementSize == 0 || entry.Count < 0 || entry.Count > Data.Length || entry.Position < 0 || entry.Position > Data.Length)
            return;
        ifd.Entries.Add(entry);
        Entries.Add((ifd, entry));
        if (depth >= MaxDepth)
            return;
        switch (entry.Tag)
        {
            case TiffTag.ExifIfd:
                VisitPointers(entry, IfdKind.Exif, 1, depth);
                break;
            case TiffTag.GpsIfd:
                VisitPointers(entry, IfdKind.Gps, 1, depth);
                break;
            case TiffTag.SubIfds:
                VisitPointers(entry, IfdKind.Sub, 16, depth);
                break;
        }
    }

    private void VisitPointers(TiffEntry entry, IfdKind kind, int limit, int depth)
    {
        for (var i = 0; i < Math.Min(entry.Count, limit); i++)
        {
            if (TryGetInteger(entry, i, out var position))
                Visit(position, kind, depth + 1, out _);
        }
    }

    private long ReadInt64(long position)
    {
        Span<byte> bytes = stackalloc byte[8];
        return Data.TryRead(position, bytes) ? _order.Int64(bytes) : 0;
    }
}
