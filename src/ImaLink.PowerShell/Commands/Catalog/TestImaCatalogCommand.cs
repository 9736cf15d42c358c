using System.Management.Automation;

namespace ImaLink.PowerShell.Commands;

/// <summary>Checks that the catalog file is whole.</summary>
/// <remarks>
/// Runs SQLite's integrity_check and foreign_key_check. The verdict is Healthy, Damaged, Missing, or Unusable: the file is no
/// catalog, or of a newer version, or cannot be opened. A catalog that is damaged can be moved away and rebuilt from the
/// storages, which hold everything.
/// </remarks>
/// <example>
/// <code>Test-ImaCatalog</code>
/// <para>Checks the catalog in use.</para>
/// </example>
/// <example>
/// <code>Test-ImaCatalog -Quiet</code>
/// <para>Answers with True or False only.</para>
/// </example>
[Cmdlet(VerbsDiagnostic.Test, "ImaCatalog")]
[OutputType(typeof(CheckResult), typeof(bool))]
public sealed class TestImaCatalogCommand : CatalogCommand
{
    /// <summary>Emits one Boolean: whether there is a catalog and it is whole.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void EndInput()
    {
        var output = new CheckOutput(this, Quiet);
        try
        {
            output.Write(Check());
        }
        catch (ImaLinkException e) when (e.Code is ErrorCode.NotACatalog or ErrorCode.CatalogTooNew or ErrorCode.CatalogCorrupt or ErrorCode.CatalogUnavailable)
        {
            output.Write(Result(e.Target!, e.Code is ErrorCode.CatalogCorrupt ? "Damaged" : "Unusable", ok: false, e.Message));
        }

        output.End();
    }

    private CheckResult Check()
    {
        if (!Database.Exists)
            return Result(Database.Path, "Missing", ok: false, "There is no catalog yet; the first command that writes creates it.");
        IReadOnlyList<string> problems = Database.Check(StopToken);
        return problems.Count == 0
            ? Result(Database.Path, "Healthy", ok: true, null)
            : Result(Database.Path, "Damaged", ok: false, string.Join(" ", problems));
    }

    private static CheckResult Result(string path, string verdict, bool ok, string? detail) =>
        new() { FullName = path, Verdict = verdict, Ok = ok, Detail = detail };
}
