using System.Management.Automation;
using ImaLink.Archive;

namespace ImaLink.PowerShell.Commands;

/// <summary>Gets import sessions.</summary>
/// <remarks>
/// A session is one batch of imported photos with a title. Sessions of disabled storages are left out unless they are named.
/// </remarks>
/// <example>
/// <code>Get-ImaSession</code>
/// <para>Lists all sessions, oldest first.</para>
/// </example>
/// <example>
/// <code>Get-ImaSession 'Italy*' -Storage Archive</code>
/// <para>Lists the sessions of one storage whose titles begin with Italy.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "ImaSession")]
[OutputType(typeof(ImportSession))]
public sealed class GetImaSessionCommand : StorageFilterCommand
{
    /// <summary>The sessions: title, UUID, wildcard, id, or objects that name a session. All by default.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("SessionUuid")]
    [SessionArgument]
    [ArgumentCompleter(typeof(SessionTitleCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public Selector[]? Session { get; set; }

    /// <inheritdoc/>
    protected override void ProcessInput()
    {
        foreach (Selector? selector in Session ?? [null!])
            Attempt(selector?.Text, () => WriteObject(SessionService.Find(selector, Storage), enumerateCollection: true));
    }
}
