using System.Management.Automation;
using ImaLink.Archive;

namespace ImaLink.PowerShell;

/// <summary>
/// Registered files that a user names by a path: the one whose path is exactly this, brackets and all; else those that it fits as a
/// wildcard. A file that is there and is not registered is none, whatever else its name may fit.
/// </summary>
internal sealed class RegisteredPath
{
    private readonly string _text;
    private readonly string? _literal;

    private RegisteredPath(string text, string? literal, long? fileId, string pattern) =>
        (_text, _literal, FileId, Pattern) = (text, literal, fileId, pattern);

    /// <summary>The file, where the path is exactly that of one.</summary>
    public long? FileId { get; }

    /// <summary>Full paths that are meant; one is escaped.</summary>
    public string Pattern { get; }

    /// <summary>Whether a full path is meant.</summary>
    public bool Fits(string fullName) => new Wildcard(Pattern, ignoreCase: OperatingSystem.IsWindows()).IsMatch(fullName);

    /// <summary>Whether it may fit no file, as wildcards may.</summary>
    public bool IsWildcard => FileId is null && WildcardPattern.ContainsWildcardCharacters(_text);

    public static RegisteredPath Of(PSCmdlet cmdlet, FileQuery query, string path, bool isLiteral = false)
    {
        string? literal = path.StartsWith('*') && !isLiteral ? null : SessionPaths.Literal(cmdlet, path);
        long? id = literal is null ? null : query.ByFullName(literal)?.Id;
        isLiteral |= id is not null || File.Exists(literal);
        return new RegisteredPath(path, literal, id, isLiteral ? WildcardPattern.Escape(literal!) : SessionPaths.Lexical(cmdlet, path));
    }

    /// <summary>The files that are meant, of those that a filter lets through.</summary>
    public FileFilter Within(FileFilter filter) => FileId is { } id ? filter with { Ids = [id] } : filter with { Paths = [Pattern] };

    public ImaLinkException NotFound() => new(ErrorCode.FileNotFound,
        $"No registered file has the path '{_text}'. {(Directory.Exists(_literal) ? "It is a folder: add /* for the files in it." : "Get-ImaFile lists them.")}", _text);
}
