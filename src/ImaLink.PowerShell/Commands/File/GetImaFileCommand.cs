using System.Globalization;
using System.Management.Automation;
using ImaLink.Archive;

namespace ImaLink.PowerShell.Commands;

/// <summary>Gets registered files, with what is known of the pictures in them.</summary>
/// <remarks>
/// Files are emitted as they are found. Filters narrow the result down together, and are those of Get-ImaPhoto: format, kind, path, copies, storage and session are asked of the
/// file itself, all else of the photo that it is of, so that a RAW and its JPEG are found together, and by the date that Set-ImaPhoto said. -Path compares full paths as texts, so files
/// of a storage that is offline are found too. A path without wildcard that fits no file is an error, and one that is exactly that of a
/// file names it, brackets and all. Files of disabled storages are left out unless the storage or session is named.
/// What is emitted can be piped to Copy-Item, Get-Item and Invoke-Item.
/// </remarks>
/// <example>
/// <code>Get-ImaFile -Session 'Italy Summer 2024' -Camera '*EOS*'</code>
/// <para>Lists the files of a session that were taken with a Canon EOS.</para>
/// </example>
/// <example>
/// <code>Get-ImaFile -After 2024-06-01 -Before 2024-09-01 -Format CR2, NEF</code>
/// <para>Lists the RAW files of a summer.</para>
/// </example>
/// <example>
/// <code>Get-ImaFile -Tag Places/Italy -Rating 4.. -Kind Raw</code>
/// <para>Lists the RAW files of the good photos of Italy.</para>
/// </example>
/// <example>
/// <code>Get-ImaFile -CopiesLessThan 2</code>
/// <para>Lists the files that would be lost with one disk: no second one holds them for sure.</para>
/// </example>
/// <example>
/// <code>Get-ImaFile -CopiesLessThan 2 -Online</code>
/// <para>Lists the files of which there is no second copy on the disks that are connected now.</para>
/// </example>
/// <example>
/// <code>Get-ImaPhoto -Rating 5 | Get-ImaFile | Copy-Item -Destination ~/best</code>
/// <para>Copies all files of the best photos: RAW and JPEG, film and picture.</para>
/// </example>
/// <example>
/// <code>Get-ImaHothash ./found.jpg | Get-ImaFile</code>
/// <para>Finds where the archive holds the image of a file.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "ImaFile")]
[OutputType(typeof(ImageFile))]
public sealed class GetImaFileCommand : CatalogFilterCommand
{
    private readonly SortedDictionary<string, int> _awaiting = new(StringComparer.Ordinal);
    private readonly HashSet<Guid> _inUtc = [];
    private Selector[]? _typedSession, _typedStorage;
    private string[]? _typedHothash;
    private PSObject? _input;

    /// <summary>Files whose full path fits, compared as a text; wildcards are allowed, a relative path starts at the session's location, one that begins with * fits anywhere.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Path { get; set; }

    /// <summary>Files with exactly this full path.</summary>
    [Parameter]
    [Alias("PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[]? LiteralPath { get; set; }

    /// <summary>Photos from Get-ImaPhoto: all files of all their images, in whatever storage. Sessions, storages and files: theirs. A text is a path, as of -Path.</summary>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNull]
    public PSObject[]? InputObject { get; set; }

    /// <summary>Files of these sessions: title, UUID, wildcard, id, or objects that name a session.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("SessionUuid")]
    [SessionArgument]
    [ArgumentCompleter(typeof(SessionTitleCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public override Selector[]? Session { get; set; }

    /// <summary>Files that hold the image with this hothash. What comes from the pipeline and has none, such as a skipped source file, gives nothing.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    public string[]? Hothash { get; set; }

    /// <summary>Files that are present, or missing, as of the last look.</summary>
    [Parameter]
    [ValidateSet("Present", "Missing")]
    public string? State { get; set; }

    /// <inheritdoc/>
    protected override void BeginInput()
    {
        _typedSession = Session;
        _typedStorage = Storage;
        _typedHothash = Hothash;
    }

    /// <inheritdoc/>
    protected override void ProcessInput()
    {
        foreach (PSObject? input in InputObject ?? [null!])
        {
            _input = input;
            Attempt(null, Get);
        }
    }

    private void Get()
    {
        // A photo names the storage and session of one of its files; what was typed counts.
        Guid? photo = _input?.Properties["Images"] is not null && _input.Properties["Persons"] is not null ? SelectorArgumentAttribute.Uuid(_input, "Uuid") : null;
        Selector[]? piped = _input is not null && photo is null && new SessionArgumentAttribute().FromObject(_input) is { } one ? [one] : null;
        Selector[]? session = _typedSession ?? (photo is null ? piped ?? Session : null), storage = photo is null ? Storage : _typedStorage;
        string[]? hothash = photo is null ? Hothash : _typedHothash;
        if (hothash is null && photo is null && MyInvocation.BoundParameters.ContainsKey(nameof(Hothash)))
            return;
        var query = new FileQuery(Database);
        List<RegisteredPath>? named = Named(query);
        if (named?.Count == 0)
            return;
        FileFilter filter = FileFilter.Of(Filter() with
        {
            Sessions = session,
            Storages = storage,
            Hothashes = hothash,
            Uuids = photo is { } uuid ? [uuid] : null,
            Paths = named?.ConvertAll(path => path.Pattern),
        }) with
        {
            State = State,
            Ids = named?.TrueForAll(path => path.FileId is not null) == true ? named.ConvertAll(path => path.FileId!.Value) : null,
        };
        foreach (ImageFile file in query.Run(filter))
        {
            StopToken.ThrowIfCancellationRequested();
            WriteObject(file);
            if (CopiesLessThan is not null && file.AwaitsReading)
                _awaiting[file.Storage] = _awaiting.GetValueOrDefault(file.Storage) + 1;
            if (FilmTimes.IsInUtc(file))
                _inUtc.Add(file.SessionUuid);
        }
    }

    /// <inheritdoc/>
    protected override void EndInput()
    {
        foreach (ImportSession session in _inUtc.SelectMany(session => SessionService.Find(Selector.ByUuid(session))).DistinctBy(session => (session.Title, session.TimeZone)))
            FilmTimes.Warn(this, session.TimeZone, session.Title);
        foreach ((string storage, int count) in _awaiting)
        {
            WriteWarning(string.Create(CultureInfo.InvariantCulture,
                $"{count:N0} of these files in '{storage}' {(count == 1 ? "was" : "were")} moved or renamed and found again by the fingerprint alone: no copy until they were read. Test-ImaFile -Storage '{storage}' reads them; they need not be copied again."));
        }
    }

    /// <summary>What the paths mean, null where none is given; a wildcard may fit none, and a name that fits none is an error.</summary>
    private List<RegisteredPath>? Named(FileQuery query)
    {
        var named = new List<RegisteredPath>();
        bool isPiped = _input is not null && SelectorArgumentAttribute.Uuid(_input, "StorageUuid") is null && _input.Properties["Hothash"] is null;
        string? pipedText = _input?.BaseObject as string, pipedFile = isPiped && pipedText is null ? _input!.Properties["FullName"]?.Value as string : null;
        List<(string Text, bool IsLiteral)> texts =
        [
            .. (Path ?? []).Select(text => (text, false)), .. (LiteralPath ?? []).Select(text => (text, true)),
            .. pipedText is null ? [] : new[] { (pipedText, false) }, .. pipedFile is null ? [] : new[] { (pipedFile, true) },
        ];
        foreach ((string text, bool isLiteral) in texts)
        {
            Attempt(text, () =>
            {
                RegisteredPath path = RegisteredPath.Of(this, query, text, isLiteral);
                if (path.FileId is null && (isLiteral || !path.IsWildcard) && !query.Run(path.Within(new FileFilter())).Any())
                    throw path.NotFound();
                named.Add(path);
            });
        }

        return texts.Count == 0 ? null : named;
    }
}
