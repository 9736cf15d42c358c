using System.Management.Automation;
using ImaLink.Catalog;
using ImaLink.Index;

namespace ImaLink.PowerShell.Commands;

/// <summary>Looks through a FileStorage by its own JSON indexes: no catalog is needed, and nothing is written.</summary>
/// <remarks>
/// Emits the storage itself; with -Session the sessions that fit; with -File, or any filter for files, the files, with -Session
/// those of the sessions that fit. They are the objects that Get-ImaFileStorage, Get-ImaSession and Get-ImaFile emit, as the
/// indexes tell them, so that a disk can be looked through on a computer that never saw it, and on a medium that cannot be written.
/// <para>
/// Files are emitted as they are read: the first of a million is there at once. Where an index is missing or damaged and its
/// previous version can stand in for it, a warning says so; where nothing can, that session costs one error, and an index that
/// is damaged further on gives the files before the damage and then the error.
/// </para>
/// </remarks>
/// <example>
/// <code>Get-ImaIndex /media/usb/imalink_20241018_143052_a1b2c3d4 -Session *</code>
/// <para>Lists the sessions of a storage on a USB drive.</para>
/// </example>
/// <example>
/// <code>Find-ImaFileStorage /media | Get-ImaIndex -Session 'Italy*' | Get-ImaIndex -File</code>
/// <para>Lists the photos of all sessions on all connected drives whose titles begin with Italy.</para>
/// </example>
/// <example>
/// <code>Get-ImaIndex /media/usb/imalink_* -File -Camera '*EOS*' -After 2024-06-01 | Copy-Item -Destination ~/selection</code>
/// <para>Copies photos of one camera from a disk that the catalog does not know.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "ImaIndex")]
[OutputType(typeof(FileStorage), typeof(ImportSession), typeof(ImageFile))]
public sealed class GetImaIndexCommand : IndexQueryCommand
{
    /// <summary>Emits the files. A filter for files implies it.</summary>
    [Parameter]
    public SwitchParameter File { get; set; }

    /// <summary>Files whose full path fits, compared as a text; wildcards are allowed, one that begins with * fits anywhere.</summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Path { get; set; }

    /// <summary>Files that hold the image with this hothash.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Hothash { get; set; }

    /// <summary>Files taken at or after this time of the camera.</summary>
    [Parameter]
    [DateArgument]
    public DateTime? After { get; set; }

    /// <summary>Files taken before this time of the camera.</summary>
    [Parameter]
    [DateArgument]
    public DateTime? Before { get; set; }

    /// <summary>Files whose camera model, or maker and model, fits; wildcards are allowed.</summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string? Camera { get; set; }

    /// <summary>Files of these formats, as ExifTool calls them: JPEG, NEF, HEIC and so on.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Format { get; set; }

    /// <summary>Files that are present, or missing, as of the last look.</summary>
    [Parameter]
    [ValidateSet("Present", "Missing")]
    public string? State { get; set; }

    private bool WantsFiles => File || Path is not null || Hothash is not null || After is not null || Before is not null
        || Camera is not null || Format is not null || State is not null;

    /// <inheritdoc/>
    protected override void ProcessRoot(string root)
    {
        var browser = new IndexBrowser(root, StopToken);
        if (browser.MasterProblem is { } problem)
            WriteWarning($"{problem} What is shown was read elsewhere in the storage.");
        if (Session is null && !WantsFiles)
        {
            WriteObject(browser.Storage(StopToken));
            return;
        }

        foreach (SessionSource source in (Session ?? [null!]).SelectMany(browser.Sessions).Distinct().ToList())
            AttemptOne(source.IndexPath, () => WriteSession(browser, source));
    }

    private void WriteSession(IndexBrowser browser, SessionSource source)
    {
        if (source is { Problem: { } problem, UsablePath: { } path })
            WriteWarning($"{problem} What is shown was read from '{path}'.");
        if (!WantsFiles)
        {
            WriteObject(browser.Describe(source));
            return;
        }

        foreach (ImageFile file in browser.Files(source, Filter()))
        {
            StopToken.ThrowIfCancellationRequested();
            WriteObject(file);
        }
    }

    private FileFilter Filter() => new()
    {
        Hothashes = Hothash,
        After = After,
        Before = Before,
        Camera = Camera is null ? null : WildcardPattern.Get(Camera, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant).IsMatch,
        Formats = Format,
        State = State,
        FullName = Path is null ? null : SessionPaths.Matcher(this, Path),
    };
}
