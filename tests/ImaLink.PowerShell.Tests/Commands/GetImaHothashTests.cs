using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace ImaLink.PowerShell.Tests.Commands;

public sealed class GetImaHothashTests(ModuleFixture module) : IClassFixture<ModuleFixture>
{
    [Fact]
    public void Path_ByPosition_GivesTheHothash()
    {
        string path = module.File("one.txt", "one");
        var result = module.Invoke("Get-ImaHothash one.txt").Clean();
        Assert.Equal([path], result.Values<string>("FullName"));
        Assert.Equal([Sha("one")], result.Values<string>("Hothash"));
        Assert.Equal(["whole-file"], result.Values<string>("Scheme"));
        Assert.Equal([3L], result.Values<long>("Length"));
    }

    [Fact]
    public void Pipeline_ManyFiles_ComesInOrderOfInput()
    {
        var paths = Enumerable.Range(0, 200).Select(i => module.File($"many/{i}", new string('x', 200_000 / (i + 1)))).ToArray();
        var result = module.Invoke("$Paths | Get-ImaHothash -ThrottleLimit 4", new { Paths = paths }).Clean();
        Assert.Equal(paths, result.Values<string>("FullName"));
    }

    [Fact]
    public void LiteralPath_EmittedObject_BindsByPropertyNameBracketsAndAll()
    {
        string path = module.File("odd [1] 'x' 😀.txt", "odd");
        var result = module.Invoke("Get-ImaHothash -LiteralPath $File | Get-ImaHothash", new { File = path }).Clean();
        Assert.Equal([path], result.Values<string>("FullName"));
        Assert.Equal(["Microsoft.PowerShell.Core\\FileSystem::" + path], result.Values<string>("PSPath"));
    }

    [Fact]
    public void BadItems_AmongGood_AreOneErrorEach()
    {
        module.File("good-1.txt", "1");
        module.File("good-2.txt", "2");
        Directory.CreateDirectory(Path.Combine(module.Folder, "folder"));
        var result = module.Invoke("Get-ImaHothash good-1.txt, missing, folder, Env:PATH, NoDrive:/x, good-2.txt; Get-ImaHothash -LiteralPath gone");
        Assert.Equal(
            ["ImaLink.PathNotFound", "ImaLink.PathIsDirectory", "ImaLink.NotFileSystem", "ImaLink.PathNotFound", "ImaLink.PathNotFound"],
            result.ErrorIds);
        Assert.Null(result.Terminating);
        Assert.Equal([Sha("1"), Sha("2")], result.Values<string>("Hothash"));
        Assert.Equal("ImaLink.PathIsDirectory,ImaLink.PowerShell.Commands.GetImaHothashCommand", result.Errors[1].FullyQualifiedErrorId);
        Assert.Equal(Path.Combine(module.Folder, "folder"), result.Errors[1].TargetObject);
    }

    [Fact]
    public void Recurse_Folder_TakesAllFilesBelow()
    {
        string b = module.File("tree/b.txt", "b"), a = module.File("tree/sub/a.txt", "a");
        Assert.Equal([b, a], module.Invoke("Get-ImaHothash tree -Recurse").Clean().Values<string>("FullName"));
    }

    [Fact]
    public void Wildcard_ThatFitsNothing_IsNoError() => Assert.Empty(module.Invoke("Get-ImaHothash *.none").Clean().Output);

    [Fact]
    public void Detailed_Photo_ShowsWhatWasHashed()
    {
        string path = Path.Combine(module.Folder, "photo.jpg");
        byte[] scan = [0xFF, 0xDA, 0, 2, 1, 2, 3, 4];
        File.WriteAllBytes(path, [0xFF, 0xD8, 0xFF, 0xFE, 0, 4, 9, 9, .. scan, 0xFF, 0xD9]);
        module.File("one.txt", "one");
        var result = module.Invoke("Get-ImaHothash photo.jpg, one.txt -Detailed").Clean();
        Assert.Equal(["JPEG", ""], result.Values<string>("Format"));
        Assert.Equal(["image/jpeg", "application/octet-stream"], result.Values<string>("MimeType"));
        Assert.Equal(["image-data", "whole-file"], result.Values<string>("Scheme"));
        Assert.Equal([1, 1], result.Values<int>("RangeCount"));
        Assert.Equal([scan.LongLength, 3L], result.Values<long>("HashedBytes"));
        Assert.Equal([18L, 3L], result.Values<long>("Length"));
        Assert.Equal([Convert.ToHexStringLower(SHA256.HashData(scan)), Sha("one")], result.Values<string>("Hothash"));
        Assert.Equal("Microsoft.PowerShell.Core\\FileSystem::" + path, result.Values<string>("PSPath").First());
    }

    [Fact]
    public void Detailed_HasATableOfItsOwn()
    {
        module.File("one.txt", "one");
        var result = module.Invoke("Get-ImaHothash one.txt -Detailed | Out-Host").Clean();
        Assert.Matches(@"Format\s+Scheme\s+RangeCount\s+HashedBytes\s+Length\s+FullName", result.HostText);
    }

    [Fact]
    public void Stop_EndlessFile_EndsPromptly()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs a sparse file");
        string path = module.File("endless", "");
        using (var file = File.OpenWrite(path))
            file.SetLength(1L << 40);
        long start = Stopwatch.GetTimestamp();
        Assert.True(module.InvokeAndStop("Get-ImaHothash endless", TimeSpan.FromSeconds(0.5)).Stopped);
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(3));
        File.Delete(path);
    }

    private static string Sha(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
