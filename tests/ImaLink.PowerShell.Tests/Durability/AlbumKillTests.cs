using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ImaLink.PowerShell.Tests;

/// <summary>
/// Each command that changes an album, in a real process that is killed (SIGKILL) and given again: the album is what it was or what it was to become, its file is whole, and
/// in the end it stands in its storage. IMALINK_MEMBERS sets how many photos it has, IMALINK_FAULTS how many kills each command gets.
/// </summary>
[Trait("Category", "Faults")]
public sealed class AlbumKillTests(ModuleFixture module) : IClassFixture<ModuleFixture>, IDisposable
{
    private static readonly int Kills = Math.Max(1, Tests.Operation.Faults);
    private readonly string _folder = Disk.NewFolder(module, "album-kills");
    private readonly Random _random = new();

    private string Catalog => Path.Combine(_folder, "catalog.db");

    private string Storage => Directory.EnumerateDirectories(_folder, "imalink_*").Single();

    public static TheoryData<int> Sizes => Environment.GetEnvironmentVariable("IMALINK_MEMBERS") is { } members ? [int.Parse(members, CultureInfo.InvariantCulture)] : [1, 1000];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Commands_KilledAndGivenAgain_DoAllOfItOrNothing(int members)
    {
        Make(members);
        Killed("New-ImaAlbum A", "@(Get-ImaAlbum).Length", "0", "1");
        Killed("Get-ImaFile | Add-ImaAlbumPhoto A", "(Get-ImaAlbum A).Count -as [string]", "0", $"{members}");
        Killed("Set-ImaAlbum A -Description 'by boat' -Order TakenAt", "$a = Get-ImaAlbum A; \"$($a.Description) $($a.Order)\"", " Position", "by boat TakenAt");
        Killed("(Get-ImaFile)[0] | Add-ImaAlbumPhoto A -Position 1", "(Get-ImaAlbum A).Count -as [string]", $"{members}", $"{members}");
        Killed("Get-ImaFile | Select-Object -Skip 1 | Remove-ImaAlbumPhoto A -Confirm:$false", "(Get-ImaAlbum A).Count -as [string]", $"{members}", "1");
        Killed("Remove-ImaAlbum A -Confirm:$false", "@(Get-ImaAlbum).Length", "1", "0");
    }

    /// <param name="command">The command.</param>
    /// <param name="look">What tells whether it has been done.</param>
    /// <param name="before">What that is before it.</param>
    /// <param name="after">And after it.</param>
    private void Killed(string command, string look, string before, string after)
    {
        string kept = _folder + "-kept";
        Disk.Copy(_folder, kept);
        try
        {
            var clock = System.Diagnostics.Stopwatch.StartNew();
            (int code, _, string error) = HostProcess.Finish(Start(command));
            TimeSpan undisturbed = clock.Elapsed;
            Assert.True(code == 0, error);
            Assert.Equal(after, Look(look));
            for (int kill = 0; kill < Kills; kill++)
            {
                Directory.Delete(_folder, recursive: true);
                Disk.Copy(kept, _folder);
                long peace = Signature();
                TimeSpan moment = undisturbed * 0.3 * Math.Pow(_random.NextDouble(), 2); // after the first change that is seen
                clock.Reset();
                bool killed = HostProcess.KillWhen(Start(command), () =>
                {
                    if (!clock.IsRunning && Signature() != peace)
                        clock.Start();
                    return clock.IsRunning && clock.Elapsed >= moment;
                }, TimeSpan.Zero);
                string found = Look(look);
                Assert.True(found == before || found == after, $"{command}, killed: '{found}'");
                TestContext.Current.TestOutputHelper?.WriteLine($"{command}: {undisturbed.TotalSeconds:0.0} s, {(killed ? $"killed {moment.TotalMilliseconds:0} ms after its first change" : "not killed")}: {(found == before ? "not done" : "done")}");
                Assert.All(Run("Test-ImaIndex").Values<string>("Verdict"), verdict => Assert.DoesNotContain(verdict, new[] { "Damaged", "Missing" }));
                if (found == before || !command.StartsWith("Remove-ImaAlbum ", StringComparison.Ordinal))
                    Run(command + " -ErrorAction SilentlyContinue"); // New-ImaAlbum may say that there is one
                Run("$null = Update-ImaIndex");
                Assert.Equal(after, Look(look));
                Assert.All(Run("Test-ImaIndex").Values<string>("Verdict"), verdict => Assert.Contains(verdict, new[] { "Valid", "FilesDiffer" }));
                Run($"$null = Restore-ImaCatalog '{_folder}' -Catalog '{Catalog}-{kill}'");
                Assert.Equal(after, Look(look, $"{Catalog}-{kill}"));
            }
        }
        finally
        {
            Directory.Delete(kept, recursive: true);
        }
    }

    /// <summary>Changes with each write to the storage or the catalog.</summary>
    private long Signature() => Disk.Files(_folder).Sum(file =>
    {
        var info = new FileInfo(file);
        return info.Exists ? (info.LastWriteTimeUtc.Ticks ^ info.Length * 31) + file.Length : 0;
    });

    private System.Diagnostics.Process Start(string command) =>
        HostProcess.Start("-Command", $"$ErrorActionPreference = 'Stop'; $PSDefaultParameterValues = @{{ '*-Ima*:Catalog' = '{Catalog}' }}; {command} | Out-Null");

    private ScriptResult Run(string script, string? catalog = null) =>
        module.Invoke($"$PSDefaultParameterValues = @{{ '*-Ima*:Catalog' = '{catalog ?? Catalog}' }}; {script}").Clean();

    private string Look(string look, string? catalog = null) => string.Join('|', Run(look, catalog).Output.Select(value => value.ToString()));

    /// <summary>A storage whose index lists so many photos, none of which are there: albums are about what is recorded.</summary>
    private void Make(int count)
    {
        Run($"$null = New-ImaFileStorage Archive '{_folder}'");
        string uuid = Run("(Get-ImaFileStorage).Uuid").Output.Single().ToString()!;
        string imports = Directory.CreateDirectory(Path.Combine(Storage, "imports")).FullName;
        using (var writer = new StreamWriter(Path.Combine(imports, "session_1.json"), false, new UTF8Encoding(false)))
        {
            writer.Write($$"""
                {"import_session":{"id":1,"uuid":"{{Guid.NewGuid()}}","title":"All","imported_at":"2024-10-18T14:30:52Z","file_storage_uuid":"{{uuid}}","status":"Completed","revision":1},"files":{
                """);
            for (int i = 0; i < count; i++)
            {
                string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"photo {i}")));
                writer.Write($$"""
                    {{(i == 0 ? "" : ",")}}"{{hash}}":{"filename":"{{i}}.jpg","path":"photos/{{i}}.jpg","file_size":1000,"sha256":"{{hash}}","file_format":"JPEG","width":4000,"height":3000,"hothash_scheme":"image-data","state":"Present"}
                    """);
            }

            writer.Write("}}\n");
        }

        File.Delete(Catalog);
        Run($"$null = Restore-ImaCatalog '{_folder}'");
        Run("$null = Update-ImaIndex -Force");
        Assert.Equal($"{count}", Look("(Get-ImaFile | Measure-Object).Count -as [string]"));
    }
}
