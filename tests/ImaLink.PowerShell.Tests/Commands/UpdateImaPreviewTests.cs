namespace ImaLink.PowerShell.Tests.Commands;

/// <summary>Previews that were deleted, as their owner may do at any time.</summary>
public sealed class UpdateImaPreviewTests(ModuleFixture module) : ArchiveTest(module)
{
    private string Previews => Path.Combine(Root, ".imalink", "hotpreviews");

    [Fact]
    public void Storage_ByPositionAndFromThePipeline_GetsItsPreviewsOnce()
    {
        FirstImport();
        Directory.Delete(Previews, recursive: true);
        var made = Run("Update-ImaPreview Archive").Clean();
        Assert.NotEmpty(made.Output);
        Assert.All(made.Values<string>("Verdict"), verdict => Assert.Equal("PreviewMade", verdict));
        Assert.NotEmpty(Directory.EnumerateFiles(Previews, "*.jpg", SearchOption.AllDirectories));
        Assert.Empty(Run("Update-ImaPreview -Force").Clean().Output);

        var among = Run("'Nowhere', (Get-ImaFileStorage) | Update-ImaPreview");
        Assert.Equal(["ImaLink.StorageNotFound"], among.ErrorIds);
        Assert.Null(among.Terminating);
    }

    [Fact]
    public void WhatIf_ListsTheFilesAndMakesNothing()
    {
        FirstImport();
        Directory.Delete(Previews, recursive: true);
        var result = Run("Update-ImaPreview -WhatIf").Clean();
        Assert.Empty(result.Output);
        Assert.Contains("Make preview", result.HostText, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Previews));
    }
}
