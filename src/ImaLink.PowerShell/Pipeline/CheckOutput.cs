namespace ImaLink.PowerShell;

/// <summary>
/// What a Test- command emits: each result, or with -Quiet one Boolean at the end, which is false if anything failed, could
/// not be read, or nothing was checked. A storage that is not there is no result of a Boolean: it is a warning, or an error where it
/// was named or has to be there.
/// </summary>
internal sealed class CheckOutput(CatalogCommand cmdlet, bool quiet, bool requireOnline = false)
{
    private bool _any;
    private bool _failed;

    /// <param name="result">The result.</param>
    /// <param name="isChecked">False where the thing is not of a kind that is checked.</param>
    public void Write(Outcome result, bool isChecked = true)
    {
        _any |= isChecked;
        _failed |= !result.Ok;
        if (!quiet)
            cmdlet.WriteResult(result);
    }

    /// <summary>What was found of a storage.</summary>
    public void Write(CheckResult result, FileStorage storage, bool isNamed)
    {
        if (result.Verdict == CheckVerdict.Offline && !Directory.Exists(storage.FullName))
            Away(result, storage.Name, result.Detail!, isNamed);
        else
            Write(result);
    }

    /// <summary>What was found of an index.</summary>
    public void Write(IndexFileCheck result, bool isNamed)
    {
        if (result.Verdict == IndexVerdict.Offline)
            Away(result, result.FullName!, $"There is no storage at '{result.FullName}'. Connect its drive, or tell where it lies now with Set-ImaFileStorage -BasePath.", isNamed);
        else
            Write(result);
    }

    public void Write(CatalogComparison result) => Write(result, isChecked: result.Verdict is not (ComparisonVerdict.NotCompared or ComparisonVerdict.Offline));

    /// <summary>Something could not be checked.</summary>
    public void Fail() => _failed = true;

    public void End()
    {
        if (quiet)
            cmdlet.WriteObject(_any && !_failed);
    }

    private void Away(Outcome result, string storage, string detail, bool isNamed)
    {
        if (!quiet)
            cmdlet.WriteResult(result);
        if (requireOnline || (quiet && isNamed))
        {
            _failed = true;
            cmdlet.WriteError(ErrorRecords.From(new ImaLinkException(ErrorCode.StorageOffline, detail, storage)));
        }
        else if (quiet)
        {
            cmdlet.WriteWarning(detail);
        }
    }
}
