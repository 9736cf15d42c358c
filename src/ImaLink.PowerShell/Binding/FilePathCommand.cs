using System.Management.Automation;

namespace ImaLink.PowerShell;

/// <summary>A cmdlet that does something with registered files, which are named by their paths first.</summary>
public abstract class FilePathCommand : FileSelectionCommand
{
    /// <summary>Files whose full path fits, compared as a text; wildcards are allowed, a relative path starts at the session's location. What fits none is an error.</summary>
    [Parameter(Position = 0, ParameterSetName = "Filter")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Path { get; set; }

    private protected sealed override string[]? Paths => Path;
}
