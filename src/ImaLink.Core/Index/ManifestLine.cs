namespace ImaLink.Index;

/// <summary>A line of <c>manifest-sha256.txt</c> as <c>sha256sum</c> of GNU coreutils writes and checks it.</summary>
public static class ManifestLine
{
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
}
