using System.Management.Automation;

namespace ImaLink.PowerShell;

/// <summary>A cmdlet whose subject are photos that are looked for, by words first.</summary>
public abstract class PhotoSearchCommand : CatalogFilterCommand
{
    /// <summary>Words, "phrases", beginnings (wor*), AND, OR, NOT and parentheses, in what is said of the photo and in its names.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public override string? Text { get; set; }

    /// <summary>With a file whose full path fits, compared as a text; wildcards are allowed, a relative path starts at the session's location, one that begins with * fits anywhere.</summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Path { get; set; }

    /// <summary>Hidden photos as well as the others.</summary>
    [Parameter]
    public SwitchParameter IncludeHidden { get; set; }

    /// <inheritdoc/>
    private protected override PhotoFilter Filter() => base.Filter() with { IncludeHidden = IncludeHidden, Paths = Path is null ? null : Array.ConvertAll(Path, path => SessionPaths.Lexical(this, path)) };
}
