using System.Text;
using System.Text.RegularExpressions;
using ImaLink.Files;
using ImaLink.Media.Identity;

namespace ImaLink.Index;

/// <summary>A line of <c>manifest-sha256.txt</c> as <c>sha256sum</c> of GNU coreutils writes and checks it.</summary>
public static class ManifestLine
{
    private const int MaxBytes = 1 << 16; // the longest path, escaped, is shorter

    /// <summary>The bytes of each line of a manifest, which may be anything; a line that is longer than any of ours is cut.</summary>
    /// <param name="path">The manifest.</param>
    /// <param name="trouble">Takes why it could not be read to its end.</param>
    internal static IEnumerable<byte[]> ReadLines(string path, Action<ImaLinkException> trouble) => BoundedLines.Read(path, MaxBytes, trouble);

    /// <summary>What a manifest says; what is no line of one is left out.</summary>
    /// <inheritdoc cref="ReadLines"/>
    internal static IEnumerable<(string Path, string Sha256)> Read(string path, Action<ImaLinkException> trouble)
    {
        foreach (byte[] line in ReadLines(path, trouble))
            if (Parse(Encoding.UTF8.GetString(line)) is { } said)
                yield return said;
    }

    /// <summary>
    /// Digest, two blanks, path; a path with a backslash, line feed or carriage return is escaped, which a backslash at
    /// the beginning of the line says.
    /// </summary>
    public static string Format(string path, string sha256)
    {
        if (path.AsSpan().IndexOfAny('\\', '\n', '\r') < 0)
            return $"{sha256}  {path}";
        string escaped = path.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)
            .Replace("\r", "\\r", StringComparison.Ordinal);
        return $"\\{sha256}  {escaped}";
    }

    /// <summary>Understands a line; null where it is none.</summary>
    public static (string Path, string Sha256)? Parse(string line)
    {
        bool isEscaped = line.StartsWith('\\');
        string text = isEscaped ? line[1..] : line;
        if (text.Length < 67 || text[64] != ' ' || text[65] is not (' ' or '*') || !Hex.IsSha256(text[..64]))
            return null;
        return (isEscaped ? Unescape(text[66..]) : text[66..], text[..64]);
    }

    private static string Unescape(string path) => Regex.Replace(path, @"\\(.)", match => match.Groups[1].Value switch
    {
        "n" => "\n",
        "r" => "\r",
        var other => other,
    });
}
