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

        if (offsets is null || runs is null || sizes is null || (times is not null && !Covers(times, sizes)))
            return;
        if (SamplesIn(runs, offsets.Count) == sizes.Count)
            AddChunks(offsets, runs, sizes);
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

    /// <summary>How many samples the runs of chunks hold: a run goes on until the next begins.</summary>
    private static Int128 SamplesIn(BoxTable runs, long chunks)
    {
        var (samples, first, perChunk) = (Int128.Zero, 1L, 0L);
        for (var i = 0L; i < runs.Count; i++)
        {
            var next = Math.Clamp(runs.Next(), first, chunks + 1);
            samples += (Int128)(next - first) * perChunk;
            (first, perChunk) = (next, runs.Next());
            runs.Next();
        }

        return samples + (Int128)(chunks + 1 - first) * perChunk;
    }

    private void AddChunks(BoxTable offsets, BoxTable runs, BoxTable sizes)
    {
        runs.Restart();
        var (run, perChunk) = (0L, 0L);
        var nextRun = NextRun();
        for (var number = 1L; number <= offsets.Count; number++)
        {
            while (run <= runs.Count && number >= nextRun)
            {
                perChunk = runs.Next();
                runs.Next();
                nextRun = NextRun();
            }

            Add(offsets.Next(), sizes.Sum(perChunk));
        }

        long NextRun() => run++ < runs.Count ? runs.Next() : long.MaxValue;
    }

    private void Add(long offset, long length)
    {
        if (_mediaData is { } box && offset >= box.Start && offset + length > box.End)
            length = box.End - offset;
        chunk(offset, length);
    }
}
