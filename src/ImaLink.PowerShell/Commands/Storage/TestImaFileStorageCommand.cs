using System.Management.Automation;
using ImaLink.Archive;

namespace ImaLink.PowerShell.Commands;

/// <summary>Checks that FileStorages are there, can be written, have their files, and that their indexes are whole.</summary>
/// <remarks>
/// For each storage one result: Healthy, InUse (another process writes it), FilesMissing (registered files are not there), Unfinished (an
/// operation was interrupted: Detail tells which, and the command that finishes it), ReadOnly (the medium cannot be written, which a failing
/// disk is made by the system), Damaged, Retired or Offline. Nothing is written. Photos are looked for and not read: Test-ImaFile reads
/// them. A disabled storage is left out unless it is named.
/// <para>
/// A storage that is offline does not make -Quiet false where it was not named, and is told in a warning; with -RequireOnline, or where it was named,
/// it is the error StorageOffline. Where nothing at all was checked -Quiet is false.
/// </para>
/// </remarks>
/// <example>
/// <code>Test-ImaFileStorage</code>
/// <para>Checks all storages.</para>
/// </example>
/// <example>
/// <code>if (-not (Test-ImaFileStorage Archive -Quiet)) { Write-Warning 'Look at the archive.' }</code>
/// <para>Checks one storage in a script.</para>
/// </example>
[Cmdlet(VerbsDiagnostic.Test, "ImaFileStorage")]
[OutputType(typeof(CheckResult), typeof(bool))]
public sealed class TestImaFileStorageCommand : StorageQueryCommand
{
    private CheckOutput? _output;

    /// <summary>Emits one Boolean: whether something was checked and all of it is healthy.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>Makes it an error that a storage is offline.</summary>
    [Parameter]
    public SwitchParameter RequireOnline { get; set; }

    /// <inheritdoc/>
    protected override void BeginInput() => _output = new CheckOutput(this, Quiet, RequireOnline);

    /// <inheritdoc/>
    protected override void ProcessSelector(Selector? storage)
    {
        var storages = storage is null ? StorageService.All().Where(found => found.IsActive) : StorageService.Find(storage);
        foreach (FileStorage found in storages.ToList())
            _output!.Write(StorageService.Test(found.Uuid, StopToken), found, isNamed: storage is not null);
    }

    /// <inheritdoc/>
    protected override void EndInput()
    {
        if (HasFailed)
            _output!.Fail();
        _output!.End();
    }
}
