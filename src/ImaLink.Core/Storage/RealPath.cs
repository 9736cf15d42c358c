namespace ImaLink.Storage;

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
