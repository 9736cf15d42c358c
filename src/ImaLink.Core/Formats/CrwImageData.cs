namespace ImaLink.Formats;

/// <summary>
/// Canon CRW (CIFF): the raw record, found through a tree of directories that stand at the end of the blocks
/// which they describe (HOTHASH 3.2).
/// </summary>
internal sealed class CrwImageData
{
    private const int EntrySize = 10;
    private const int MostEntries = 100_000;
    private const int MostDepth = 16;
    private const int RawRecord = 0x2005;

    private readonly FileBytes _file;
    private readonly ImageData _data;
    private readonly TiffHeader _order;
    private readonly HashSet<long> _visited = [];
    private int _entries;

    private CrwImageData(FileBytes file, ImageData data, TiffHeader order) =>
        (_file, _data, _order) = (file, data, order);

    public static void Read(FileBytes file, ImageData data)
    {
        Span<byte> bytes = stackalloc byte[6];
        if (!file.TryRead(0, bytes))
            return;
        var order = new TiffHeader { LittleEndian = bytes[0] == 'I' };
        var start = (long)order.UInt32(bytes[2..]);
        new CrwImageData(file, data, order).Walk(start, file.Length - start, depth: 0);
    }

    private void Walk(long start, long length, int depth)
    {
        Span<byte> bytes = stackalloc byte[EntrySize];
        if (depth > MostDepth || length < 4 || !_file.TryRead(start + length - 4, bytes[..4]))
            return;
        var directory = start + _order.UInt32(bytes);
        if (!_visited.Add(directory) || !_file.TryRead(directory, bytes[..2]))
            return;
        var count = _order.UInt16(bytes);
        for (var i = 0; i < count && _entries < MostEntries; i++, _entries++)
        {
            if (!_file.TryRead(directory + 2 + i * EntrySize, bytes))
                return;
            var tag = _order.UInt16(bytes);
            if ((tag & 0x8000) != 0)
                return;
            if ((tag & 0x4000) != 0)
                continue;
            var (offset, size) = (start + _order.UInt32(bytes[6..]), _order.UInt32(bytes[2..]));
            if (((tag >> 8) & 0x38) is 0x28 or 0x30)
                Walk(offset, size, depth + 1);
            else if ((tag & 0x3FFF) == RawRecord)
                _data.Add(offset, size);
        }
    }
}
