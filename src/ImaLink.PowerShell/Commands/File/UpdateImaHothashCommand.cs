using System.Management.Automation;
using ImaLink.Integrity;

namespace ImaLink.PowerShell.Commands;

/// <summary>Gives registered files the hothash of the present rules.</summary>
/// <remarks>
/// A file that was imported before its format had a rule is known by all of its bytes (Scheme whole-file). This command reads
/// such files again and, if they hold exactly the bytes that are recorded of them, gives them the hothash of their image data.
/// Photos, titles and tags stay, and the old value is kept among the former hothashes. A file that is not what was recorded is
/// an error and stays as it is. Without -Storage the files of all storages that are enabled are read. The files themselves are never changed. What was done is kept if the command is stopped; run
/// again, it goes on.
/// </remarks>
/// <example>
/// <code>Update-ImaHothash -WhatIf</code>
/// <para>Lists the files of all storages that would be read again.</para>
/// </example>
/// <example>
/// <code>Update-ImaHothash Archive | Group-Object Format</code>
/// <para>Updates the files of one storage and counts them by format.</para>
/// </example>
[Cmdlet(VerbsData.Update, "ImaHothash", SupportsShouldProcess = true)]
[OutputType(typeof(FileUpdate))]
public sealed class UpdateImaHothashCommand : StorageUpdateCommand
{
    private protected override void Update(FileStorage storage)
    {
        var service = new HothashUpdateService(Database, Timeout);
        Update(storage, "Update hothashes", (_, token) => service.Candidates(storage.Uuid, Force, token), file => (file.FullName, "Update hothash"),
            (pump, token) => service.Run(storage.Uuid, Force, pump.WriteObject, pump.Reporter, token));
    }
}
