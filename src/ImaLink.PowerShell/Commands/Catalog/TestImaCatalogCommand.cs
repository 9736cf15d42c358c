using System.Management.Automation;
using ImaLink.Recovery;

namespace ImaLink.PowerShell.Commands;

/// <summary>Checks that the catalog file is whole, or that it says what the storages' indexes say.</summary>
/// <remarks>
/// Runs SQLite's integrity_check and foreign_key_check. The verdict is Healthy, Damaged, Missing, or Unusable: the file is no
/// catalog, or of a newer version, or cannot be opened. A catalog that is damaged can be moved away and rebuilt from the
/// storages, which hold everything.
/// <para>
/// With -AgainstIndex the indexes of all storages that are accessible are put together into a temporary catalog, and both are compared:
/// each field that differs is one result with both values. What was edited here and waits to be written is Pending, which is no
/// error. A storage or session that is all the same is one result too, and so is what could not be compared: a storage that is offline or
/// disabled, an index that cannot be read. Nothing is written.
/// </para>
/// </remarks>
/// <example>
/// <code>Test-ImaCatalog</code>
/// <para>Checks the catalog in use.</para>
/// </example>
/// <example>
/// <code>Test-ImaCatalog -Quiet</code>
/// <para>Answers with True or False only.</para>
/// </example>
/// <example>
/// <code>Test-ImaCatalog -AgainstIndex | Where-Object -Not Ok</code>
/// <para>Shows where the catalog and the storages' indexes differ.</para>
/// </example>
[Cmdlet(VerbsDiagnostic.Test, "ImaCatalog")]
[OutputType(typeof(CheckResult), typeof(CatalogComparison), typeof(bool))]
public sealed class TestImaCatalogCommand : CatalogQueryCommand
{
    /// <summary>Compares the catalog with what the indexes of its storages say.</summary>
    [Parameter]
    public SwitchParameter AgainstIndex { get; set; }

    /// <summary>Emits one Boolean: whether there is a catalog and all that was checked is well.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void EndInput()
    {
        var output = new CheckOutput(this, Quiet);
        try
        {
            if (AgainstIndex && Database.Exists)
                Compare(output);
            else
                output.Write(Check());
        }
        catch (ImaLinkException e) when (e.Code is ErrorCode.NotACatalog or ErrorCode.CatalogTooNew or ErrorCode.CatalogCorrupt or ErrorCode.CatalogUnavailable)
        {
            output.Write(Result(e.Target!, e.Code is ErrorCode.CatalogCorrupt ? CheckVerdict.Damaged : CheckVerdict.Unusable, e.Message));
        }

        output.End();
    }

    private void Compare(CheckOutput output) => PipelinePump.Run(this, (pump, token) =>
    {
        using var comparer = new CatalogComparer(CatalogFile);
        comparer.Run(result => pump.Post(() => output.Write(result)), pump.Reporter, token);
    });

    private CheckResult Check()
    {
        if (!Database.Exists)
            return Result(Database.Path, CheckVerdict.Missing, "There is no catalog yet; the first command that writes creates it.");
        IReadOnlyList<string> problems = Database.Check(StopToken);
        return problems.Count == 0
            ? Result(Database.Path, CheckVerdict.Healthy, null)
            : Result(Database.Path, CheckVerdict.Damaged, string.Join(" ", problems));
    }

    private static CheckResult Result(string path, string verdict, string? detail) =>
        new() { FullName = path, Verdict = verdict, Detail = detail };
}
