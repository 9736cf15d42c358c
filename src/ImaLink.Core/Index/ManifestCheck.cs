using System.IO.Hashing;
using System.Text;
using ImaLink.Storage;

namespace ImaLink.Index;

/// <summary>
/// Compares the lines of a manifest with what the session indexes list, in any order. Of each line only a digest is kept, 16
/// bytes, so that neither many lines nor a long one matter.
/// </summary>
internal sealed class ManifestCheck
{
    private readonly HashSet<UInt128> _left = [];
    private long _distinct, _absent;
    private string? _firstAbsent;

    private ManifestCheck() { }

    /// <summary>Number of lines.</summary>
    internal long Lines { get; private set; }

    /// <summary>Why the manifest cannot be read; null where it was.</summary>
    internal ImaLinkException? Trouble { get; private set; }

    internal static ManifestCheck Read(string path, CancellationToken cancellationToken)
    {
        var check = new ManifestCheck();
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.SequentialScan);
            check.Read(stream, cancellationToken);
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            check.Trouble = IoErrors.Wrap(e, path);
        }

        return check;
    }

    /// <summary>A file that an index lists.</summary>
    internal void Expect(string path, string sha256)
    {
        if (_left.Remove(XxHash128.HashToUInt128(Encoding.UTF8.GetBytes(ManifestLine.Format(path, sha256)))))
            return;
        _absent++;
        _firstAbsent ??= path;
    }

    /// <summary>The differences in words; null for none.</summary>
    /// <param name="complete">Whether every session index could be read: else a line more says nothing.</param>
    internal string? Differences(bool complete)
    {
        var found = new List<string>();
        if (_absent > 0)
            found.Add($"{_absent:N0} file(s) stand in no line as they are registered, such as '{IndexCheck.Excerpt(_firstAbsent)}'.");
        long matched = _distinct - _left.Count;
        if (complete && Lines > matched)
            found.Add($"{Lines - matched:N0} line(s) are of no registered file, or stand there twice.");
        return found.Count == 0 ? null : string.Join(" ", found);
    }

    private void Read(FileStream stream, CancellationToken cancellationToken)
    {
        var line = new XxHash128();
        var buffer = new byte[1 << 16];
        bool open = false;
        for (int read; (read = stream.Read(buffer)) > 0;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ReadOnlySpan<byte> rest = buffer.AsSpan(0, read);
            for (int end; (end = rest.IndexOf((byte)'\n')) >= 0; rest = rest[(end + 1)..], open = false)
            {
                line.Append(rest[..end]);
                Take(line);
            }

            line.Append(rest);
            open |= rest.Length > 0;
        }

        if (open)
            Take(line);
        _distinct = _left.Count;
    }

    private void Take(XxHash128 line)
    {
        _left.Add(line.GetCurrentHashAsUInt128());
        line.Reset();
        Lines++;
    }
}
