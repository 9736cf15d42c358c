using System.Management.Automation;
using ImaLink.Catalog;
using ImaLink.Repair;

namespace ImaLink.PowerShell.Commands;

/// <summary>Brings back files that are missing or decayed, from any accessible storage that holds their bytes.</summary>
/// <remarks>
/// Each file is read again first; one that is as recorded stays as it is, and so does one that was changed deliberately. A source
/// has to have the recorded SHA-256, which its bytes prove while they are copied; the copy is read back before it takes the
/// name, and the damaged file goes to the trash. Sidecars are repaired with their file. What is recorded does not change.
/// <para>
/// A repair that was interrupted is carried out by the next command that writes the storage.
/// </para>
/// </remarks>
/// <example>
/// <code>Test-ImaFile -Storage Archive | Where-Object { -not $_.Ok } | Repair-ImaFile</code>
/// <para>Checks a storage and repairs what decayed, asking for each file.</para>
/// </example>
/// <example>
/// <code>Get-ImaFile -State Missing | Repair-ImaFile -Confirm:$false</code>
/// <para>Brings back what is missing, without asking.</para>
/// </example>
[Cmdlet(VerbsDiagnostic.Repair, "ImaFile", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = "Filter")]
[OutputType(typeof(ImageFile))]
public sealed class RepairImaFileCommand : FileSelectionCommand
{
    /// <inheritdoc/>
    protected override void EndInput()
    {
        IReadOnlyList<FileFilter> filters = Filters();
        PipelinePump.Run(this, (pump, token) =>
        {
            foreach (ImageFile file in new FileRepairService(Database, Timeout).Run(filters, check => Confirm(pump, check), pump.Reporter, token))
                pump.WriteObject(file);
        });
    }

    private bool Confirm(PipelinePump pump, FileCheck check) =>
        pump.Invoke(() => ShouldProcess(check.FullName, $"Repair file ({check.Verdict})"));
}
