namespace ImaLink.Files;

/// <summary>Finds the one path of a file that several lead to through links.</summary>
internal static class RealPath
{
    private const int MaxLinks = 40;

    /// <summary>The path without links in any of its parts; as far as that can be found out.</summary>
    internal static string Of(string path)
    {
        string real = Path.GetFullPath(path);
        try
        {
            for (int i = 0; i < MaxLinks && FirstLink(real) is ({ } link, { } behind); i++)
                real = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(link)!, new FileInfo(link).LinkTarget!, behind));
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            // What cannot be looked at stays as it is.
        }

        return real;
    }

    /// <summary>Whether a path leads into a folder, links in both of them followed.</summary>
    internal static bool IsBelow(string root, string path) =>
        Of(path).StartsWith(Of(root) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <summary>The link that is nearest to a folder, itself or one that it lies in, below a root; null where there is none.</summary>
    internal static string? LinkBelow(string root, string folder)
    {
        for (string? path = folder; path?.Length > root.Length; path = Path.GetDirectoryName(path))
            if (new DirectoryInfo(path).LinkTarget is not null)
                return path;
        return null;
    }

    private static (string Link, string Behind)? FirstLink(string path)
    {
        string root = Path.GetPathRoot(path)!;
        for (int end = root.Length; end >= 0 && end < path.Length;)
        {
            int next = path.IndexOf(Path.DirectorySeparatorChar, end + 1);
            string part = next < 0 ? path : path[..next];
            if (new FileInfo(part).LinkTarget is not null)
                return (part, next < 0 ? "" : path[(next + 1)..]);
            end = next;
        }

        return null;
    }
}
