using System.Globalization;
using System.Security.Cryptography;
using ImaLink.Media.Identity;

namespace ImaLink.Index;

/// <summary>
/// What an append file says, by image, to be laid over the entries of the index. A line that is damaged costs itself alone, and a file that cannot be read the whole of it: the index is
/// read all the same, <see cref="Problem"/> tells, and nothing writes the index until the file can be read.
/// </summary>
internal sealed class SaidOverlay
{
    private readonly Lazy<(Dictionary<ImageKey, List<Statement>> Said, int Damaged)> _lines;

    private byte[] _bytes = [];

    private SaidOverlay(string path) => (FullName, _lines) = (path, new(Lines)); // most readers only ask whether it is the one that they know

    /// <summary>The append file.</summary>
    internal string FullName { get; }

    /// <summary>The file that was read; null where there is none, or it could not be read.</summary>
    internal SaidState? State { get; private set; }

    /// <summary>Why the file could not be read.</summary>
    internal ImaLinkException? Unreadable { get; private set; }

    /// <summary>How many lines are damaged; a last one that a crash tore is none.</summary>
    internal int Damaged => _lines.Value.Damaged;

    /// <summary>What is wrong with the file; null for nothing.</summary>
    internal string? Problem => Unreadable?.Message ?? (Damaged == 0 ? null
        : string.Create(CultureInfo.InvariantCulture, $"{Damaged:N0} line(s) of '{FullName}' are damaged, and what they said is left out."));

    /// <summary>What is said of each image.</summary>
    internal IReadOnlyDictionary<ImageKey, List<Statement>> Said => _lines.Value.Said;

    /// <summary>Reads the append file of an index; nothing is said where there is none.</summary>
    /// <param name="indexPath">The index, or its former version.</param>
    /// <param name="known">SHA-256 of the one that the caller knows: where it is that, it is not read.</param>
    internal static SaidOverlay Of(string indexPath, string? known = null)
    {
        var overlay = new SaidOverlay(SaidFile.Of(indexPath));
        try
        {
            if (known is not null && SaidFile.StateOf(overlay.FullName) is { } state && state.Sha256 == known)
                overlay.State = state;
            else if (SaidFile.IsThere(overlay.FullName))
                overlay.State = SaidFile.StateOf(overlay._bytes = SaidFile.Bytes(overlay.FullName));
        }
        catch (ImaLinkException e)
        {
            overlay.Unreadable = e;
        }

        return overlay;
    }

    /// <summary>Whether this is the file that had a SHA-256 before, or that one with further lines.</summary>
    internal bool Continues(string sha256)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int start = 0, end; start < _bytes.Length; start = end)
        {
            end = _bytes.AsSpan(start).IndexOf((byte)'\n') is var length and >= 0 ? start + length + 1 : _bytes.Length;
            hash.AppendData(_bytes, start, end - start);
            if (Hex.Of(hash.GetCurrentHash()) == sha256)
                return true;
        }

        return false;
    }

    /// <summary>Adds to an entry what is said of its image.</summary>
    internal FileEntry Over(FileEntry file)
    {
        if (_bytes.Length > 0 && Said.TryGetValue(file.Image, out List<Statement>? said))
            file.Said = StatementOrder.Newest([.. file.Said ?? [], .. said]);
        return file;
    }

    private (Dictionary<ImageKey, List<Statement>> Said, int Damaged) Lines()
    {
        var found = new Dictionary<ImageKey, List<Statement>>();
        int damaged = 0;
        for (int start = 0, end; start < _bytes.Length; start = end + 1)
        {
            end = _bytes.AsSpan(start).IndexOf((byte)'\n') is var length and >= 0 ? start + length : _bytes.Length;
            if (SaidFile.Parse(_bytes.AsSpan(start, end - start)) is { } line)
                found[line.Image] = found.TryGetValue(line.Image, out List<Statement>? said) ? StatementOrder.Newest([.. said, .. line.Said!]) : line.Said!;
            else if (end < _bytes.Length)
                damaged++;
        }

        return (found, damaged);
    }
}
