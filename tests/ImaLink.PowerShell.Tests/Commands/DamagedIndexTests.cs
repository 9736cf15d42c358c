namespace ImaLink.PowerShell.Tests.Commands;

/// <summary>A damaged session index does not hide what is wrong with photos, and says what mends it.</summary>
public sealed class DamagedIndexTests(ModuleFixture module) : ArchiveTest(module)
{
    private string Index => Path.Combine(Root, "imports", "session_1.json");

    [Theory]
    [InlineData("cut")]
    [InlineData("half")]
    [InlineData("overwritten")]
    [InlineData("other type")]
    [InlineData("empty")]
    public void TestFile_ErrorsStopTheScript_NoVerdictIsLost(string damage)
    {
        FirstImport();
        Directory.CreateDirectory(Path.Combine(Folder, "other"));
        Run("New-ImaFileStorage Backup other; Copy-ImaSession First Backup").Clean();
        string rotten = Directory.EnumerateFiles(Path.Combine(Folder, "other"), "*IMG_2041*.jpg", SearchOption.AllDirectories).Single();
        Rot(rotten);
        Damage(damage);
        ScriptResult result = Run("& { $ErrorActionPreference = 'Stop'; $all = @(Test-ImaFile); $all }").Clean();
        Assert.Equal(10, result.Output.Count);
        Assert.Equal([rotten], result.Output.Where(check => check.Properties["Ok"].Value is false).Select(check => (string)check.Properties["FullName"].Value));
        string warning = Assert.Single(result.Warnings);
        Assert.Contains("Update-ImaIndex", warning);
        Assert.Contains(Index, warning);
        AssertPlainWords(warning);
        Assert.Equal(["False"], Texts("& { $ErrorActionPreference = 'Stop'; Test-ImaFile -Quiet }"));

        // What it names mends it.
        Run("Update-ImaIndex").Clean();
        Assert.Empty(Run("Test-ImaFile -Storage Archive").Clean().Warnings);
        Assert.Equal(["True"], Texts("Test-ImaFile -Storage Archive -Quiet; ").Take(1));
    }

    [Fact]
    public void OtherCommands_MeetingADamagedIndex_SayItInTheSameWords()
    {
        FirstImport();
        Damage("half");
        foreach (string script in new[] { "Get-ImaFile *IMG_2041* | Remove-ImaFile -Confirm:$false", "Set-ImaSession First -Description x", "Get-ImaImportItem First", "Test-ImaFileStorage", "Test-ImaIndex", "Get-ImaIndex -Session First" })
        {
            ScriptResult result = Run(script);
            foreach (string text in result.Errors.Select(error => error.Exception.Message).Concat(result.Warnings).Concat(result.Output.Select(item => item.Properties["Detail"]?.Value as string ?? "")))
                AssertPlainWords(text);
        }
    }

    private void Damage(string how)
    {
        string text = File.ReadAllText(Index);
        File.WriteAllText(Index, how switch
        {
            "cut" => "{",
            "half" => text[..(text.Length / 2)],
            "overwritten" => text[..40] + new string('\0', 200) + text[240..],
            "other type" => text.Replace("\"id\": 1,", "\"id\": \"one\",", StringComparison.Ordinal),
            _ => "",
        });
        Assert.NotEqual(text, File.ReadAllText(Index));
    }

    private static void AssertPlainWords(string text) =>
        Assert.DoesNotMatch(@"(?i)BytePosition|LineNumber|Path: \$|\bJSON (value|payload|token|reader)|Exception|SQLite|System\.|constraint|StartObject|Expected depth|invalid start", text);

    private static void Rot(string path)
    {
        DateTime time = File.GetLastWriteTimeUtc(path);
        byte[] bytes = File.ReadAllBytes(path);
        bytes[^100] ^= 4;
        File.WriteAllBytes(path, bytes);
        File.SetLastWriteTimeUtc(path, time);
    }
}
