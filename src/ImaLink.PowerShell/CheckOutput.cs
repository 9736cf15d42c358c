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

    public void Write(CheckResult result) => Write(result, result.Ok);

    public void Write(object result, bool ok)
    {
        _any = true;
        _failed |= !ok;
        if (!quiet)
            cmdlet.WriteObject(result);
    }

    /// <summary>Something could not be checked.</summary>
    public void Fail() => _failed = true;

    public void End()
    {
        if (quiet)
            cmdlet.WriteObject(_any && !_failed);
    }
}
