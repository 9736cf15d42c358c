using System.Management.Automation;
using ImaLink.Archive;

namespace ImaLink.PowerShell.Commands;

/// <summary>Goes on with imports and copies of sessions that were interrupted.</summary>
/// <remarks>
/// Whatever ended an import or a copy (Copy-ImaSession), a stop, a crash, a full disk or a drive that was unplugged, its journal in the storage knows what is
/// safe already. Nothing is copied twice. Where the source is gone for good, -SkipMissingSource ends the import without
/// it; what was not copied gets the verdict Failed. A copy whose source is gone ends with the files that it has. Test-ImaFileStorage tells
/// what was interrupted.
/// <para>
/// For each one result: Imported, Copied, or Incomplete, with the number of files that are new.
/// </para>
/// <para>
/// The journal lies in the storage, and whoever wrote that may have named any file of this computer as a source. So the command by itself
/// goes on only with what this catalog began. The import or copy of another catalog has to be named with -Session: the folders that it copies from
/// are shown and have to be confirmed. -Confirm:$false does without the question, for a title or UUID that is given, never for what a
/// wildcard or a pipeline finds. After the catalog was restored, its own interrupted imports and copies are another's too.
/// </para>
/// </remarks>
/// <example>
/// <code>Resume-ImaSession</code>
/// <para>Goes on with every interrupted import and copy.</para>
/// </example>
/// <example>
/// <code>Resume-ImaSession 'Italy Summer 2024' -SkipMissingSource</code>
/// <para>Ends an import whose card is lost.</para>
/// </example>
/// <example>
/// <code>Resume-ImaSession -Session 'Italy Summer 2024' -Storage NAS -WhatIf</code>
/// <para>Shows where an import that another computer began would copy from.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Resume, "ImaSession", SupportsShouldProcess = true)]
[OutputType(typeof(SessionResult))]
public sealed class ResumeImaSessionCommand : StorageScopeCommand
{
    /// <summary>The interrupted sessions: title, UUID, wildcard, id, or objects that name a session. All by default.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("SessionUuid")]
    [SessionArgument]
    [ArgumentCompleter(typeof(SessionTitleCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public Selector[]? Session { get; set; }

    /// <summary>Ends imports and copies whose source is gone; what an import did not copy gets the verdict Failed.</summary>
    [Parameter]
    public SwitchParameter SkipMissingSource { get; set; }

    /// <summary>The layout script, where the import was interrupted before the script was asked for every file; or a text, as of Import-ImaSession, that places the rest instead.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(LayoutCompleter))]
    [ValidateNotNull]
    public object? Layout { get; set; }

    /// <inheritdoc/>
    protected override string? WhenStopped => "It was stopped. What was copied is safe; Resume-ImaSession goes on with the rest.";

    /// <inheritdoc/>
    protected override void ProcessInput()
    {
        foreach (Selector? selector in Session ?? [null!])
            Attempt(selector?.Text, () => Resume(selector));
    }

    private void Resume(Selector? selector)
    {
        var interrupted = (Storage ?? [null!]).SelectMany(storage => ResumeService.Resumable(storage, selector)).ToList();
        if (interrupted.Count == 0 && selector is { IsWildcard: false, IsObject: false })
            throw InterruptedSession.NoneFound(selector.Text);
        if (interrupted.Count == 0)
            WriteVerbose("No import and no copy of a session is unfinished, so there is nothing to do.");
        // What comes down a pipeline or fits a wildcard was not named by anybody.
        bool isNamed = selector is not null && (!selector.IsWildcard || interrupted.TrueForAll(begun => selector.IsNameOf(begun.Title))) && !MyInvocation.ExpectingInput;
        foreach (InterruptedSession begun in interrupted)
        {
            if (begun.IsOwn ? ShouldProcess($"{begun.Storage}: {begun.Title}", $"Resume {begun.Kind}") : isNamed && IsConfirmed(begun))
                Attempt(begun.Title, () => Resume(begun, begun.IsOwn ? null : begun.SourcesSha256));
            else if (!begun.IsOwn && !isNamed)
                Attempt(begun.Title, () => Resume(begun, null)); // says why not
        }
    }

    private bool IsConfirmed(InterruptedSession begun) => this.ShouldProcessHigh(
        $"{begun.Storage}: {begun.Title}", $"Resume {(begun.Kind == "import" ? "an import" : "a copy")} that this catalog did not begin, and copy files of this computer into that storage: {begun.Sources}");

    private void Resume(InterruptedSession begun, string? confirmed) => PipelinePump.Run(this, (pump, token) =>
    {
        var request = new ResumeRequest { Confirmed = confirmed, SkipMissingSource = SkipMissingSource, LayoutScript = LayoutScripts.Of(pump, Layout) };
        foreach (SessionResult session in ResumeService.Resume(Selector.ByUuid(begun.StorageUuid), Selector.ByUuid(begun.SessionUuid), request, pump.Reporter, token))
            pump.WriteObject(session);
    });
}
