using System.Management.Automation;

namespace ImaLink.PowerShell.Commands;

/// <summary>Gets what became of each source file of an import.</summary>
/// <remarks>
/// The ledger of a session lies in its storage. Every source file has exactly one verdict: Imported, Duplicate, Variant,
/// Companion, Skipped, StillChanging or Failed. An image that ends early is imported as it is; EndsEarly and the reason tell it.
/// </remarks>
/// <example>
/// <code>Get-ImaImportItem 'Italy Summer 2024'</code>
/// <para>Shows the whole ledger of a session.</para>
/// </example>
/// <example>
/// <code>Get-ImaSession | Get-ImaImportItem -Verdict Failed, StillChanging</code>
/// <para>Shows the files of all sessions that were not imported because of trouble.</para>
/// </example>
/// <example>
/// <code>Get-ImaSession | Get-ImaImportItem -EndsEarly</code>
/// <para>Shows the files of all sessions that were imported although they end early, and why.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "ImaImportItem")]
[OutputType(typeof(ImportItem))]
public sealed class GetImaImportItemCommand : CatalogCommand
{
    /// <summary>The sessions: title, UUID, wildcard, id, or objects that name a session.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SessionArgument]
    [ArgumentCompleter(typeof(SessionTitleCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public Selector[] Session { get; set; } = [];

    /// <summary>Only sessions of this storage.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("StorageUuid")]
    [StorageArgument]
    [ArgumentCompleter(typeof(StorageNameCompleter))]
    [ValidateNotNullOrEmpty]
    public Selector? Storage { get; set; }

    /// <summary>Only items with these verdicts.</summary>
    [Parameter]
    [ValidateSet("Imported", "Duplicate", "Variant", "Companion", "Skipped", "StillChanging", "Failed")]
    public string[]? Verdict { get; set; }

    /// <summary>Only files whose image ends early, or seems to: those of a copy or an upload that broke off.</summary>
    [Parameter]
    public SwitchParameter EndsEarly { get; set; }

    /// <inheritdoc/>
    protected override void ProcessInput()
    {
        foreach (Selector selector in Session)
        {
            Attempt(selector.Text, () =>
            {
                foreach (ImportSession session in SessionService.Find(selector, Storage))
                    Attempt(session.Title, () => Write(session));
            });
        }
    }

    private void Write(ImportSession session)
    {
        foreach (ImportItem item in SessionService.Items(session))
        {
            StopToken.ThrowIfCancellationRequested();
            if ((item.EndsEarly || !EndsEarly) && (Verdict is null || Verdict.Contains(item.Verdict, StringComparer.OrdinalIgnoreCase)))
                WriteObject(item);
        }
    }
}
