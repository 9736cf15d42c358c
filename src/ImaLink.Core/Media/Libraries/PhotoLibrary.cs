using System.Globalization;

namespace ImaLink.Media.Libraries;

/// <summary>
/// The database of another program as a source of descriptions: one reader for each program, and what they tell is the same. Photos, albums and stacks are read as streams, one after
/// the other; what of the schema is not there has been named by then.
/// </summary>
internal abstract class PhotoLibrary(LibraryDatabase database) : IDisposable
{
    /// <summary>The program.</summary>
    internal abstract string Program { get; }

    /// <summary>What tells this library from others, wherever its file lies.</summary>
    internal abstract string Identity { get; }

    /// <summary>How many photos it knows.</summary>
    internal abstract long Count { get; }

    /// <summary>What it holds that has no place here, each as the end of a sentence.</summary>
    internal abstract IEnumerable<string> NotTaken { get; }

    /// <summary>Its albums by id, without their photos.</summary>
    internal abstract IReadOnlyDictionary<long, LibraryAlbum> Albums { get; }

    /// <summary>What its database lacks.</summary>
    internal IReadOnlyList<string> Missing => Database.Missing;

    private protected LibraryDatabase Database => database;

    /// <summary>Opens the library of whichever program it is.</summary>
    /// <exception cref="ImaLinkException">PathNotFound, PathIsDirectory, AccessDenied, ReadFailed, StorageFull; NotALibrary, LibraryBusy, LibraryDamaged.</exception>
    internal static PhotoLibrary Open(string path, CancellationToken cancellation)
    {
        LibraryDatabase database = LibraryDatabase.Open(path, cancellation);
        if (LightroomLibrary.Fits(database))
            return new LightroomLibrary(database);
        if (DigikamLibrary.Fits(database))
            return new DigikamLibrary(database);
        database.Dispose();
        throw LibraryDatabase.NotALibrary(path, "it is an SQLite database of another program, or of a version that is not known");
    }

    /// <summary>Its photos.</summary>
    internal abstract IEnumerable<LibraryPhoto> Photos();

    /// <summary>The photos of its albums, one album after the other.</summary>
    internal abstract IEnumerable<LibraryMembers> Members();

    /// <summary>Photos that stand for one another: ids, the one on top first.</summary>
    internal abstract IEnumerable<IReadOnlyList<long>> Stacks();

    /// <inheritdoc cref="LibraryFile.RequireUnchanged"/>
    internal void RequireUnchanged() => database.RequireUnchanged();

    /// <inheritdoc/>
    public void Dispose() => database.Dispose();

    /// <summary>A time that was corrected, as a word of an owner: a sidecar would have it as that.</summary>
    private protected static CaptureTime? AsWord(CaptureTime? time) => time is null ? null : time with { Source = "XMP:DateTimeOriginal" };

    /// <summary>Rows that follow one another and belong together, each member once.</summary>
    private protected static IEnumerable<(long Group, IReadOnlyList<long> Members)> Grouped(IEnumerable<(long Group, long Member)> rows)
    {
        long current = 0;
        var members = new List<long>();
        foreach ((long group, long member) in rows)
        {
            if (members.Count > 0 && current != group)
            {
                yield return (current, [.. members.Distinct()]);
                members.Clear();
            }

            current = group;
            members.Add(member);
        }

        if (members.Count > 0)
            yield return (current, [.. members.Distinct()]);
    }

    /// <summary>A number of pixels.</summary>
    private protected static long? Bounded(long? pixels) => pixels is > 0 and <= int.MaxValue ? pixels : null;

    /// <summary>How many rows there are, as the end of a sentence; none where there are none.</summary>
    private protected IEnumerable<string> Counted(string sql, string one, string many) => database.Query(sql, row => row.Whole(0) ?? 0)
        .Where(count => count > 0).Select(count => count == 1 ? one : string.Create(CultureInfo.InvariantCulture, $"{count} {many}"));
}
