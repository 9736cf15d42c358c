using System.Management.Automation;
using ImaLink.Archive;
using ImaLink.Index;

namespace ImaLink.PowerShell.Commands;

/// <summary>Looks through a FileStorage by its own JSON indexes: no catalog is needed, and nothing is written.</summary>
/// <remarks>
/// Emits the storage itself; with -Session the sessions that fit; with -File, or any filter for files, the files, with -Session
/// those of the sessions that fit; with -Album the albums that fit, or, with a filter for files, the files that they hold. They are the objects that Get-ImaFileStorage, Get-ImaSession, Get-ImaAlbum and Get-ImaFile emit, as the
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
/// <example>
/// <code>Get-ImaIndex /media/usb/imalink_* -Album Travel/Italy -File | Copy-Item -Destination ~/selection</code>
/// <para>Copies the photos of an album from such a disk; in the order of the index, not of the album.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "ImaIndex")]
[OutputType(typeof(FileStorage), typeof(ImportSession), typeof(Album), typeof(ImageFile))]
public sealed class GetImaIndexCommand : PhotoFilterCommand
{
    /// <summary>The storages: name, UUID, wildcard, id, path of the storage's folder, or objects that name a storage. All that are enabled by default.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("StorageUuid")]
    [StorageArgument]
    [ArgumentCompleter(typeof(StorageNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public override Selector[]? Storage { get; set; }

    /// <summary>Only these sessions: title, UUID, wildcard, number in the storage, or objects that name a session. All by default.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("SessionUuid")]
    [SessionArgument]
    [ArgumentCompleter(typeof(SessionTitleCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public override Selector[]? Session { get; set; }

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

    /// <summary>Files that are present, or missing, as of the last look.</summary>
    [Parameter]
    [ValidateSet("Present", "Missing")]
    public string? State { get; set; }

    /// <inheritdoc/>
    protected override void ProcessInput()
    {
        foreach (Selector? storage in Storage ?? [null!])
        {
            Attempt(storage?.Text, () => new IndexRoots(this, () => StorageService).Of(storage)
                .ForEach(root => Attempt(root, () => WriteRoot(root))));
        }
    }

    private void WriteRoot(string root)
    {
        var browser = new IndexBrowser(root, StopToken);
        if (browser.MasterProblem is { } problem)
            WriteWarning($"{problem} What is shown was read elsewhere in the storage.");
        FileFilter? files = FileFilter.Of(Filter() with { Albums = null, Sessions = null, Storages = null, Hothashes = Hothash, Paths = Path is null ? null : Array.ConvertAll(Path, path => SessionPaths.Lexical(this, path)) }) with { State = State };
        if (!File && files == new FileFilter())
            files = null;
        AlbumBrowser? albums = Album is null ? null : new AlbumBrowser(root, browser.Storage(StopToken).Name, ErrorReporter with { Warning = WriteWarning });
        if (albums is not null && files is null)
        {
            foreach (Selector album in Album!)
                Attempt(album.Text, () => WriteObject(albums.Find(album, StopToken), enumerateCollection: true));
            return;
        }

        if (Session is null && files is null)
        {
            WriteObject(browser.Storage(StopToken));
            return;
        }

        Predicate<ImageFile> isMember = albums?.Holder(Album!, StopToken) ?? (_ => true);
        foreach (SessionSource source in (Session ?? [null!]).SelectMany(browser.Sessions).Distinct().ToList())
            Attempt(source.IndexPath, () => WriteSession(browser, source, files, isMember));
    }

    private void WriteSession(IndexBrowser browser, SessionSource source, FileFilter? files, Predicate<ImageFile> isMember)
    {
        if (source is { Problem: { } problem, UsablePath: { } path })
            WriteWarning($"{problem} What is shown was read from '{path}'.");
        if (files is null)
        {
            WriteObject(browser.Describe(source));
            return;
        }

        bool inUtc = false;
        foreach (ImageFile file in browser.Files(source, files))
        {
            StopToken.ThrowIfCancellationRequested();
            if (!isMember(file))
                continue;
            WriteObject(file);
            inUtc |= FilmTimes.IsInUtc(file);
        }

        if (inUtc)
            FilmTimes.Warn(this, source.Header!.TimeZone, source.Header.Title);
    }
}
