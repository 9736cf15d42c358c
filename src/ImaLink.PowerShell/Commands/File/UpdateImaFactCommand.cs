using System.Management.Automation;
using ImaLink.Integrity;

namespace ImaLink.PowerShell.Commands;

/// <summary>Reads again what files say of their pictures, where an earlier version read it, and records what is better known now.</summary>
/// <remarks>
/// Dates, sizes, orientation, cameras, exposure and places are facts: a file states them, and a newer ImaLink reads more of them and reads them better.
/// With each file it is remembered by which version of the readers it was read, so this command reads what an earlier version has read, and
/// run again it reads nothing; -Force reads all. A fact that is none, such as a place of 0, 0 that a phone wrote without a fix, goes. For each fact that changed one
/// object is emitted: the file, the name of the fact, what was recorded and what the file states. Where the orientation changed, the preview is made again.
/// The table shows names of files and short times; Format-List and exports have paths and times in full.
/// <para>
/// What the files and the sidecars beside them say in their owner's words (title, rating, tags, persons and so on) is said of their photos, where nobody has said anything of that here yet: so the sidecars of
/// photos that an earlier version imported arrive.
/// </para>
/// <para>
/// No photo is touched, moved or renamed, its hothash stays, and so does whatever its owner said. A file that has not the size, the time and the bytes that are recorded of it is an
/// error and left as it is: Sync-ImaFileStorage records edits with their facts, Test-ImaFile tells damage. (Of its bytes samples are read, the first, middle and last 64 KiB; all where only the
/// zone of the disk changed.)
/// </para>
/// <para>
/// Storages are not locked while files are read. What was emitted is kept in the catalog at once, so a command that was stopped or killed goes on where it was (and emits once
/// more what was under way), and goes into the storages' indexes at the end. A storage that cannot be written, such as a read-only medium, is a warning, and its better facts are in the catalog alone.
/// A storage that is offline is a warning, and an error where it was named.
/// </para>
/// </remarks>
/// <example>
/// <code>Update-ImaFact -WhatIf | Group-Object Fact</code>
/// <para>Counts what would change in all storages, by fact; nothing is recorded.</para>
/// </example>
/// <example>
/// <code>Update-ImaFact Archive | Where-Object Fact -eq TakenAt | Export-Csv dates.csv</code>
/// <para>Updates one storage and keeps a list of the dates that changed.</para>
/// </example>
/// <example>
/// <code>Get-ImaFile -Format HEIC | Update-ImaFact -Force</code>
/// <para>Reads the facts of all HEIC files once more.</para>
/// </example>
[Cmdlet(VerbsData.Update, "ImaFact", SupportsShouldProcess = true, DefaultParameterSetName = "Filter")]
[OutputType(typeof(FactChange))]
public sealed class UpdateImaFactCommand : FileUpdateCommand
{
    /// <summary>Reads also the files that this version has read.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void EndInput()
    {
        IReadOnlyList<FileFilter> filters = Filters();
        if (filters.Count == 0 || (!ShouldProcess(Target, "Read facts again") && !this.IsWhatIf()))
            return;
        var request = new FactUpdateRequest { Filters = filters, Force = Force, Rehearsal = this.IsWhatIf() };
        PipelinePump.Run(this, (pump, token) =>
        {
            foreach (FactChange change in new FactUpdateService(Database, Timeout).Run(request, pump.Reporter, token))
                pump.Invoke(() => Written(change)); // it is recorded once it is written
        });

        bool Written(FactChange change)
        {
            WriteResult(change);
            return true;
        }
    }
}
