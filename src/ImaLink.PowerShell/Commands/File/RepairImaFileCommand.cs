using System.Management.Automation;
using ImaLink.Integrity;

namespace ImaLink.PowerShell.Commands;

/// <summary>Brings back files that are missing or decayed, from any accessible storage that holds their bytes.</summary>
/// <remarks>
/// Each file is read again first; one that is as recorded stays as it is, and so does one that was changed deliberately. A source
/// has to have the recorded SHA-256, which its bytes prove while they are copied; the copy is read back before it takes the
/// name, and the damaged file goes to the trash. Companions are repaired with their file. What is recorded does not change.
/// <para>
/// With -Previous each file is taken back to what it held before its last recorded change, from a storage or a trash that has those bytes: an
/// edit that went wrong, or a file that lost its end and was recorded so by an earlier version (Test-ImaFile calls that Truncated). The present file goes to
/// the trash, and is recorded as what the file held before. Run again, it takes the file back one change more.
/// </para>
/// <para>
/// For each file that was repaired one result: Verdict is Repaired or TakenBack, Was what the file was found to be, Source the file that its bytes
/// came from. What could not be repaired is an error.
/// </para>
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
/// <example>
/// <code>Get-ImaFile -Path *IMG_0042.JPG | Repair-ImaFile -Previous</code>
/// <para>Takes the last edit of a photo back, from a copy that has not been edited.</para>
/// </example>
[Cmdlet(VerbsDiagnostic.Repair, "ImaFile", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = "Filter")]
[OutputType(typeof(FileRepaired))]
public sealed class RepairImaFileCommand : FilePathCommand
{
    /// <summary>Takes the files back to what they held before they were last changed.</summary>
    [Parameter]
    public SwitchParameter Previous { get; set; }

    /// <inheritdoc/>
    protected override void EndInput()
    {
        IReadOnlyList<FileFilter> filters = Filters();
        PipelinePump.Run(this, (pump, token) =>
        {
            foreach (FileRepaired file in new FileRepairService(Database, Timeout).Run(filters, Previous, check => Confirm(pump, check), pump.Reporter, token))
                pump.WriteObject(file);
        });
    }

    private bool Confirm(PipelinePump pump, FileCheck check) =>
        pump.Invoke(() => ShouldProcess(check.FullName!, Previous ? $"Take back former content ({check.Verdict} now)" : $"Repair file ({check.Verdict})"));
}
