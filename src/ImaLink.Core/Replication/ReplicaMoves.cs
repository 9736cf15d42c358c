using ImaLink.Archive.Judging;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Index.Journals;
using ImaLink.Media.Companions;

namespace ImaLink.Replication;

/// <summary>
/// Which files of a replica get other names, because the files that they were copied from have: in an order in which each name is free when it
/// is given. A file whose new name something else has in the replica stays where it is, with its companions. It looks, and changes nothing.
/// </summary>
internal sealed class ReplicaMoves(CatalogDatabase catalog, StorageRow source, StorageRow target)
{
    private readonly StorageLayout _layout = new(target.Root);
    private readonly string _source = source.Uuid.ToString();
    private readonly List<List<RelocatedFile>> _wanted = [];
    private int _number;

    /// <summary>The file of the replica that each of the moved ones is, by its number.</summary>
    internal Dictionary<int, FileRow> Files { get; } = [];

    /// <summary>Takes what of a session lies elsewhere in the replica.</summary>
    internal void Add(CopyUnit unit, CancellationToken cancellationToken)
    {
        if (unit is not { Counterpart: { } file, IsOlder: false, Row.State: FileState.Present } || file.ReplicaOf != _source || file.State != FileState.Present)
            return;
        var moves = new List<RelocatedFile>();
        if (file.Path != unit.Row.Path)
            moves.Add(Move(file.Path, unit.Row.Path, file.Sha256, null));
        List<CompanionEntry> own = catalog.Files.Companions(unit.Row.Id);
        foreach (CompanionEntry companion in catalog.Files.Companions(file.Id).Where(companion => companion.State != FileState.Missing))
        {
            string place = own.Find(other => other.Sha256 == companion.Sha256 && other.State != FileState.Missing)?.Path ?? CompanionPlace.Follow(companion.Path, file.Path, unit.Row.Path);
            if (place != companion.Path)
                moves.Add(Move(companion.Path, place, companion.Sha256, file.Path));
        }

        if (moves.Count == 0 || !moves.TrueForAll(move => IsAsRecorded(move, file, cancellationToken)))
            return;
        _wanted.Add(moves);
        foreach (RelocatedFile move in moves.Where(move => move.Holder is null))
            Files.Add(move.Number, file);
    }

    /// <summary>The steps, in their order.</summary>
    internal List<RelocatedFile> Steps()
    {
        RemoveImpossible();
        var steps = new List<RelocatedFile>();
        List<RelocatedFile> pending = [.. _wanted.SelectMany(moves => moves)];
        var occupied = pending.Select(move => Key(move.From!)).ToHashSet(StringComparer.Ordinal);
        var waiting = new Queue<RelocatedFile>(pending);
        for (int stuck = 0; waiting.TryDequeue(out RelocatedFile? move);)
        {
            if (!occupied.Contains(Key(move.To!)))
            {
                steps.Add(move);
                if (move.From is not null)
                    occupied.Remove(Key(move.From));
                stuck = 0;
                continue;
            }

            waiting.Enqueue(move);
            if (++stuck < waiting.Count)
                continue;
            // All that are left wait for each other: names were swapped, or differ in case alone.
            RelocatedFile first = waiting.Dequeue();
            steps.Add(new RelocatedFile { Number = first.Number, From = first.From, Sha256 = first.Sha256, Holder = first.Holder });
            occupied.Remove(Key(first.From!));
            waiting.Enqueue(new RelocatedFile { Number = first.Number, To = first.To, Sha256 = first.Sha256, Holder = first.Holder });
            stuck = 0;
        }

        return steps;
    }

    /// <summary>Takes out the files whose new names are taken by what does not move away, until all names that are wanted will be free.</summary>
    private void RemoveImpossible()
    {
        for (int before = -1; before != _wanted.Count;)
        {
            before = _wanted.Count;
            var leaving = _wanted.SelectMany(moves => moves).Select(move => Key(move.From!)).ToHashSet(StringComparer.Ordinal);
            var given = new HashSet<string>(StringComparer.Ordinal);
            _wanted.RemoveAll(moves => !moves.TrueForAll(move => given.Add(Key(move.To!)) && (leaving.Contains(Key(move.To!)) || IsFree(move.To!))));
        }
    }

    private bool IsFree(string path) => _layout.Holds(path) && !Path.Exists(_layout.FullName(path)) && !catalog.Files.IsTaken(target.Id, Key(path));

    /// <summary>Whether what lies there is what is recorded: what somebody edited in the replica is left alone until a scan has seen it.</summary>
    private bool IsAsRecorded(RelocatedFile move, FileRow file, CancellationToken cancellationToken)
    {
        var found = new FileInfo(_layout.FullName(move.From!));
        return found.Exists && _layout.Reaches(move.From!)
            && ((move.Holder is null && found.Length == file.Size && IndexTime.FormatUtc(found.LastWriteTimeUtc) == new FileEntries(catalog).Get(file.Id).ModifiedAt)
                || FileLook.Sha256Of(found.FullName, cancellationToken) == move.Sha256);
    }

    private RelocatedFile Move(string from, string to, string sha256, string? holder) => new() { Number = ++_number, From = from, To = to, Sha256 = sha256, Holder = holder };

    private static string Key(string path) => FileNames.Key(path);
}
