using System.Management.Automation;

namespace ImaLink.PowerShell.Commands;

/// <summary>Checks that the catalog file is whole.</summary>
/// <remarks>
/// Runs SQLite's integrity_check and foreign_key_check. A catalog that is damaged can be moved away and rebuilt from the
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
        if (!Database.Exists)
        {
            output.Write(new CheckResult
            {
                FullName = Database.Path,
                Verdict = "Missing",
                Ok = false,
                Detail = "There is no catalog yet; the first command that writes creates it.",
            });
        }
        else
        {
            IReadOnlyList<string> problems = Database.Check(StopToken);
            output.Write(new CheckResult
            {
                FullName = Database.Path,
                Verdict = problems.Count == 0 ? "Healthy" : "Damaged",
                Ok = problems.Count == 0,
                Detail = problems.Count == 0 ? null : string.Join(" ", problems),
            });
        }

        output.End();
    }
}
