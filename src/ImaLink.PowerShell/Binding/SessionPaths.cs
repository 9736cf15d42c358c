using System.Management.Automation;

namespace ImaLink.PowerShell;

/// <summary>Turns what a user writes as a path into full paths of the file system, by the session's location and drives.</summary>
internal static class SessionPaths
{
    /// <summary>Resolves a path that names existing items; a wildcard may fit none. A path that exists as it is written is no wildcard.</summary>
    /// <exception cref="ImaLinkException">PathNotFound, NotFileSystem.</exception>
    public static IReadOnlyList<string> Resolve(PSCmdlet cmdlet, string path, bool literal)
    {
        if (literal || (WildcardPattern.ContainsWildcardCharacters(path) && System.IO.Path.Exists(Literal(cmdlet, path))))
            return [Literal(cmdlet, path)];
        return Translate(path, () =>
        {
            var resolved = cmdlet.SessionState.Path.GetResolvedProviderPathFromPSPath(path, out var provider);
            RequireFileSystem(provider, path);
            return resolved;
        });
    }

    /// <summary>What commands say that have to be given something.</summary>
    public static ImaLinkException NothingFits(string path) => new(ErrorCode.PathNotFound, $"Nothing fits '{path}'. Check the folder and the wildcard.", path);

    /// <summary>Resolves a path that need not exist, without expanding anything.</summary>
    public static string Literal(PSCmdlet cmdlet, string path) => Translate(path, () =>
    {
        string resolved = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
        RequireFileSystem(provider, path);
        return System.IO.Path.GetFullPath(resolved);
    });

    /// <summary>The folders before the first wildcard are made a full path by the session's location and drives.</summary>
    public static string Lexical(PSCmdlet cmdlet, string path)
    {
        if (path.StartsWith('*'))
            return path;
        (string root, string rest) = Rooted(cmdlet, path);
        string[] segments = rest.Split('/', '\\'); // PowerShell takes either, on every system
        int plain = Array.FindIndex(segments, WildcardPattern.ContainsWildcardCharacters) is >= 0 and var first ? first : segments.Length;
        string head = WildcardPattern.Unescape(string.Join(System.IO.Path.DirectorySeparatorChar, segments[..plain]));
        string start = Literal(cmdlet, root + (plain > 0 && head.Length == 0 ? System.IO.Path.DirectorySeparatorChar.ToString() : plain == 0 && root.Length == 0 ? "." : head));
        return string.Join(System.IO.Path.DirectorySeparatorChar,
            [WildcardPattern.Escape(System.IO.Path.TrimEndingDirectorySeparator(start)).TrimEnd(System.IO.Path.DirectorySeparatorChar), .. segments[plain..]]);
    }

    /// <summary>The drive or the provider that a path begins with, and what comes after it.</summary>
    private static (string Root, string Below) Rooted(PSCmdlet cmdlet, string path)
    {
        int end = path.IndexOf("::", StringComparison.Ordinal) is >= 0 and var provider ? provider + 2 : path.IndexOf(':') + 1;
        return end > 1 && (path[end - 2] == ':' || IsDrive(path[..(end - 1)])) ? (path[..end], path[end..]) : ("", path);

        bool IsDrive(string name)
        {
            try
            {
                return cmdlet.SessionState.Drive.Get(name) is not null;
            }
            catch (System.Management.Automation.DriveNotFoundException)
            {
                return false;
            }
        }
    }

    private static T Translate<T>(string path, Func<T> resolve)
    {
        if (path.Contains('\0', StringComparison.Ordinal))
            throw new ImaLinkException(ErrorCode.InvalidValue, $"'{path.Replace('\0', '?')}' is no path: the character with the code 0 is in no file name.", path);
        try
        {
            return resolve();
        }
        catch (Exception exception) when (exception is ItemNotFoundException or System.Management.Automation.DriveNotFoundException)
        {
            throw new ImaLinkException(ErrorCode.PathNotFound,
                $"'{path}' does not exist. Check the path; is the drive connected?",
                path, exception);
        }
        catch (ProviderNotFoundException exception)
        {
            throw NotFileSystem(path, exception);
        }
    }

    private static void RequireFileSystem(ProviderInfo provider, string path)
    {
        if (provider.Name != "FileSystem")
            throw NotFileSystem(path, null);
    }

    private static ImaLinkException NotFileSystem(string path, Exception? cause) =>
        new(ErrorCode.NotFileSystem, $"'{path}' is not a path of the file system. Give a path of files or folders.", path, cause);
}
