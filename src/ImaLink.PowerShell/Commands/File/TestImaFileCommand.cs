using System.Management.Automation;
using ImaLink.Integrity;

namespace ImaLink.PowerShell.Commands;

/// <summary>Reads registered files again and tells decay from deliberate change.</summary>
/// <remarks>
/// For each file one result: Valid; Corrupt (the bytes differ although nobody wrote the file: its time is as recorded);
/// Truncated (a beginning of what was there: a copy elsewhere begins with the same bytes or, where none is accessible, the image
/// ends early); MetadataChanged (the file or its companion was written, the picture is the recorded one); Changed (the file was
/// written and holds another picture); Missing; Unreadable; Offline (a cloud
/// drive keeps its bytes elsewhere: not read, and no damage). Companions are checked with their file.
/// <para>
/// No recorded hash is ever changed. For files found Valid the time is kept, in the catalog at once and in the storage's
/// indexes at the end, so a check that was stopped need not begin again: -OlderThan and -MaxDuration take the files first that
/// were not checked for longest. A file that is not as recorded does not count as a verified copy any more.
/// Repair-ImaFile brings back what decayed.
/// </para>
/// <para>
/// A storage that is offline and was reached by default is a warning, and does not make -Quiet false; one that was named by -Storage, or any
/// with -RequireOnline, is the error StorageOffline. What the check could not write down, such as into a damaged index, is a warning after
/// the last result; -Quiet is then false. Where nothing at all was checked -Quiet is false.
/// </para>
/// </remarks>
/// <example>
/// <code>Test-ImaFile -Storage Archive | Where-Object { -not $_.Ok }</code>
/// <para>Lists the files of a storage that are not as recorded.</para>
/// </example>
/// <example>
/// <code>Test-ImaFile -OlderThan 180 -MaxDuration 02:00:00 -Quiet</code>
/// <para>Every night for two hours, the files that were not checked for half a year.</para>
/// </example>
/// <example>
/// <code>Test-ImaFile -Session 'Italy Summer 2024' | Repair-ImaFile</code>
/// <para>Checks a session and brings back what decayed, asking for each file.</para>
/// </example>
[Cmdlet(VerbsDiagnostic.Test, "ImaFile", DefaultParameterSetName = "Filter")]
[OutputType(typeof(FileCheck), typeof(bool))]
public sealed class TestImaFileCommand : FilePathCommand
{
    private CheckOutput? _output;

    /// <summary>
    /// Only files that were last found as recorded before this time, or never: a time, or an age as TimeSpan or number of days.
    /// </summary>
    [Parameter]
    [AgeArgument]
    public DateTime? OlderThan { get; set; }

    /// <summary>Begins no further file after this time. Those not checked for longest come first, so the next run goes on.</summary>
    [Parameter]
    public TimeSpan? MaxDuration { get; set; }

    /// <summary>Emits one Boolean: whether something was checked and all of it is as recorded.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>Makes it an error that a storage is offline.</summary>
    [Parameter]
    public SwitchParameter RequireOnline { get; set; }

    /// <inheritdoc/>
    protected override void BeginInput() => _output = new CheckOutput(this, Quiet);

    /// <inheritdoc/>
    protected override void OnNotFound() => _output!.Fail();

    /// <inheritdoc/>
    protected override void EndInput()
    {
        try
        {
            var request = new FileCheckRequest { Filters = Filters(), OlderThan = OlderThan, MaxDuration = MaxDuration, RequireOnline = RequireOnline };
            var service = new FileCheckService(Database, Timeout);
            PipelinePump.Run(this, (pump, token) =>
            {
                foreach (FileCheck check in service.Run(request, pump.Reporter with { Error = Fail(pump) }, token))
                    pump.Post(() => _output!.Write(check));
            });
            if (!service.IsComplete)
                _output!.Fail();
        }
        catch (ImaLinkException)
        {
            _output!.Fail();
            _output.End();
            throw;
        }

        _output!.End();
    }

    private Action<ImaLinkException> Fail(PipelinePump pump) => error =>
    {
        pump.Post(_output!.Fail);
        pump.WriteError(error);
    };
}
