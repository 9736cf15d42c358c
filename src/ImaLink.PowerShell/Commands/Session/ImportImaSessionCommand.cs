using System.Globalization;
using System.Management.Automation;
using ImaLink.Archive;
using ImaLink.Archive.Intake;
using ImaLink.Import;

namespace ImaLink.PowerShell.Commands;

/// <summary>Imports photos and videos into a FileStorage as one session.</summary>
/// <remarks>
/// Every file is read once: copied, hashed, and made durable before it gets its name under photos. Nothing is ever replaced and
/// the source is never changed. A file whose bytes are in the storage already is not copied again. Every source file gets
/// exactly one verdict in the session's ledger (Get-ImaImportItem). Companions (XMP, AAE, descriptions of a Takeout, darktable's
/// copies, .pp3, .dop, .thm, voice notes and others) travel with their photo and are called like it. What belongs to no photo that
/// is here, such as descriptions of albums, is kept with the session at its source path, whatever the layout. Pipeline input is collected; each distinct pair of storage
/// and title becomes one session. An import that was interrupted, by whatever, goes on with Resume-ImaSession.
/// What the descriptions of a Google Takeout say (text, persons, favorite, archived as hidden; time and place where the photo states none) is said of the photo, of the other half of a live photo and of what
/// was edited of it. Unpack all archives of a Takeout and name them, or the folder that they are in, in one import: the description of a photo may lie in another part. Its albums become albums; those of two
/// accounts stay apart.
/// What Picasa notes in the .picasa.ini of a folder is said of its photos (caption, keywords, star as favorite, hidden, place, persons with their faces); its albums, and folders that were renamed or described in it, become
/// albums. Of what Apple gives out of iCloud the lists count (Photo Details.csv: favorite, hidden, and the time where the photo states none); Albums/*.csv and Memories/*.csv become albums.
/// What was in the trash of Google or Apple, and the photos of a partner, are left out and told, unless they are asked for. Where another program says another time or place than the photo itself, the photo's counts, and a
/// warning tells how many there are; the item's Detail has both.
/// Films and GPS receivers tell the time in UTC: such files are placed, sorted and found by the local time of the session's time zone, the same on
/// every machine. A file without a date is placed by the time of its last modification, in that zone; its TakenAt stays empty, so that -After and
/// -Before of Get-ImaFile do not find it.
/// Pictures of which no preview can be made are counted at the end and told with -Verbose; they are as safe as the others. With -WhatIf
/// each file is read, and its item is emitted with the verdict and the place that it would get; nothing is written.
/// </remarks>
/// <example>
/// <code>Import-ImaSession /media/card/DCIM -Storage Archive -Title 'Italy Summer 2024'</code>
/// <para>Imports a card.</para>
/// </example>
/// <example>
/// <code>Import-ImaSession /media/card/DCIM -Storage Archive, NAS -Title 'Rome 2025'</code>
/// <para>Imports into the first of two storages that has room.</para>
/// </example>
/// <example>
/// <code>Import-ImaSession ./scans -Storage Archive -Title Scans -Layout '{session}/{yyyy}-{MM}/{name}'</code>
/// <para>Imports a folder and places files by the month in which they were taken.</para>
/// </example>
/// <example>
/// <code>Import-ImaSession ./mixed -Storage Archive -Title Mixed -Layout { if ($_.CameraModel) { $_.CameraModel } else { 'other' } }</code>
/// <para>Lets a script decide the folder of each file.</para>
/// </example>
/// <example>
/// <code>Import-ImaSession /media/card/DCIM -Storage Archive -Title 'Italy Summer 2024' -WhatIf | Group-Object Verdict</code>
/// <para>Counts what would be imported of a card, and what the archive holds already.</para>
/// </example>
/// <example>
/// <code>Import-ImaSession /media/phone/DCIM -Storage Archive -Title 'Kyoto 2024' -TimeZone Asia/Tokyo</code>
/// <para>Imports at home what was taken in Japan: the films are filed by the day that it was there.</para>
/// </example>
/// <example>
/// <code>Import-ImaSession ./takeout-001, ./takeout-002 -Storage Archive -Title 'Google Photos'</code>
/// <para>Imports a Google Takeout of two archives that were unpacked.</para>
/// </example>
/// <example>
/// <code>Import-ImaSession ./icloud -Storage Archive -Title 'iCloud' -IncludeTrashed</code>
/// <para>Imports what Apple gives out of iCloud, with its albums and with what was deleted there in the last weeks.</para>
/// </example>
/// <example>
/// <code>$storage = Get-ImaFileStorage Archive; Import-ImaSession -LiteralPath "$($storage.FullName)/photos/old" -Storage $storage -Title 'Old library' -InPlace</code>
/// <para>Registers photos that were put into a folder of the storage's photos by other means.</para>
/// </example>
[Cmdlet(VerbsData.Import, "ImaSession", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(ImportSession))]
public sealed class ImportImaSessionCommand : PathCommand
{
    private readonly List<Row> _rows = [];

    /// <summary>What the pipeline said of one path.</summary>
    private sealed record Row(Selector[] Storage, string Title, string Path, string? Description, string? Author, string? TimeZone);

    /// <summary>
    /// The storage: name, UUID, id, path of its folder, or an object that names a storage. Of several, the first that is there and has room for what
    /// it does not hold of the sources takes all of them.
    /// </summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("StorageUuid")]
    [StorageArgument]
    [ArgumentCompleter(typeof(StorageNameCompleter))]
    [ValidateNotNullOrEmpty]
    public Selector[]? Storage { get; set; }

    /// <summary>The title of the session.</summary>
    [Parameter(Mandatory = true, Position = 2, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string Title { get; set; } = "";

    /// <summary>What the session is about. Of several rows of a pipeline, the first that says it counts.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string? Description { get; set; }

    /// <summary>The author of the photos: a name, or name and address as in 'Ann Example &lt;ann@example.org&gt;'.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(AuthorCompleter))]
    public string? Author { get; set; }

    /// <summary>
    /// The zone that the photos were taken in: IANA's name, such as Europe/Oslo, or that of Windows. By default that of this machine. Of several
    /// rows of a pipeline, the first that says it counts.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [TimeZoneArgument]
    [ArgumentCompleter(typeof(TimeZoneCompleter))]
    public string? TimeZone { get; set; }

    /// <summary>
    /// Where files are placed under photos: a text with {yyyy} {MM} {dd} {session} {camera} {name} {ext} {source}, or a script
    /// block that gets the file's facts as $_ and answers with a path. By default {yyyy}/{session}/{source}. {source} is the file's path below the folder
    /// that is imported, with its name and extension, so that the subfolders of a card stay as they are; {name} is the name without extension.
    /// A month or a day that the photo leaves open is 00. In a script $_.TakenAt is the first moment of what is known (1993-01-01 00:00 where only
    /// the year is), and $_.TakenAtPrecision says how much that is: Year, Month, Day, Minute or Second.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(LayoutCompleter))]
    [ValidateNotNull]
    public object? Layout { get; set; }

    /// <summary>Registers files that lie under the storage's photos folder already, duplicates too, copying nothing.</summary>
    [Parameter]
    public SwitchParameter InPlace { get; set; }

    /// <summary>Copies files whose bytes are in the storage already.</summary>
    [Parameter]
    public SwitchParameter AllowDuplicate { get; set; }

    /// <summary>Leaves out files whose image is in the storage in other bytes.</summary>
    [Parameter]
    public SwitchParameter SkipVariant { get; set; }

    /// <summary>Leaves out files whose bytes are in another storage that is accessible now.</summary>
    [Parameter]
    public SwitchParameter SkipKnownElsewhere { get; set; }

    /// <summary>Takes in the photos of a Google Takeout or of an export of Apple's that were in the trash there, too.</summary>
    [Parameter]
    public SwitchParameter IncludeTrashed { get; set; }

    /// <summary>Takes in the photos of a Google Takeout that a partner shares with its account, too.</summary>
    [Parameter]
    public SwitchParameter IncludePartner { get; set; }

    /// <summary>Makes no hotpreviews.</summary>
    [Parameter]
    public SwitchParameter NoPreview { get; set; }

    /// <inheritdoc/>
    protected override string? WhenStopped => Storage is not null && Storage.Any(storage => ResumeService.Resumable(storage, null).Any())
        ? "The import was stopped. What was imported is safe; Resume-ImaSession goes on with the rest." : null;

    /// <inheritdoc/>
    protected override void ProcessPath(string fullName)
    {
        RequireExists(fullName);
        _rows.Add(new Row(Storage!, Title, fullName, Description, Author, TimeZone));
    }

    /// <inheritdoc/>
    protected override void EndInput()
    {
        // One storage may have been named in several ways.
        var named = new List<(FileStorage[] Storages, IEnumerable<Row> Rows)>();
        foreach (var rows in _rows.GroupBy(row => (string.Join('\n', row.Storage.Select(storage => storage.Text)), row.Title)))
            Attempt(rows.Key.Title, () => named.Add(([.. rows.First().Storage.Select(StorageService.Get).DistinctBy(storage => storage.Uuid)], rows)));
        foreach (var session in named.GroupBy(part => (string.Join('\n', part.Storages.Select(storage => storage.Uuid)), part.Rows.First().Title)))
        {
            ImportRequest request = Request(session.Key.Title, [.. session.SelectMany(part => part.Rows)]);
            Attempt(session.Key.Title, () => Import(Chosen(session.First().Storages, request), request));
        }
    }

    private FileStorage Chosen(FileStorage[] storages, ImportRequest request)
    {
        // What was interrupted in one of them goes on there.
        if (Array.Find(storages, storage => ResumeService.Resumable(Selector.ByUuid(storage.Uuid), null).Any(begun => begun is { IsOwn: true, Kind: "import" } && begun.Title == request.Title)) is { } begun)
            return begun;
        FileStorage chosen = storages[0];
        if (storages.Length > 1)
            PipelinePump.Run(this, (pump, token) => chosen = ImportService.FirstWithRoom(storages, request, pump.Reporter, token));
        return chosen;
    }

    private void Import(FileStorage target, ImportRequest request)
    {
        Selector storage = Selector.ByUuid(target.Uuid);
        if (!ShouldProcess($"{target.Name}: {string.Join(", ", request.Paths)}", $"Import session '{request.Title}'"))
        {
            if (this.IsWhatIf())
                Foretell(storage, request);
            return;
        }

        foreach (InterruptedSession unfinished in ResumeService.Resumable(storage, null))
        {
            if (unfinished is { IsOwn: true, HeldBy: null, Kind: "import" } && unfinished.Title == request.Title)
                throw new ImaLinkException(ErrorCode.SessionIncomplete, $"The import '{request.Title}' into '{target.Name}' was interrupted, and what it has placed would be copied once more. Resume-ImaSession '{request.Title}' goes on with it and copies nothing twice; for another import give another -Title.", request.Title);
            WriteWarning($"The {unfinished.Kind} '{unfinished.Title}' into the storage '{unfinished.Storage}' is not finished. {(unfinished.HeldBy is { } holder ? $"{holder} writes that storage at this moment; if it is still unfinished when that has ended, Resume-ImaSession goes on with it." : unfinished.IsOwn ? "Resume-ImaSession goes on with it." : "This catalog did not begin it; it goes on where it was begun, or here with Resume-ImaSession and its title.")}");
        }

        bool isKnown = SessionService.Find(null, storage).Any(session => session.Title == request.Title);
        ImportSession? session = null;
        PipelinePump.Run(this, (pump, token) => session = ImportService.Import(storage, Scripted(request, pump), pump.Reporter, token));
        if (isKnown)
            WriteWarning($"The storage '{target.Name}' had a session '{request.Title}' already; this one has the id {session!.Id}. Set-ImaSession gives it another title.");
        if (session is { Imported: 0, Variant: 0, Duplicate: > 0 })
            WriteWarning($"The session '{request.Title}' has no file of its own: {(session.Duplicate == 1 ? "its only photo was" : $"all {DisplayText.Count(session.Duplicate, "photo")} were")} in the archive already. It keeps the verdicts (Get-ImaImportItem); Remove-ImaSession takes it away.");
        WriteObject(session);
    }

    /// <summary>The plan: an item for each file, with the verdict and the place that it would get.</summary>
    private void Foretell(Selector storage, ImportRequest request) => PipelinePump.Run(this, (pump, token) =>
    {
        var told = new SortedDictionary<string, (long Files, long Bytes)>(StringComparer.Ordinal);
        foreach (ImportItem item in ImportService.Simulate(storage, Scripted(request, pump), pump.Reporter, token))
        {
            pump.WriteObject(item);
            (long files, long bytes) = told.GetValueOrDefault(item.Verdict);
            told[item.Verdict] = (files + 1, bytes + item.Length);
        }

        pump.WriteNews($"What if: {DisplayText.Count((int)told.Values.Sum(verdict => verdict.Files), "file")}" + (told.Count == 0 ? "."
            : $": {string.Join(", ", told.Select(verdict => $"{verdict.Value.Files.ToString("N0", CultureInfo.InvariantCulture)} {verdict.Key} ({DisplayText.Size(verdict.Value.Bytes)})"))}."));
    });

    private ImportRequest Request(string title, List<Row> rows) => new()
    {
        Paths = rows.ConvertAll(row => row.Path),
        Title = title,
        Description = rows.Select(row => row.Description).FirstOrDefault(text => !string.IsNullOrEmpty(text)),
        Author = rows.Select(row => row.Author).FirstOrDefault(text => !string.IsNullOrEmpty(text)),
        TimeZone = rows.Select(row => row.TimeZone).FirstOrDefault(text => !string.IsNullOrEmpty(text)),
        Layout = Given as string ?? LayoutTemplate.Default,
        InPlace = InPlace,
        AllowDuplicate = AllowDuplicate,
        SkipVariant = SkipVariant,
        SkipKnownElsewhere = SkipKnownElsewhere,
        IncludeTrashed = IncludeTrashed,
        IncludePartner = IncludePartner,
        NoPreview = NoPreview,
    };

    private object? Given => Layout is PSObject wrapped ? wrapped.BaseObject : Layout;

    private ImportRequest Scripted(ImportRequest request, PipelinePump pump) =>
        Given is null or string ? request : request with { LayoutScript = LayoutScripts.Of(pump, Given) };
}
