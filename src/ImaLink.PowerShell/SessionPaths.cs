using System.Management.Automation;

namespace ImaLink.PowerShell;

/// <summary>Turns what a user writes as a path into full paths of the file system, by the session's location and drives.</summary>
internal static class SessionPaths
{
    /// <summary>Resolves a path that names existing items; a wildcard may fit none.</summary>
    public static IReadOnlyList<string> Resolve(PSCmdlet cmdlet, string path, bool literal)
    {
        if (literal)
            return [Literal(cmdlet, path)];
        return Translate(path, () =>
        {
            var resolved = cmdlet.SessionState.Path.GetResolvedProviderPathFromPSPath(path, out var provider);
            RequireFileSystem(provider, path);
            return resolved;
        });
    }

    /// <summary>Resolves a path that need not exist, without expanding anything.</summary>
    public static string Literal(PSCmdlet cmdlet, string path) => Translate(path, () =>
    {
        string resolved = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
        RequireFileSystem(provider, path);
        return System.IO.Path.GetFullPath(resolved);
    });

    /// <summary>A path with wildcards as a text to compare full paths with; nothing is looked up on the disk.</summary>
    public static string Lexical(PSCmdlet cmdlet, string path)
    {
        if (path.StartsWith('*') || System.IO.Path.IsPathRooted(path))
            return path;
        string location = cmdlet.SessionState.Path.CurrentFileSystemLocation.ProviderPath;
        return System.IO.Path.Combine(WildcardPattern.Escape(location), path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path);
    }

    private static T Translate<T>(string path, Func<T> resolve)
    {
        try
        {
            return resolve();
        }
        catch (Exception exception) when (exception is ItemNotFoundException or System.Management.Automation.DriveNotFoundException)
        {
            throw new ImaLinkException(ErrorCode.PathNotFound,
                $"'{path}' does not exist. Check the path; is the drive connected? A name with brackets needs -LiteralPath.",
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
