using System.Management.Automation;
using ImaLink.Archive;

namespace ImaLink.PowerShell.Commands;

/// <summary>Gets what became of each source file of an import.</summary>
/// <remarks>
/// The ledger of a session lies in its storage. Every source file has exactly one verdict: Imported, Duplicate, Variant,
/// Companion, Skipped, StillChanging or Failed. For files from Get-ImaFile the lines of these files alone are given. An image that ends early is imported as it is; EndsEarly and the reason tell it.
/// </remarks>
/// <example>
/// <code>Get-ImaImportItem 'Italy Summer 2024'</code>
/// <para>Shows the whole ledger of a session.</para>
/// </example>
/// <example>
/// <code>Get-ImaFile -Camera 'Pixel*' | Get-ImaImportItem | Select-Object FullName, SourcePath</code>
/// <para>Shows where files came from.</para>
/// </example>
/// <example>
/// <code>Get-ImaSession | Get-ImaImportItem -Verdict Failed, StillChanging</code>
/// <para>Shows the files of all sessions that were not imported because of trouble.</para>
/// </example>
/// <example>
/// <code>Get-ImaImportItem 'Italy Summer 2024' -Verdict Failed, StillChanging | ForEach-Object SourcePath | Import-ImaSession -Storage Archive -Title 'Italy Summer 2024, again'</code>
/// <para>Tries once more, from the source, what could not be imported.</para>
/// </example>
/// <example>
/// <code>Get-ImaSession | Get-ImaImportItem -EndsEarly</code>
/// <para>Shows the files of all sessions that were imported although they end early, and why.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "ImaImportItem")]
[OutputType(typeof(ImportItem))]
public sealed class GetImaImportItemCommand : StorageFilterCommand
{
    /// <summary>The sessions: title, UUID, wildcard, id, or objects that name a session.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("SessionUuid")]
    [SessionArgument]
    [ArgumentCompleter(typeof(SessionTitleCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public Selector[] Session { get; set; } = [];

    /// <summary>Only the lines of these files, by their full path; files from Get-ImaFile bind here.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[]? FullName { get; set; }

    /// <summary>Only the lines of files with this hothash: of a file that was moved after its import.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[]? Hothash { get; set; }

    /// <summary>
    /// Only items with these verdicts: Imported; Duplicate (the same bytes were there), Variant (the same image in other bytes, kept too);
    /// Companion (it went with its photo); Skipped (left out; Detail says why); StillChanging (it was being written); Failed.
    /// </summary>
    [Parameter]
    [ValidateSet("Imported", "Duplicate", "Variant", "Companion", "Skipped", "StillChanging", "Failed")]
    public string[]? Verdict { get; set; }

    /// <summary>Only files whose image ends early, or seems to: those of a copy or an upload that broke off.</summary>
    [Parameter]
    public SwitchParameter EndsEarly { get; set; }

    // The files that are asked for, by session: a ledger is read once, whatever number of files the pipeline brings.
    private readonly Dictionary<(Guid Storage, Guid Session), (ImportSession Session, List<(string? FullName, string? Hothash)> Files)> _wanted = [];

    /// <inheritdoc/>
    protected override void ProcessInput()
    {
        foreach (Selector selector in Session)
        {
            Attempt(selector.Text, () =>
            {
                foreach (ImportSession session in SessionService.Find(selector, Storage))
                    Attempt(session.Title, () => Take(session));
            });
        }
    }

    /// <inheritdoc/>
    protected override void EndInput()
    {
        foreach ((ImportSession session, var files) in _wanted.Values)
        {
            Attempt(session.Title, () =>
            {
                List<ImportItem> items = [.. SessionService.Items(session)];
                ILookup<string?, ImportItem> byName = items.ToLookup(item => item.FullName), byHothash = items.Where(item => item.FullName is not null).ToLookup(item => item.Hothash);
                Write(files.SelectMany(file => file.FullName is not null && byName[file.FullName].Any() ? byName[file.FullName] : byHothash[file.Hothash ?? ""]).Distinct());
            });
        }
    }

    private void Take(ImportSession session)
    {
        if (FullName is null && Hothash is null)
        {
            Write(SessionService.Items(session));
            return;
        }

        if (!_wanted.TryGetValue((session.StorageUuid, session.Uuid), out var wanted))
            _wanted.Add((session.StorageUuid, session.Uuid), wanted = (session, []));
        wanted.Files.AddRange(from name in FullName ?? [null!]
                              from hothash in Hothash ?? [null!]
                              select ((string?)name, (string?)hothash));
    }

    private void Write(IEnumerable<ImportItem> items)
    {
        foreach (ImportItem item in items)
        {
            StopToken.ThrowIfCancellationRequested();
            if ((item.EndsEarly || !EndsEarly) && (Verdict is null || Verdict.Contains(item.Verdict, StringComparer.OrdinalIgnoreCase)))
                WriteResult(item);
        }
    }
}
