using System.Management.Automation;
using ImaLink.Import;

namespace ImaLink.PowerShell.Commands;

/// <summary>Answers the question before a card is formatted: is every file on it held?</summary>
/// <remarks>
/// A file is Held only where a storage that is accessible now has the same bytes in another file, which is read again in this
/// call. Other verdicts are HeldVariant (the same image in other bytes), NotHeld, NotAPhoto and Unreadable.
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
public sealed class TestImaImportCommand : PathCommand
{
    private readonly CatalogAccess _access;
    private readonly List<string> _paths = [];
    private CheckOutput? _output;

    /// <summary>Creates the command.</summary>
    public TestImaImportCommand() => _access = new CatalogAccess(this);

    /// <summary>Trusts that held files are as they were when they were last verified, and says so.</summary>
    [Parameter]
    public SwitchParameter Quick { get; set; }

    /// <summary>Emits one Boolean: whether something was checked and every photo is held.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>The catalog file. By default $env:IMALINK_CATALOG, else ImaLink/catalog.db in the local application data.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Catalog { get; set; }

    /// <inheritdoc/>
    protected override void BeginInput() => _output = new CheckOutput(this, Quiet);

    /// <inheritdoc/>
    protected override void ProcessPath(string fullName)
    {
        if (!System.IO.Path.Exists(fullName))
        {
            _output!.Fail();
            throw new ImaLinkException(ErrorCode.PathNotFound, $"'{fullName}' does not exist. Check the path; is the drive connected?", fullName);
        }

        _paths.Add(fullName);
    }

    /// <inheritdoc/>
    protected override void EndInput()
    {
        PipelinePump.Run(this, (pump, token) =>
        {
            foreach (CheckResult result in new ImportCheck(_access.Read(Catalog)).Run(_paths, Quick, pump.Reporter with { Error = Fail(pump) }, token))
                pump.Invoke<object?>(() =>
                {
                    _output!.Write(result);
                    return null;
                });
        });
        _output!.End();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            _access.Dispose();
    }

    private Action<ImaLinkException> Fail(PipelinePump pump) => error =>
    {
        _output!.Fail();
        pump.WriteError(error);
    };
}
