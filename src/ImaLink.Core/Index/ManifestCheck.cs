using System.Globalization;
using System.IO.Hashing;
using System.Text;

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
        foreach (byte[] line in ManifestLine.ReadLines(path, trouble => check.Trouble = trouble))
        {
            cancellationToken.ThrowIfCancellationRequested();
            check._left.Add(XxHash128.HashToUInt128(line));
            check.Lines++;
        }

        check._distinct = check._left.Count;
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
            found.Add(string.Create(CultureInfo.InvariantCulture, $"{_absent:N0} file(s) stand in no line as they are registered, such as '{IndexCheck.Excerpt(_firstAbsent)}'."));
        long matched = _distinct - _left.Count;
        if (complete && Lines > matched)
            found.Add(string.Create(CultureInfo.InvariantCulture, $"{Lines - matched:N0} line(s) are of no registered file, or stand there twice."));
        return found.Count == 0 ? null : string.Join(" ", found);
    }
}
