using ImaLink.Media.Containers;

namespace ImaLink.Media.Formats;

/// <summary>The media data of one track: its chunks, in the order of the chunk table (HOTHASH 7.2).</summary>
/// <param name="file">The file.</param>
/// <param name="chunk">Takes each chunk: where it lies, and how long it is.</param>
internal sealed class IsoMediaTrack(FileBytes file, Action<long, long> chunk)
{
    /// <summary>Version, flags and number of entries stand before the entries of every table.</summary>
    private const int TableHeader = 8;

    private Box? _mediaData;

    /// <summary>
    /// Notes a box of media data that was met before the tracks: no chunk in it reaches beyond its end.
    /// </summary>
    public void Limit(in Box mediaData) => _mediaData = mediaData;

    /// <summary>
    /// The kind of media that a handler box declares; null where it is none ('alis' and 'url ' find data).
    /// </summary>
    public static uint? Handler(FileBytes file, in Box box)
    {
        Span<byte> bytes = stackalloc byte[4];
        if (box.End - box.Start < 12 || !file.TryRead(box.Start + 8, bytes))
            return null;
        var handler = Box.Named(bytes);
        return handler == Box.Named("alis"u8) || handler == Box.Named("url "u8) ? null : handler;
    }

    /// <summary>Adds the chunks of a track whose tables agree; of others nothing.</summary>
    public void Read(in Box sampleTable)
    {
        BoxTable? offsets = null, runs = null, sizes = null, times = null;
        for (var position = sampleTable.Start; Box.Read(file, position, sampleTable.End) is { IsOpen: false } box;)
        {
            if (box.End > sampleTable.End)
                break;
            if (box.Is("stco"u8))
                offsets = BoxTable.Open(file, box, TableHeader, 4);
            else if (box.Is("co64"u8))
                offsets = BoxTable.Open(file, box, TableHeader, 8);
            else if (box.Is("stsc"u8))
                runs = BoxTable.Open(file, box, TableHeader, 4, perEntry: 3);
            else if (box.Is("stts"u8))
                times = BoxTable.Open(file, box, TableHeader, 4, perEntry: 2);
            else if (box.Is("stsz"u8) || box.Is("stz2"u8))
                sizes = BoxTable.OpenSizes(file, box);
            position = box.End;
        }

        if (offsets is null || runs is not { Count: > 0 } || sizes is null || (times is not null && !Covers(times, sizes)))
            return;
        if (ChunksOf(runs, offsets.Count, sizes.Count) is { } chunks)
            AddChunks(offsets, chunks, new ChunkRuns(runs), sizes);
    }

    private static bool Covers(BoxTable times, BoxTable sizes)
    {
        var samples = 0L;
        for (var i = 0L; i < times.Count; i++)
        {
            samples += times.Next();
            times.Next();
        }

        return samples >= sizes.Count;
    }

    /// <summary>
    /// How many chunks hold the samples; null where these are not exactly all that have a size. What is listed behind the last sample, at least
    /// one more in each, is left out.
    /// </summary>
    private static long? ChunksOf(BoxTable table, long chunks, long samples)
    {
        var runs = new ChunkRuns(table);
        var (used, found) = (0L, (Int128)0);
        for (; used < chunks; used++)
        {
            runs.MoveNext();
            if (found + runs.Stated > samples)
                break;
            found += runs.Samples;
        }

        return found == samples ? used : null;
    }

    private void AddChunks(BoxTable offsets, long chunks, ChunkRuns runs, BoxTable sizes)
    {
        for (var number = 0L; number < chunks; number++)
        {
            runs.MoveNext();
            Add(offsets.Next(), sizes.Sum(runs.Samples));
        }
    }

    private void Add(long offset, long length)
    {
        if (_mediaData is { } box && offset >= box.Start && offset + length > box.End)
            length = box.End - offset;
        chunk(offset, length);
    }

    /// <summary>
    /// The numbers of samples in the chunks, one after the other: a run goes on until the next begins. Of a table whose runs do not begin
    /// with the first chunk, or do not ascend, each chunk takes at most one run more.
    /// </summary>
    private sealed class ChunkRuns
    {
        private readonly BoxTable _table;
        private long _left, _number, _next;

        public ChunkRuns(BoxTable table)
        {
            (_table, _left) = (table, table.Count);
            _table.Restart();
            _table.Next();
        }

        /// <summary>The number that the table states for the chunk.</summary>
        public long Stated { get; private set; }

        /// <summary>The number that counts: no chunk is without a sample.</summary>
        public long Samples => Math.Max(1, Stated);

        public void MoveNext()
        {
            if (++_number < _next || _left == 0)
                return;
            Stated = _table.Next();
            _table.Next();
            if (--_left > 0)
                _next = _table.Next();
        }
    }
}
