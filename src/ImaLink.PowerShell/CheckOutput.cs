using System.Management.Automation;

namespace ImaLink.PowerShell;

/// <summary>
/// What a Test- command emits: each result, or with -Quiet one Boolean at the end, which is false if anything failed, could
/// not be read, or nothing was checked.
/// </summary>
internal sealed class CheckOutput(Cmdlet cmdlet, bool quiet)
{
    private bool _any;
    private bool _failed;

    /// <param name="result">The result.</param>
    /// <param name="isChecked">False where the thing is not of a kind that is checked.</param>
    public void Write(CheckResult result, bool isChecked = true) => Write(result, result.Ok, isChecked);

    public void Write(FileCheck result) => Write(result, result.Ok, isChecked: true);

    public void Write(IndexFileCheck result) => Write(result, result.Ok, isChecked: true);

    public void Write(CatalogComparison result) => Write(result, result.Ok, isChecked: result.Verdict != ComparisonVerdict.NotCompared);

    /// <summary>Something could not be checked.</summary>
    public void Fail() => _failed = true;

    public void End()
    {
        if (quiet)
            cmdlet.WriteObject(_any && !_failed);
    }

    private void Write(object result, bool ok, bool isChecked)
    {
        _any |= isChecked;
        _failed |= !ok;
        if (!quiet)
            cmdlet.WriteObject(result);
    }
}
