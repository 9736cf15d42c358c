using System.Management.Automation;

namespace ImaLink.PowerShell.Tests.Commands;

public sealed class JoinSplitPhotoTests(ModuleFixture module) : ArchiveTest(module)
{
    [Theory]
    [InlineData("$files | Join-ImaPhoto")]
    [InlineData("Join-ImaPhoto $files")]
    [InlineData("Join-ImaPhoto ($files | ForEach-Object Hothash)")]
    [InlineData("Join-ImaPhoto ($files | ForEach-Object FullName)")]
    [InlineData("$files | Set-ImaPhoto -Rating 3 | Join-ImaPhoto")]
    [InlineData("$files | Set-ImaPhoto -Rating 3 | ForEach-Object Uuid | Join-ImaPhoto")]
    [InlineData("$files | Select-Object PhotoUuid | Join-ImaPhoto")]
    [InlineData("$files | ForEach-Object { Get-Item -LiteralPath $_.FullName } | Join-ImaPhoto")]
    public void Join_PhotosNamedInWhateverWay_AreOneAndComeApartAgain(string join)
    {
        FirstImport();
        Run("$files = Get-ImaFile | Sort-Object -Unique Hothash | Select-Object -First 3").Clean();

        PSObject photo = Assert.Single(Run(join).Clean().Output);

        Assert.Equal("3", $"{photo.Properties["Images"].Value}");
        Assert.Equal("1", Assert.Single(Texts("@(Get-ImaFile -Hothash $files.Hothash | Group-Object PhotoUuid).Count")));
        Assert.Equal(["1", "2"], Texts("$files[1] | Split-ImaPhoto | ForEach-Object Images | Sort-Object"));
        Assert.Equal(["1", "1"], Texts("Split-ImaPhoto (Get-ImaFile -Hothash $files[0].Hothash)[0].PhotoUuid | ForEach-Object Images"));
    }

    [Fact]
    public void Join_Primary_StandsForThePhoto()
    {
        FirstImport();
        Run("$files = Get-ImaFile | Sort-Object -Unique Hothash | Select-Object -First 3").Clean();
        Assert.Equal(["True"], Texts("(Join-ImaPhoto $files[0, 1] -Primary $files[2]).Hothash -eq $files[2].Hothash"));
        Assert.Equal(["True"], Texts("(Join-ImaPhoto $files[2] -Primary $files[1].FullName).Hothash -eq $files[1].Hothash"));
        Assert.Contains(Run("Join-ImaPhoto $files[0] -Verbose").Clean().Verbose, text => text.Contains("nothing to join it with", StringComparison.Ordinal));
    }

    [Fact]
    public void Join_OneThatIsNone_IsAnErrorAndTheOthersAreJoined()
    {
        FirstImport();
        ScriptResult result = Run("$files = Get-ImaFile | Sort-Object -Unique Hothash | Select-Object -First 2; ($files[0], 'nothing.jpg', $files[1] | Join-ImaPhoto).Images");
        Assert.Equal("ImaLink.FileNotFound,ImaLink.PowerShell.Commands.JoinImaPhotoCommand", Assert.Single(result.Errors).FullyQualifiedErrorId);
        Assert.Equal("2", $"{Assert.Single(result.Output)}");
    }

    [Fact]
    public void WhatIf_NamesTheImages()
    {
        FirstImport();
        Run("$files = Get-ImaFile | Sort-Object -Unique Hothash | Select-Object -First 2").Clean();
        Assert.Matches("Join to one photo.*[A-Z0-9_]+\\.[a-zA-Z]+, [A-Z0-9_]+", Run("$files | Join-ImaPhoto -WhatIf").Clean().HostText);
        Run("$photo = $files | Join-ImaPhoto").Clean();
        string[] lines = Run("$photo | Split-ImaPhoto -WhatIf").Clean().HostText.Split("What if: ", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        Assert.StartsWith("2 in all", lines[2], StringComparison.Ordinal);
        Assert.All(lines[..2], line => Assert.Contains("Take out of its photo", line, StringComparison.Ordinal));
    }
}
