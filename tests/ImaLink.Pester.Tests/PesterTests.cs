namespace ImaLink.Pester.Tests;

/// <summary>Shows each It of tests/Pester as a test of its own name; without any there is nothing to show, which is a failure.</summary>
public sealed class PesterTests
{
    public static IEnumerable<ITheoryDataRow> Its() => PesterRun.Outcomes(PesterRun.Tests).Select(Row);

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Its))]
    public void It(object outcome)
    {
        var it = (Outcome)outcome;
        Assert.True(it.Result == "Passed", $"{it.Name}: {it.Result}\n{it.Message}");
    }

    [Fact]
    public void Outcomes_OfFailingSkippedAndBrokenTests_AreToldByName()
    {
        string folder = Directory.CreateTempSubdirectory("imalink-pester-").FullName;
        try
        {
            File.Copy(Path.Combine(PesterRun.Tests, "Invoke.ps1"), Path.Combine(folder, "Invoke.ps1"));
            Assert.Empty(PesterRun.Outcomes(folder));
            File.WriteAllText(Path.Combine(folder, "A.Tests.ps1"), """
                Describe 'Some' {
                    It 'pass' { 1 | Should -Be 1 }
                    It 'fail by <_>' -ForEach 2 { 1 | Should -Be $_ }
                    It 'are left out' -Skip { 1 | Should -Be 2 }
                    Context 'of a block' { BeforeAll { throw 'no block' }; It 'never ran' { } }
                }
                """);
            File.WriteAllText(Path.Combine(folder, "B.Tests.ps1"), "throw 'no file'");
            var outcomes = PesterRun.Outcomes(folder);
            Assert.Equal("Passed", outcomes.Single(it => it.Name == "Some.pass").Result);
            Assert.Equal("Skipped", outcomes.Single(it => it.Name == "Some.are left out").Result);
            string failure = outcomes.Single(it => it is { Name: "Some.fail by 2", Result: "Failed" }).Message;
            Assert.Contains("Expected 2, but got 1", failure);
            Assert.Contains("A.Tests.ps1: line 3", failure);
            Assert.Contains(outcomes, it => it.Result == "Failed" && it.Name.Contains("of a block") && it.Message.Contains("no block"));
            Assert.Contains(outcomes, it => it.Result == "Failed" && it.Name.Contains("B.Tests.ps1") && it.Message.Contains("no file"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static TheoryDataRow<object> Row(Outcome it) => new(it)
    {
        TestDisplayName = it.Name,
    };
}
