using ImaLink.Files;
using ImaLink.Index;

namespace ImaLink.Archive.Placement;

/// <summary>
/// How every operation gives a file its name, under <c>photos/</c> and in the trash: nothing is ever replaced, folders are made on the way,
/// and after <see cref="Flush"/> the names are durable with all folders above them. Nobody knows what a run that was interrupted had flushed,
/// so a name that it had given is flushed like a new one, and so is each folder above, whoever made it.
/// </summary>
internal sealed class Placement(DurableFiles files, StorageLayout layout)
{
    private readonly HashSet<string> _gained = new(StringComparer.Ordinal), _left = new(StringComparer.Ordinal), _above = new(StringComparer.Ordinal);

    /// <summary>Gives a file its name.</summary>
    /// <param name="from">Full path of the file.</param>
    /// <param name="to">The full path that it gets; its folder is made.</param>
    /// <param name="isResumed">Whether a run that was interrupted may have begun this.</param>
    /// <returns>False where something has that name.</returns>
    internal bool TryPlace(string from, string to, bool isResumed = false)
    {
        string folder = Path.GetDirectoryName(to)!;
        if (_gained.Add(folder))
            files.CreateDirectory(folder, layout.Root);
        // Nobody looks for a name among what is on its way in.
        if (!from.StartsWith(layout.Incoming + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            _left.Add(Path.GetDirectoryName(from)!);
        return files.TryPlace(from, to, isResumed);
    }

    /// <summary>Says of a file that it has its name already, which an interrupted run may have given it.</summary>
    internal void Found(string fullName)
    {
        if (File.Exists(fullName))
            _gained.Add(Path.GetDirectoryName(fullName)!);
    }

    /// <summary>Makes what was done since the last time durable: the new names before the old ones are gone.</summary>
    internal void Flush()
    {
        foreach (string folder in _gained)
        {
            files.FlushDirectory(folder);
            for (string above = Path.GetDirectoryName(folder)!; above.Length >= layout.Root.Length && _above.Add(above); above = Path.GetDirectoryName(above)!)
                files.FlushDirectory(above);
        }

        foreach (string folder in _left.Except(_gained))
            files.FlushDirectory(folder);
        _gained.Clear();
        _left.Clear();
    }
}
