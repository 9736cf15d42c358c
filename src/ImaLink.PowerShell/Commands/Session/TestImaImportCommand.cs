using System.Management.Automation;
using ImaLink.Import;

namespace ImaLink.PowerShell.Commands;

/// <summary>Answers the question before a card is formatted: is every file on it held?</summary>
/// <remarks>
/// A file is Held only where a storage that is accessible now has the same bytes in another file, which is read again in this
/// call. Companions of photos, such as sidecars and the descriptions of a Takeout, are asked for like photos, and so are descriptions of albums, Picasa's .picasa.ini and the lists of an export of Apple's. Other verdicts are HeldVariant (the same image in other bytes), NotHeld, NotAPhoto and Unreadable. What is not held
/// can be piped to Import-ImaSession. A file that is Held as it is, and whose image ends early, is told in Detail and in a warning.
/// </remarks>
/// <example>
/// <code>Test-ImaImport /media/card | Where-Object { -not $_.Ok }</code>
/// <para>Lists what would be lost if the card were formatted.</para>
/// </example>
/// <example>
/// <code>Test-ImaImport /media/card -Quiet</code>
/// <para>True if every photo on the card is held.</para>
/// </example>
[Cmdlet(VerbsDiagnostic.Test, "ImaImport", DefaultParameterSetName = PathSet)]
[OutputType(typeof(CheckResult), typeof(bool))]
public sealed class TestImaImportCommand : PathQueryCommand
{
    private readonly List<string> _paths = [];
    private CheckOutput? _output;

    /// <summary>Trusts that held files are as they were when they were last verified, and says so.</summary>
    [Parameter]
    public SwitchParameter Quick { get; set; }

    /// <summary>Emits one Boolean: whether a photo was checked and every photo is held, with all that belongs to photos.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void BeginInput() => _output = new CheckOutput(this, Quiet);

    /// <inheritdoc/>
    protected override void ProcessPath(string fullName)
    {
        RequireExists(fullName);
        _paths.Add(fullName);
    }

    /// <inheritdoc/>
    protected override void OnNothingFits(string path) => WriteWarning($"Nothing fits '{path}', so nothing was checked there.");

    /// <inheritdoc/>
    protected override void EndInput()
    {
        if (HasFailed)
            _output!.Fail();
        PipelinePump.Run(this, (pump, token) =>
        {
            foreach (CheckResult result in new ImportCheck(Database).Run(_paths, Quick, pump.Reporter with { Error = Fail(pump) }, token))
                pump.Post(() => _output!.Write(result, isChecked: result.Verdict != "NotAPhoto"));
        });
        _output!.End();
    }

    private Action<ImaLinkException> Fail(PipelinePump pump) => error =>
    {
        pump.Post(_output!.Fail);
        pump.WriteError(error);
    };
}
