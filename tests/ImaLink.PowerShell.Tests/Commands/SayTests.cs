using System.Management.Automation;
using System.Text.Json.Nodes;

namespace ImaLink.PowerShell.Tests.Commands;

/// <summary>When and where what is said is written: pipelines that are stopped, storages that are away, busy, or written by another catalog at the same time.</summary>
public sealed class SayTests(ModuleFixture module) : ArchiveTest(module)
{
    private string IndexPath => Path.Combine(Root, "imports", "session_1.json");

    private long Revision => (long)JsonNode.Parse(File.ReadAllText(IndexPath))!["import_session"]!["revision"]!;

    private int InIndex(string text) => File.ReadAllText(IndexPath).Split(text).Length - 1;

    /// <summary>How many photos of a catalog have a tag.</summary>
    private string Tagged(string tag, string catalog = "catalog.db") => Texts($"(Get-ImaTag '{tag}' -Catalog {catalog}).Photos").SingleOrDefault() ?? "0";

    [Fact]
    public void Set_ManyPhotos_WritesTheIndexOnce()
    {
        FirstImport();
        long before = Revision;

        Assert.Equal(["5"], Texts("@(Get-ImaFile | Sort-Object Hothash -Unique | Set-ImaPhoto -AddTag t).Count"));

        Assert.Equal(before + 1, Revision);
        Assert.Equal(["0"], Texts("(Get-ImaCatalog).Dirty"));
    }

    [Theory]
    [InlineData("Select-Object -First 3")]
    [InlineData("ForEach-Object { if (++$n -eq 3) { throw 'enough' } }")]
    [InlineData("ForEach-Object { if (++$n -eq 3) { break } }")]
    public void Set_PipelineEndsEarly_WhatWasSaidIsWrittenOnce(string rest)
    {
        FirstImport();
        long before = Revision;

        Run($"$n = 0; foreach ($once in 1) {{ Get-ImaFile | Set-ImaPhoto -AddTag t -Title said | {rest} }}");

        Assert.Equal(before + 1, Revision);
        Assert.Equal(["0"], Texts("(Get-ImaCatalog).Dirty"));
        Assert.Equal("3", Tagged("t")); // and no others
        Run("$null = Restore-ImaCatalog disk -Catalog again.db").Clean();
        Assert.Equal("3", Tagged("t", "again.db"));
    }

    [Fact]
    public void Set_StoppedByTheUser_WhatWasSaidIsWritten()
    {
        FirstImport();

        Module.InvokeAndStop("Get-ImaFile | Set-ImaPhoto -AddTag t | ForEach-Object { New-Item -ItemType File -Force come | Out-Null; Start-Sleep -Seconds 60 }", () => File.Exists(Path.Combine(Folder, "come")));

        Assert.Equal(["0"], Texts("(Get-ImaCatalog).Dirty"));
        string said = Tagged("t");
        Assert.NotEqual("0", said);
        Run("$null = Restore-ImaCatalog disk -Catalog again.db").Clean();
        Assert.Equal(said, Tagged("t", "again.db"));
    }

    [Fact]
    public void Set_StorageIsBusy_IsToldAndWrittenByTheNextCommand()
    {
        FirstImport();
        Run("$photos = @(Get-ImaFile)").Clean();
        using (new FileStream(Path.Combine(Root, ".imalink", "lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            ScriptResult result = Run("$photos[0] | Set-ImaPhoto -Title waits -LockTimeout 0");

            Assert.Equal("waits", Assert.Single(result.Output).Properties["Title"].Value);
            Assert.Contains("kept in the catalog", Assert.Single(result.Warnings), StringComparison.Ordinal);
            Assert.Empty(result.Errors);
        }

        Assert.Equal(0, InIndex("waits"));
        Run("$photos[1] | Set-ImaPhoto -Title next").Clean();
        Assert.Equal((1, 1), (InIndex("\"waits\""), InIndex("\"next\"")));
    }

    [Fact]
    public void Set_ReplicaIsAway_GetsItWithTheNextWriteWhenItIsBack()
    {
        FirstImport();
        string other = Path.Combine(Folder, "other"), away = Path.Combine(Folder, "away");
        Directory.CreateDirectory(other);
        Run("$null = New-ImaFileStorage Backup other; $null = Copy-ImaSession First -Destination Backup; $photos = @(Get-ImaFile -Storage Archive)").Clean();
        Directory.Move(other, away);
        Run("$null = $photos[0] | Set-ImaPhoto -Title first; $null = $photos[1] | Set-ImaPhoto -Title second").Clean();
        Assert.Equal((1, 1), (InIndex("\"first\""), InIndex("\"second\"")));
        Directory.Move(away, other);

        Run("$null = $photos[2] | Set-ImaPhoto -Title third").Clean();

        string replica = File.ReadAllText(Directory.GetFiles(other, "session_*.json", SearchOption.AllDirectories).Single(path => !path.EndsWith(".bak", StringComparison.Ordinal)));
        Assert.All(new[] { "\"first\"", "\"second\"", "\"third\"" }, text => Assert.Contains(text, replica, StringComparison.Ordinal));
        Assert.Equal(["0"], Texts("(Get-ImaCatalog).Dirty"));
    }

    [Fact]
    public void WhatIf_ListsEachPhoto_AndChangesNothing()
    {
        FirstImport();
        string[] before = Everything();

        string told = Run("Get-ImaFile | Set-ImaPhoto -Title x -AddTag Places/Rome -RemoveTag old -Rating 3 -WhatIf").Clean().HostText;

        string? files = Texts("@(Get-ImaFile).Count").Single();
        string[] lines = told.Split("What if: ", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(files, $"{lines.Length - 1}");
        Assert.StartsWith($"{files} in all", lines[^1], StringComparison.Ordinal);
        Assert.Contains("set title, rating; add tag Places/Rome; remove tag old", told.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Equal(before, Everything());
    }

    [Fact]
    public void Confirm_NoToOne_LeavesThatAlone()
    {
        FirstImport();
        Module.Answers.Enqueue(2); // Yes, Yes to All, No
        Module.Answers.Enqueue(0);

        Assert.Single(Run("Get-ImaFile | Select-Object -First 2 | Set-ImaPhoto -AddTag t -Confirm").Clean().Output);

        Assert.Equal("1", Tagged("t"));
    }

    [Theory]
    [InlineData("""<!DOCTYPE g [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><gpx><trk><trkseg><trkpt lat="41" lon="12"><time>&b;</time></trkpt></trkseg></trk></gpx>""")]
    [InlineData("""<gpx><trk><trkseg><trkpt lat="41" lon="12"/></trkseg></trk></gpx>""")]
    [InlineData("no XML")]
    [InlineData("")]
    public void GpxPath_NoTrackWithTimes_IsRefused(string gpx)
    {
        FirstImport();
        File.WriteAllText(Path.Combine(Folder, "a.gpx"), gpx);

        ScriptResult result = Run("Get-ImaFile | Set-ImaPhoto -GpxPath a.gpx");

        Assert.Empty(result.Output);
        ErrorRecord error = Assert.Single(result.Errors);
        Assert.StartsWith("ImaLink.", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("a.gpx", error.Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void GpxPath_HugeTrack_IsRead()
    {
        FirstImport();
        using (StreamWriter gpx = File.CreateText(Path.Combine(Folder, "a.gpx")))
        {
            gpx.Write("<gpx><trk><trkseg>");
            for (int i = 0; i < 300_000; i++)
                gpx.Write(FormattableString.Invariant($"<trkpt lat='{41 + i * 1e-6:0.000000}' lon='12'><time>{new DateTime(2024, 7, 1).AddSeconds(i):yyyy-MM-ddTHH:mm:ss}Z</time></trkpt>"));
            gpx.Write("</trkseg></trk></gpx>");
        }

        Assert.Equal(["41.2"], Texts("(Get-ImaFile | Select-Object -First 1 | Set-ImaPhoto -Date 2024-07-03T07:33:20Z | Set-ImaPhoto -GpxPath a.gpx).GpsLatitude.ToString([cultureinfo]::InvariantCulture)"));
    }
}
