using System.Management.Automation;
using ImaLink.Import;

namespace ImaLink.PowerShell.Commands;

/// <summary>Goes on with imports that were interrupted.</summary>
/// <remarks>
/// Whatever ended an import, a stop, a crash, a full disk or a drive that was unplugged, its journal in the storage knows what is
/// safe already. Nothing is copied twice. Where the source is gone for good, -SkipMissingSource ends the import without
/// it; what was not copied gets the verdict Failed.
/// </remarks>
/// <example>
/// <code>Resume-ImaSession</code>
/// <para>Goes on with every interrupted import.</para>
/// </example>
/// <example>
/// <code>Resume-ImaSession 'Italy Summer 2024' -SkipMissingSource</code>
/// <para>Ends an import whose card is lost.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Resume, "ImaSession", SupportsShouldProcess = true)]
[OutputType(typeof(ImportSession))]
public sealed class ResumeImaSessionCommand : CatalogWriteCommand
{
    /// <summary>The interrupted sessions: title, UUID, wildcard, id, or objects that name a session. All by default.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SessionArgument]
    [ArgumentCompleter(typeof(SessionTitleCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public Selector[]? Session { get; set; }

    /// <summary>Only imports into this storage.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("StorageUuid")]
    [StorageArgument]
    [ArgumentCompleter(typeof(StorageNameCompleter))]
    [ValidateNotNullOrEmpty]
    public Selector? Storage { get; set; }

    /// <summary>Ends imports whose source is gone; what was not copied gets the verdict Failed.</summary>
    [Parameter]
    public SwitchParameter SkipMissingSource { get; set; }

    /// <summary>The layout script, where the import was interrupted before the script was asked for every file.</summary>
    [Parameter]
    public ScriptBlock? Layout { get; set; }

    /// <inheritdoc/>
    protected override void ProcessInput()
    {
        foreach (Selector? selector in Session ?? [null!])
            Attempt(selector?.Text, () => Resume(selector));
    }

    private void Resume(Selector? selector)
    {
        var interrupted = SessionService.Resumable(Storage, selector).ToList();
        if (interrupted.Count == 0)
            throw new ImaLinkException(ErrorCode.NothingToResume, "No interrupted import was found on the storages that are accessible.", selector?.Text ?? Storage?.Text);
        foreach (var import in interrupted)
        {
            if (ShouldProcess($"{import.Storage}: {import.Title}", "Resume import"))
                Attempt(import.Title, () => PipelinePump.Run(this, (pump, token) =>
                {
                    Func<LayoutFacts, string>? script = Layout is null ? null : LayoutScripts.On(pump, Layout);
                    foreach (ImportSession session in SessionService.Resume(
                        Selector.ByUuid(import.StorageUuid), Selector.ByUuid(import.SessionUuid), SkipMissingSource, script, pump.Reporter, token))
                        pump.WriteObject(session);
                }));
        }
    }
}
