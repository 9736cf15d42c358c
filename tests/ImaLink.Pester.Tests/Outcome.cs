namespace ImaLink.Pester.Tests;

/// <summary>What Pester said of one It.</summary>
/// <param name="Name">The Describe and the It, as they are written.</param>
/// <param name="Result">Passed, Failed, Skipped, NotRun or Inconclusive.</param>
/// <param name="Message">What failed, and where.</param>
internal sealed record Outcome(string Name, string Result, string Message)
{
    public override string ToString() => Name;
}
