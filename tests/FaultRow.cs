using System.Globalization;

namespace ImaLink.Tests;

/// <summary>
/// One row of the fault matrix: an operation, a kind of fault, and what came of it. Trouble is counted and told at the end. Printed
/// with the test, and appended to the file that IMALINK_FAULT_MATRIX names: tests/fault-matrix prints all rows of all tests.
/// </summary>
internal sealed class FaultRow(string operation, string fault)
{
    private static readonly Lock Writing = new();
    private readonly List<string> _trouble = [];
    private int _runs, _losses, _broken;

    /// <summary>How many faults there were.</summary>
    public int Runs => _runs;

    /// <summary>A fault that struck.</summary>
    public void Struck() => _runs++;

    /// <summary>A check that nothing is lost or altered.</summary>
    public void NothingIsLost(string when, Action check) => Check(when, check, ref _losses);

    /// <summary>A check of any other invariant.</summary>
    public void Holds(string when, Action check) => Check(when, check, ref _broken);

    /// <summary>Tells the row, and fails if there was any trouble or no fault at all.</summary>
    public void End()
    {
        string row = string.Create(CultureInfo.InvariantCulture, $"{operation}\t{fault}\t{_runs}\t{_losses}\t{_broken}");
        TestContext.Current.TestOutputHelper?.WriteLine(row);
        if (Environment.GetEnvironmentVariable("IMALINK_FAULT_MATRIX") is { Length: > 0 } matrix)
            lock (Writing)
                File.AppendAllText(matrix, row + "\n");
        Assert.True(_trouble.Count == 0, string.Join("\n\n", _trouble));
        Assert.True(_runs > 0, "No fault struck.");
    }

    private void Check(string when, Action check, ref int trouble)
    {
        try
        {
            check();
        }
        catch (Exception e)
        {
            trouble++;
            _trouble.Add($"{operation}, {fault}, {when}: {e.Message}");
        }
    }
}
