using System.Management.Automation;

namespace ImaLink.PowerShell;

/// <summary>
/// A cmdlet that takes existing files or folders: <c>-Path</c> with wildcards, <c>-LiteralPath</c> without, both from the
/// pipeline and both resolved by the session's location. A leaf overrides <see cref="ProcessPath"/>.
/// </summary>
public abstract class PathCommand : CatalogCommand
{
    /// <summary>Name of the parameter set of <see cref="Path"/>; it is the default one.</summary>
    protected const string PathSet = "Path";

    /// <summary>Name of the parameter set of <see cref="LiteralPath"/>.</summary>
    protected const string LiteralPathSet = "LiteralPath";

    /// <summary>Files or folders. Wildcards are expanded, unless a file or folder has exactly this name.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet,
        ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>Files or folders, taken exactly as written. What other commands emit binds here by its PSPath.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Whether something that was named could not be dealt with.</summary>
    protected bool HasFailed { get; private set; }

    /// <summary>Called for a wildcard that fits nothing: an error, unless the command says otherwise.</summary>
    /// <param name="path">The path as it was given.</param>
    protected virtual void OnNothingFits(string path) => throw SessionPaths.NothingFits(path);

    /// <summary>Called for each resolved path; what it throws becomes the error record of that path.</summary>
    /// <param name="fullName">Full path in the file system. It need not exist if it was given literally.</param>
    protected abstract void ProcessPath(string fullName);

    /// <summary>Refuses a path that leads nowhere; a link that leads nowhere is told file by file.</summary>
    protected static void RequireExists(string fullName)
    {
        if (!System.IO.Path.Exists(fullName) && new FileInfo(fullName).LinkTarget is null)
            throw new ImaLinkException(ErrorCode.PathNotFound, $"'{fullName}' does not exist. Check the path; is the drive connected?", fullName);
    }

    /// <inheritdoc/>
    protected sealed override void ProcessInput()
    {
        bool literal = ParameterSetName == LiteralPathSet;
        foreach (string path in literal ? LiteralPath : Path)
        {
            IReadOnlyList<string> resolved = [];
            HasFailed |= !Attempt(path, () =>
            {
                resolved = SessionPaths.Resolve(this, path, literal);
                if (resolved.Count == 0)
                    OnNothingFits(path);
            });
            foreach (string fullName in resolved)
                HasFailed |= !Attempt(fullName, () => ProcessPath(fullName));
        }
    }
}
