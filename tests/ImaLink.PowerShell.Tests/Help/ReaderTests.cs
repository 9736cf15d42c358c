using System.Diagnostics;

namespace ImaLink.PowerShell.Tests.Help;

/// <summary>The scripts of other languages that read a storage without ImaLink, and the schemas by which others read what is emitted.</summary>
public sealed class ReaderTests(ModuleFixture module) : ArchiveTest(module)
{
    [Theory]
    [InlineData("python3", "storage.py")]
    [InlineData("node", "storage.mts")]
    public void Script_ListsAndVerifiesAStorage_FromItsIndexesAlone(string program, string script)
    {
        string path = Path.Combine(Repository.Root, "examples", "without-imalink", script);
        string? run = Version(program) is not { } version ? null : program == "node" && version < new Version(22, 18) ? WithoutTypes(path) : path;
        if (run is null)
        {
            TestContext.Current.SendDiagnosticMessage($"{program} that runs {script} is absent.");
            Assert.Skip($"{program} that runs {script} is absent.");
        }
        FirstImport();
        string[] photos = [.. Directory.EnumerateFiles(Path.Combine(Root, "photos"), "*.jpg", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        string[] arguments = [run, Root];
        var (exit, output) = Tell(program, arguments);
        Assert.Equal(0, exit);
        Assert.All(photos, photo => Assert.Contains(Path.GetRelativePath(Root, photo).Replace('\\', '/'), output, StringComparison.Ordinal));
        File.AppendAllText(photos[0], "x");
        File.Delete(photos[1]);
        (exit, output) = Tell(program, arguments);
        Assert.Equal(1, exit);
        Assert.Matches(@"(?m)^Changed .*\n", output);
        Assert.Matches(@"(?m)^Missing .*\n", output);
    }

    /// <summary>Each emitted type has a schema, and ConvertTo-Json keeps to it.</summary>
    [Theory]
    [InlineData("FileStorage", "Get-ImaFileStorage")]
    [InlineData("ImportSession", "Get-ImaSession")]
    [InlineData("ImportItem", "Get-ImaImportItem First")]
    [InlineData("ImageFile", "Get-ImaFile")]
    [InlineData("Photo", "Get-ImaFile | Set-ImaPhoto -Title x -AddTag Places/Lake -AddPerson Anna -Rating 3")]
    [InlineData("TimelineEntry", "Get-ImaTimeline")]
    [InlineData("Tag", "$null = Get-ImaFile | Set-ImaPhoto -AddTag Places/Lake; Get-ImaTag")]
    [InlineData("Album", "New-ImaAlbum Lake")]
    [InlineData("TrashItem", "Get-ImaFile *DSC_0107* | Remove-ImaFile -Confirm:$false; Get-ImaTrash")]
    [InlineData("CheckResult", "Test-ImaImport card")]
    [InlineData("FileCheck", "Test-ImaFile")]
    [InlineData("IndexFileCheck", "Test-ImaIndex")]
    [InlineData("StorageMeasure", "Measure-ImaFileStorage -By Year")]
    [InlineData("DuplicateGroup", "Find-ImaDuplicate card")]
    [InlineData("CatalogInfo", "Get-ImaCatalog")]
    [InlineData("HothashResult", "Get-ImaHothash card/*")]
    [InlineData("HothashDetail", "Get-ImaHothash card/* -Detailed")]
    [InlineData("FoundStorage", "Find-ImaFileStorage disk")]
    [InlineData("Finding", "Get-ImaFile | Select-Object -First 1 | ForEach-Object { Remove-Item -LiteralPath $_.FullName }; Compare-ImaFileStorage Archive")]
    public void Objects_AsJson_KeepToTheirSchema(string type, string script)
    {
        FirstImport();
        string schema = Path.Combine(Repository.Root, "docs", "schemas", "objects", type + ".schema.json");
        string[] texts = [.. Texts($"{script} | ForEach-Object {{ ConvertTo-Json -InputObject $_ -Depth 5 }}")!];
        Assert.NotEmpty(texts);
        foreach (string text in texts)
            Assert.Equal(["True"], Run("Test-Json -Json $Text -SchemaFile $Schema", new { Text = text, Schema = schema }).Clean().Output.Select(answer => answer.ToString()));
    }

    /// <summary>The same script for a Node that does not know types: what esbuild makes of it, which npm fetches once; null where it cannot.</summary>
    private static string? WithoutTypes(string script)
    {
        string folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts", "node")).FullName, esbuild = Path.Combine(folder, "node_modules", "esbuild");
        string made = Path.Combine(folder, Path.ChangeExtension(Path.GetFileName(script), ".mjs"));
        try
        {
            if (!Directory.Exists(esbuild))
                Tell(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", "install", "--silent", "--no-save", "--prefix", folder, "esbuild@0.28.2");
            const string strip = "const [script, made, esbuild] = process.argv.slice(1), fs = require('fs'); fs.writeFileSync(made, require(esbuild).transformSync(fs.readFileSync(script, 'utf8'), { loader: 'ts', format: 'esm' }).code)";
            return Directory.Exists(esbuild) && Tell("node", "-e", strip, script, made, esbuild).Exit == 0 ? made : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static Version? Version(string program)
    {
        try
        {
            return System.Version.TryParse(Tell(program, "--version").Output.Trim().TrimStart('v').Replace("Python ", "", StringComparison.Ordinal), out var version) ? version : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static (int Exit, string Output) Tell(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, StandardOutputEncoding = System.Text.Encoding.UTF8 })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }
}
