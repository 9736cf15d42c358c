using System.Security.Cryptography;
using System.Xml.Linq;
using ImaLink.Tests;

namespace ImaLink.PowerShell.Tests.Host;

/// <summary>The script that an administrator runs every night, over an archive to which much has happened, in the zones where people are.</summary>
public sealed class NightlyTests(ModuleFixture module) : ArchiveTest(module)
{
    /// <summary>The zone that a run was told to be in (CultureTests lie in the west), or the east.</summary>
    public static TheoryData<string> Zones => [CultureTests.Zone is { } zone && zone.Contains('/') ? zone : "Asia/Tokyo"];

    private static string Script { get; } = Path.Combine(Repository.Root, "examples", "nightly-check.ps1");

    [Theory]
    [Trait("Cultures", "th_TH")]
    [Trait("Category", "Culture")]
    [MemberData(nameof(Zones))]
    public void Nightly_AfterRotCutLossTaggingAndADamagedIndex_PhotosAreWholeAndNothingIsSaidTwice(string zone)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows knows no TZ.");
        FirstImport();
        Directory.CreateDirectory(Path.Combine(Folder, "other"));
        Directory.CreateDirectory(Path.Combine(Folder, "backups"));
        Run("Set-ImaFileStorage Archive -Place desk; New-ImaFileStorage Backup other -Place shelf; Copy-ImaSession First Backup; Backup-ImaCatalog backups").Clean();
        string[] photos = [.. Directory.EnumerateFiles(Path.Combine(Root, "photos"), "*.jpg", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        string[] hothashes = [.. Texts("(Get-ImaFile -Storage Archive).Hothash").Order(StringComparer.Ordinal)!];
        string[] before = [.. photos.Select(Sha256)];
        string[] names = [.. photos.Select(photo => Path.GetRelativePath(Root, photo))];
        Rot(photos[0]);
        Cut(photos[1]);
        File.Delete(photos[2]);
        Tag(photos[3]);
        string tagged = Sha256(photos[3]), index = Path.Combine(Root, "imports", "session_1.json");
        File.WriteAllText(index, File.ReadAllText(index)[..^400]);

        var nights = Enumerable.Range(1, 3).Select(night => Night(zone, night)).ToList();
        Assert.All(nights, night => Assert.Equal((0, ""), (night.ExitCode, night.Error)));
        Assert.Contains($"Rebuilt {index}", nights[0].Output);
        Assert.Contains($"MetadataChanged {photos[3]}", nights[0].Output);
        Assert.All(photos[..3], photo => Assert.Contains($"Repaired {photo}", nights[0].Output));
        Assert.All(nights[1..], night => Assert.Equal("", night.Output.Trim()));

        // Whole: each photo in both storages, the tagged one with its tags, and nothing that was replaced is purged before its time.
        Assert.Equal([.. before[..3], tagged, .. before[4..]], photos.Select(Sha256));
        Assert.Equal(["Superseded"], Run("Get-ImaTrash Backup").Clean().Values<string>("Reason"));
        string[] copies = [.. Directory.EnumerateFiles(Path.Combine(Folder, "other"), "*.jpg", SearchOption.AllDirectories).Where(path => path.Contains("/photos/", StringComparison.Ordinal)).Select(Sha256)];
        Assert.Superset(photos.Select(Sha256).ToHashSet(), copies.ToHashSet());
        Assert.Equal(hothashes, Texts("(Get-ImaFile -Storage Archive).Hothash").Order(StringComparer.Ordinal));
        Assert.Equal(["True", "True", "True"], Texts("Test-ImaFile -Quiet; Test-ImaIndex -Quiet; Test-ImaFileStorage -Quiet"));
        Assert.Superset(names[..2].ToHashSet(), Run("Get-ImaTrash Archive").Clean().Values<string>("FormerPath").ToHashSet()!);
    }

    /// <summary>pwsh ends with 0 after errors that ended nothing; a task scheduler has only the code.</summary>
    [Fact]
    public void Nightly_BackupThatIsNotThere_EndsWith1()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows knows no TZ.");
        FirstImport();
        Directory.CreateDirectory(Path.Combine(Folder, "other"));
        Run("Set-ImaFileStorage Archive -Place desk; New-ImaFileStorage Shelf other -Place shelf; Copy-ImaSession First Shelf").Clean();
        var (exit, output, error) = Night("UTC", 1);
        Assert.Equal(1, exit);
        Assert.Contains("Sync-ImaReplica:", error);
        Assert.DoesNotContain("StorageOffline", output);
        Directory.CreateDirectory(Path.Combine(Folder, "backups"));
        Run("Backup-ImaCatalog backups").Clean();
        Assert.Equal(0, Night("UTC", 2, "-Replica", "Shelf").ExitCode);
    }

    /// <summary>What an administrator has to read: its commands, besides its parameters.</summary>
    [Fact]
    public void Nightly_HasAtMostSixLines() => Assert.InRange(File.ReadAllText(Script).Split("\n)\n")[1].Split('\n').Count(line => line.Length > 0), 1, 6);

    /// <summary>The units and the task run the script that lies beside them.</summary>
    [Fact]
    public void UnitsAndTask_AreWhatTheirProgramsRead()
    {
        string folder = Path.GetDirectoryName(Script)!;
        XNamespace task = "http://schemas.microsoft.com/windows/2004/02/mit/task";
        XElement read = XDocument.Load(Path.Combine(folder, "nightly-check.task.xml")).Root!;
        Assert.Equal(task + "Task", read.Name);
        Assert.EndsWith("nightly-check.ps1", read.Element(task + "Actions")!.Element(task + "Exec")!.Element(task + "Arguments")!.Value);
        Assert.NotNull(read.Element(task + "Triggers")!.Element(task + "CalendarTrigger"));
        var service = Unit(Path.Combine(folder, "nightly-check.service"));
        Assert.Equal("oneshot", service["Service/Type"]);
        Assert.EndsWith("nightly-check.ps1", service["Service/ExecStart"]);
        var timer = Unit(Path.Combine(folder, "nightly-check.timer"));
        Assert.Equal(("*-*-* 03:00:00", "timers.target"), (timer["Timer/OnCalendar"], timer["Install/WantedBy"]));
    }

    /// <summary>Sections, and a name with a value on each line: what systemd reads.</summary>
    private static Dictionary<string, string> Unit(string path)
    {
        string section = "";
        var read = new Dictionary<string, string>();
        foreach (string line in File.ReadLines(path).Where(line => line.Length > 0 && line[0] != '#'))
        {
            if (line[0] == '[')
            {
                section = line.Trim('[', ']');
                continue;
            }

            string[] parts = line.Split('=', 2);
            read.Add($"{section}/{parts[0]}", parts[1]);
        }

        return read;
    }

    private (int ExitCode, string Output, string Error) Night(string zone, int number, params string[] more)
    {
        var night = HostProcess.Finish(HostProcess.StartUnder(["env", $"TZ={zone}", $"IMALINK_CATALOG={Catalog}"],
            ["-Command", $"& '{Script}' -KeepTrash 01:00:00 {string.Join(' ', more)} | ForEach-Object {{ \"$($_.Verdict ?? $_.Id) $($_.FullName)\" }}; exit $LASTEXITCODE"]));
        TestContext.Current.TestOutputHelper!.WriteLine($"Night {number} in {zone}, which ended with {night.ExitCode}:\n{night.Output}{night.Error}".Replace(Folder, "…", StringComparison.Ordinal));
        return night;
    }

    private static string Sha256(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));

    /// <summary>Another bit, and nobody wrote it.</summary>
    private static void Rot(string path)
    {
        DateTime time = File.GetLastWriteTimeUtc(path);
        byte[] bytes = File.ReadAllBytes(path);
        bytes[^100] ^= 4;
        File.WriteAllBytes(path, bytes);
        File.SetLastWriteTimeUtc(path, time);
    }

    private static void Cut(string path) => File.WriteAllBytes(path, File.ReadAllBytes(path)[..^2000]);

    /// <summary>A comment, right after the beginning: another file, the same picture.</summary>
    private static void Tag(string path) => File.WriteAllBytes(path, [0xFF, 0xD8, 0xFF, 0xFE, 0, 6, .. "note"u8, .. File.ReadAllBytes(path)[2..]]);
}
