using System.Management.Automation;
using System.Xml.Linq;
using ImaLink.SamplePhotos;
using ImaLink.Tests;

namespace ImaLink.PowerShell.Tests;

/// <summary>What is emitted: plain properties, survival of remoting, and how it looks.</summary>
public sealed class ObjectTests(ModuleFixture module) : ArchiveTest(module)
{
    /// <summary>A copy of the archive in aged/ and aged.db, as an earlier version left it.</summary>
    private const string AgedCopy = """
        if (-not (Test-Path aged.db)) {
            Copy-Item disk aged -Recurse
            Get-ChildItem aged/*/imports/session_*.json | ForEach-Object {
                $text = (Get-Content -Raw $_) -replace '\s*"facts_version": \d+,', '' -replace '"camera_model": "[^"]*"', '"camera_model": "EARLIER"'
                [IO.File]::WriteAllText($_, $text)
            }
            $null = Restore-ImaCatalog aged -Catalog aged.db -WarningAction Ignore
        }

        """;

    /// <summary>Two pictures of one shot, of which an index does not say so any more.</summary>
    private const string Ungrouped = """
        if (-not (Test-Path ungrouped.db)) {
            $null = New-Item shots -ItemType Directory; $null = New-ImaFileStorage Shots shots -Catalog shots.db
            $null = Import-ImaSession shot Shots Shot -Catalog shots.db
            Get-ChildItem shots/*/imports/session_*.json | ForEach-Object { [IO.File]::WriteAllText($_, ((Get-Content -Raw $_) -replace '"photo":', '"not_photo":' -replace '(?s)^(.*?"revision": )\d+', '${1}99')) }
            $null = Restore-ImaCatalog shots -Catalog ungrouped.db -WarningAction Ignore
        }

        """;

    /// <summary>A storage and its copy, in a catalog of their own.</summary>
    private const string Pair = """
        $place = New-Item "$(New-Guid)" -ItemType Directory; $pair = @{ Catalog = "$place.db" }
        foreach ($name in 'Left', 'Right') { $null = New-ImaFileStorage $name (New-Item "$place/$name" -ItemType Directory) -Place $name @pair }
        $null = Import-ImaSession alike Left Alike -NoPreview @pair

        """;

    private static readonly Dictionary<string, string> Samples = new()
    {
        ["ImaLink.FileStorage"] = "Get-ImaFileStorage",
        ["ImaLink.FoundStorage"] = "Find-ImaFileStorage disk",
        ["ImaLink.IndexFileCheck"] = "Test-ImaIndex Archive",
        ["ImaLink.ImportSession"] = "Get-ImaSession",
        ["ImaLink.ImportItem"] = "Get-ImaImportItem First",
        ["ImaLink.ImageFile"] = "Get-ImaFile",
        ["ImaLink.Photo"] = "Get-ImaFile | Set-ImaPhoto -Rating 3 -Title x -AddTag x",
        ["ImaLink.TimelineEntry"] = "Get-ImaTimeline",
        ["ImaLink.PhotoGroup"] = Ungrouped + "Update-ImaPhoto -Catalog ungrouped.db -WhatIf",
        ["ImaLink.Tag"] = "$null = Get-ImaFile | Set-ImaPhoto -AddTag Places/Italy; Get-ImaTag",
        ["ImaLink.Person"] = "$null = Get-ImaFile | Set-ImaPhoto -AddPerson Anna; Get-ImaPerson",
        ["ImaLink.Author"] = "$null = Set-ImaSession First -Author 'Ann <ann@example.org>'; Get-ImaAuthor",
        ["ImaLink.Album"] = "Get-ImaFile | Add-ImaAlbumPhoto (New-ImaAlbum \"Album $(New-Guid)\")",
        ["ImaLink.TrashItem"] = "Get-ImaTrash",
        ["ImaLink.CheckResult"] = "Test-ImaImport card",
        ["ImaLink.FileCheck"] = "Test-ImaFile",
        ["ImaLink.FileRepaired"] = Pair + "$null = Copy-ImaSession Alike Right @pair; Get-ImaFile -Storage Left @pair | Remove-Item; Repair-ImaFile -Storage Left -Confirm:$false @pair",
        ["ImaLink.FileUpdate"] = Pair + "Update-ImaPreview Left @pair",
        ["ImaLink.SessionResult"] = Pair + "Copy-ImaSession Alike Right @pair",
        ["ImaLink.DescriptionResult"] = "Import-ImaDescription lightroom.lrcat",
        ["ImaLink.FactChange"] = AgedCopy + "Update-ImaFact -Catalog aged.db -WhatIf -ErrorAction Ignore",
        ["ImaLink.StorageMeasure"] = "Measure-ImaFileStorage -By Session",
        ["ImaLink.DuplicateGroup"] = "Find-ImaDuplicate card",
        ["ImaLink.SimilarGroup"] = "Find-ImaDuplicate alike -Similar",
        ["ImaLink.CatalogInfo"] = "Get-ImaCatalog",
        ["ImaLink.RestoreReport"] = "Restore-ImaCatalog disk -Catalog other.db",
        ["ImaLink.CatalogComparison"] = "$null = Restore-ImaCatalog disk -Catalog behind.db; $null = Set-ImaSession First -Description later; Test-ImaCatalog -AgainstIndex -Catalog behind.db | Where-Object IndexValue",
        ["ImaLink.CatalogBackup"] = "Backup-ImaCatalog disk",
        ["ImaLink.RestoredCatalog"] = "$backup = Backup-ImaCatalog disk; $null = Restore-ImaCatalog -FromBackup $backup.FullName -Catalog back.db -Confirm:$false; Restore-ImaCatalog -FromBackup $backup.FullName -Catalog back.db -Confirm:$false",
        ["ImaLink.HealthFinding"] = "Get-ImaHealth Archive",
        ["ImaLink.CatalogOptimization"] = "Optimize-ImaCatalog",
        ["ImaLink.ReplicaResult"] = "$place = New-Item \"$(New-Guid)\" -ItemType Directory; $null = New-ImaFileStorage $place.Name $place -Place $place.Name; Sync-ImaReplica Archive $place.Name",
        ["ImaLink.PhotoExport"] = "Get-ImaFile -Storage Archive | Select-Object -First 1 | Export-ImaPhoto -Destination \"$(New-Guid)\"",
        ["ImaLink.SidecarResult"] = "$null = Get-ImaFile -Storage Archive | Select-Object -First 1 | Set-ImaPhoto -Title described; Export-ImaSidecar Archive | Select-Object -First 1",
        ["ImaLink.Finding"] = "Compare-ImaFileStorage Archive",
        ["ImaLink.HothashResult"] = "Get-ImaHothash card/*",
        ["ImaLink.HothashDetail"] = "Get-ImaHothash card/* -Detailed",
    };

    private static readonly XDocument Views = XDocument.Load(Path.Combine(Repository.Module, "ImaLink.PowerShell.Format.ps1xml"));

    private void Filled()
    {
        FirstImport();
        string alike = Directory.CreateDirectory(Path.Combine(Folder, "alike")).FullName;
        File.WriteAllBytes(Path.Combine(alike, "large.jpg"), PhotoLike.Jpeg(1, 400, 300));
        File.WriteAllBytes(Path.Combine(alike, "small.jpg"), PhotoLike.Jpeg(1, 200, 150));
        string shot = Directory.CreateDirectory(Path.Combine(Folder, "shot")).FullName;
        var exif = new Exif { Make = "Canon", Model = "Canon EOS R6", TakenAt = new DateTime(2024, 5, 6, 10, 11, 12) };
        File.WriteAllBytes(Path.Combine(shot, "IMG_1234.JPG"), exif.InsertInto(TinyJpeg.Encode(1)));
        File.WriteAllBytes(Path.Combine(shot, "IMG_E1234.JPG"), exif.InsertInto(TinyJpeg.Encode(2)));
        LibrarySample.Make(Path.Combine(Folder, "lightroom.lrcat"), "lightroom", $"""
            INSERT INTO AgLibraryRootFolder (id_local, id_global, absolutePath) VALUES (1, 'r', '{Card}/'); INSERT INTO AgLibraryFolder (id_local, id_global, rootFolder) VALUES (1, 'd', 1);
            INSERT INTO AgLibraryFile (id_local, id_global, baseName, extension, folder) VALUES (1, 'f1', 'IMG_2041', 'jpg', 1); INSERT INTO Adobe_images (id_local, id_global, rootFile, rating) VALUES (1, 'i1', 1, 3);
            """);
        Run("Get-ImaFile *DSC_0107* | Remove-ImaFile -Confirm:$false").Clean();
        System.IO.File.Copy(Directory.EnumerateFiles(Path.Combine(Root, "photos"), "*.jpg", SearchOption.AllDirectories).First(), Path.Combine(Root, "photos", "copied.jpg"), overwrite: true);
        string photo = Directory.EnumerateFiles(Path.Combine(Root, "photos"), "*.jpg", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First();
        File.AppendAllText(photo, "x");
    }

    [Fact]
    public void EveryOutputType_HasATableAndAListView()
    {
        var types = Run("(Get-Command -Module ImaLink.PowerShell).OutputType.Name").Clean().Output.Select(name => name.ToString())
            .Where(name => name.StartsWith("ImaLink.", StringComparison.Ordinal)).Distinct().Order();
        Assert.Equal(Samples.Keys.Order(), types);
        foreach (string type in types)
            Assert.Equal(["ListControl", "TableControl"], ViewsOf(type).Select(view => view.Name.LocalName).Order());
    }

    [Fact]
    public void Properties_ArePlainAndSurviveARoundTrip()
    {
        Filled();
        Type[] plain = [typeof(string), typeof(int), typeof(long), typeof(double), typeof(bool), typeof(Guid), typeof(DateTime), typeof(TimeSpan)];
        foreach ((string type, string script) in Samples)
        {
            PSObject value = Run(script).Clean().Output[0];
            PSObject copy = RoundTrip(value);
            Assert.Equal(type, value.TypeNames[0]);
            foreach (var property in value.BaseObject.GetType().GetProperties())
            {
                if (property.PropertyType.IsArray)
                    continue;
                Assert.Contains(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType, plain);
                Assert.Equal(property.GetValue(value.BaseObject), copy.Properties[property.Name].Value);
            }
        }
    }

    /// <summary>In a message an object is a name, a path or a title, and no record's dump.</summary>
    [Fact]
    public void Objects_AsText_AreOneOfTheirProperties()
    {
        Filled();
        foreach ((string type, string script) in Samples.Where(sample => sample.Key is not "ImaLink.HealthFinding"))
        {
            PSObject value = Run(script).Clean().Output[0];
            string text = value.ToString();
            Assert.True(value.Properties.Any(property => property.Value as string == text || (property.Value is Array { Length: > 0 } several && several.GetValue(0)?.ToString() == text)), $"{type}: {text}");
        }
    }

    [Theory]
    [InlineData("Get-ImaFileStorage", "Get-ImaFileStorage", 1)]
    [InlineData("Get-ImaFileStorage", "Get-ImaSession", 1)]
    [InlineData("Get-ImaFileStorage", "Get-ImaFile", 4)]
    [InlineData("Get-ImaFileStorage", "Set-ImaFileStorage -Description x", 1)]
    [InlineData("Find-ImaFileStorage disk", "Find-ImaFileStorage", 1)]
    [InlineData("Find-ImaFileStorage disk", "Get-ImaFileStorage", 1)]
    [InlineData("Find-ImaFileStorage disk", "New-ImaFileStorage -Catalog other.db", 1)]
    [InlineData("Get-ImaFileStorage", "Get-ImaIndex", 1)]
    [InlineData("Find-ImaFileStorage disk", "Get-ImaIndex -Session *", 1)]
    [InlineData("Get-ImaIndex Archive -Session *", "Get-ImaIndex -File", 4)]
    [InlineData("Get-ImaIndex Archive -File", "Get-ImaHothash", 4)]
    [InlineData("Get-ImaFileStorage", "Test-ImaIndex", 3)]
    [InlineData("Get-ImaSession", "Test-ImaIndex", 1)]
    [InlineData("Get-ImaFileStorage", "Update-ImaIndex -Force", 3)]
    [InlineData("Get-ImaSession", "Update-ImaIndex", 3)]
    [InlineData("Get-ImaSession", "Get-ImaSession", 1)]
    [InlineData("Get-ImaSession", "Get-ImaFile", 4)]
    [InlineData("Get-ImaSession", "Get-ImaImportItem", 6)]
    [InlineData("Get-ImaSession", "Set-ImaSession -Description x", 1)]
    [InlineData("Get-ImaSession", "Get-ImaTrash", 1)]
    [InlineData("Get-ImaFile", "Get-ImaHothash", 4)]
    [InlineData("Get-ImaFile", "Get-ImaFile", 4)]
    [InlineData("Get-ImaFile", "Test-ImaImport", 4)]
    [InlineData("Get-ImaHothash card/IMG_*", "Get-ImaFile", 2)]
    [InlineData("Get-ImaFileStorage", "Test-ImaFile", 4)]
    [InlineData("Get-ImaFileStorage", "Measure-ImaFileStorage", 1)]
    [InlineData("Get-ImaSession", "Test-ImaFile", 4)]
    [InlineData("Get-ImaFile", "Test-ImaFile", 4)]
    [InlineData("Test-ImaFile", "Test-ImaFile", 4)]
    [InlineData("Find-ImaDuplicate card", "ForEach-Object Files | Get-ImaHothash", 2)]
    [InlineData("Find-ImaDuplicate alike -Similar", "ForEach-Object Files | Get-ImaHothash", 2)]
    [InlineData("Get-ImaTimeline -By Year", "Get-ImaPhoto", 4)]
    [InlineData("Get-ImaTrash", "Restore-ImaTrash", 1)]
    [InlineData("Get-ImaImportItem First -Verdict Duplicate", "Get-ImaSession", 1)]
    public void RoundTripped_StillBinds(string from, string into, int expected)
    {
        Filled();
        PSObject[] copies = [.. Run(from).Clean().Output.Select(RoundTrip)];
        Assert.All(copies, copy => Assert.StartsWith("Deserialized.", copy.TypeNames[0]));
        Assert.Equal(expected, Run($"$Copies | {into}", new { Copies = copies }).Clean().Output.Count);
    }

    [Fact]
    public void PSPath_OfWhateverHasAFullName_NamesTheFile()
    {
        Filled();
        foreach (string script in Samples.Values)
        {
            PSObject value = Run(script).Clean().Output[0];
            if (value.Properties["FullName"]?.Value is string fullName)
                Assert.Equal(@"Microsoft.PowerShell.Core\FileSystem::" + fullName, value.Properties["PSPath"].Value);
        }
    }

    [Fact]
    public void Lists_ShowEveryProperty()
    {
        Filled();
        foreach ((string type, string script) in Samples)
        {
            var shown = ViewsOf(type).Single(view => view.Name == "ListControl").Descendants("ListItem")
                .Select(item => ((string?)item.Element("Label") ?? (string)item.Element("PropertyName")!));
            Assert.Equal(Run(script).Clean().Output[0].BaseObject.GetType().GetProperties().Select(property => property.Name).Order(), shown.Order());
        }
    }

    [Fact]
    public void Tables_OfOrdinaryObjects_HaveNoEmptyColumn()
    {
        Filled();
        foreach ((string type, string script) in Samples)
        {
            XElement table = ViewsOf(type).Single(view => view.Name == "TableControl");
            var widths = table.Descendants("TableColumnHeader").Select(header => ((int?)header.Element("Width") ?? 15) + 1);
            Assert.True(widths.Sum() <= 120, type);
            var columns = table.Descendants("TableColumnItem").Select(item => (string?)item.Element("ScriptBlock") ?? $"$_.{(string)item.Element("PropertyName")!}").ToList();
            foreach ((string column, string label) in columns.Zip(table.Descendants("Label").Select(label => label.Value)))
                Assert.Contains(Run($"{script} | ForEach-Object {{ {column} }}").Clean().Output, text => text?.ToString().Length > 0);
        }
    }

    [Fact]
    public void Tables_Rendered_FitAndAreNotCutAtTheEnd()
    {
        Filled();
        string script = "$PSDefaultParameterValues = @{ '*-Ima*:Catalog' = '" + Catalog + "' }; Set-Location '" + Folder + "'; "
            + string.Join("; ", Samples.Where(sample => sample.Key != "ImaLink.CatalogInfo").Select(sample => $"'## {sample.Key}'; {sample.Value} | Out-String -Width 120"));
        var (exit, output, error) = HostProcess.Run("-Command", script);
        Assert.Equal((0, ""), (exit, error));
        Assert.DoesNotMatch("…( |\r?\n)", output); // a path loses its middle, nothing its end
        Assert.DoesNotContain("...", output, StringComparison.Ordinal);
        Assert.All(output.Split('\n'), line => Assert.True(line.TrimEnd().Length <= 120, line));
        foreach (string type in Samples.Keys.Where(type => type != "ImaLink.CatalogInfo"))
        {
            var labels = ViewsOf(type).Single(view => view.Name == "TableControl").Descendants("Label").Select(label => label.Value);
            Assert.Matches(string.Join(@"\s+", labels), output);
        }
    }

    /// <summary>
    /// PowerShell leaves a column of no stated width one character, where the others leave it no room, and drops the last ones. So either
    /// there is room for all of them in 80 columns, or every column has a width and those that matter most come first.
    /// </summary>
    [Fact]
    public void Tables_In80Columns_LeaveRoomForWhatHasNoWidth()
    {
        foreach (string type in Samples.Keys)
        {
            var widths = ViewsOf(type).Single(view => view.Name == "TableControl").Descendants("TableColumnHeader").Select(header => (int?)header.Element("Width")).ToList();
            int open = widths.Count(width => width is null), left = 80 - widths.Sum(width => width ?? 0) - (widths.Count - 1);
            Assert.True(open == 0 || left >= 15 * open, $"{type}: {left} columns for {open}");
        }
    }

    [Fact]
    public void Tables_In80Columns_TellWhichAndHowMuch()
    {
        Filled();
        var headers = new Dictionary<string, string[]>
        {
            ["ImaLink.HothashResult"] = ["FullName", "Format", "Hothash"],
            ["ImaLink.TrashItem"] = ["FormerPath", "Reason", "RemovedAt", "Size", "Storage"],
            ["ImaLink.StorageMeasure"] = ["Storage", "By", "Count", "Size", "Name"],
            ["ImaLink.ImportSession"] = ["Id", "ImportedAt", "Title", "Storage", "Files", "Failed", "Size", "Status"],
            ["ImaLink.Finding"] = ["Verdict", "RelativePath", "Note"],
        };
        string script = "$PSDefaultParameterValues = @{ '*-Ima*:Catalog' = '" + Catalog + "' }; Set-Location '" + Folder + "'; "
            + string.Join("; ", headers.Keys.Select(type => $"'## {type}'; {Samples[type]} | Out-String -Width 80"))
            + "; Get-ImaHothash card/* | Out-String -Width 120";
        var (exit, output, error) = HostProcess.Run("-Command", script);
        Assert.Equal((0, ""), (exit, error));
        Assert.DoesNotMatch("[^0-9a-f]…( |\r?\n)", output); // nothing is cut but a hothash
        foreach ((string type, string[] labels) in headers)
            Assert.Matches($@"## {type}\s+{string.Join(@" +", labels.Select(System.Text.RegularExpressions.Regex.Escape))} *\r?\n", output);
        Assert.Matches(@"\bphotos/\S", output); // the trash and the findings say which photo
        Assert.Matches(@" [0-9a-f]{64}\s", output); // where there is room, a hothash can be copied
    }

    /// <summary>What is not known of a date is not shown, neither in the table nor in the list.</summary>
    [Theory]
    [InlineData("Year", "1993", "1993")]
    [InlineData("Month", "1993-08", "1993-08")]
    [InlineData("Day", "1993-08-01", "1993-08-01")]
    [InlineData("Minute", "1993-08-01 00:00", "1993-08-01 00:00")]
    [InlineData("Second", "1993-08-01 00:00", "1993-08-01 00:00:00")]
    public void TakenAt_OfEachPrecision_ShowsWhatIsKnown(string precision, string table, string list)
    {
        string?[] Shown(string control) => [.. Texts(ViewsOf("ImaLink.ImageFile").Single(view => view.Name == control).Descendants("ScriptBlock").First(script => script.Value.Contains("TakenAt")).Value
            .Insert(0, $"[pscustomobject]@{{ TakenAt = [datetime]'1993-08-01'; TakenAtPrecision = '{precision}' }} | ForEach-Object {{ ") + " }")];
        Assert.Equal([table], Shown("TableControl"));
        Assert.Equal([list], Shown("ListControl"));
    }

    [Fact]
    public void TableOfFactChanges_In80Columns_IsALineForEach()
    {
        var (exit, output, error) = HostProcess.Run("-Command", $"Import-Module '{Repository.Manifest}'; "
            + "@(('TakenAt', '2024-07-01T10:00:00+02:00', '2024-07-01T12:00:00+00:00'), ('TakenAtSource', 'EXIF:DateTimeOriginal', 'QuickTime:CreateDate'), ('TakenAt', $null, '1993')"
            + " | ForEach-Object { [pscustomobject]@{ PSTypeName = 'ImaLink.FactChange'; Fact = $_[0]; Old = $_[1]; New = $_[2]; RelativePath = 'photos/2024/Italy Summer 2024/DSC_0107.JPG' } }) | Out-String -Width 80");
        Assert.Equal((0, ""), (exit, error));
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Equal(["TakenAt 2024-07-01 10:00:00+02 2024-07-01 12:00:00+00 DSC_0107.JPG", "TakenAtSource EXIF:DateTimeOriginal QuickTime:CreateDate DSC_0107.JPG", "TakenAt 1993 DSC_0107.JPG"],
            lines[2..].Select(line => System.Text.RegularExpressions.Regex.Replace(line, " +", " ")));
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData(0L, "0 B")]
    [InlineData(999L, "999 B")]
    [InlineData(1000L, "1 kB")]
    [InlineData(2_400_123L, "2.4 MB")]
    [InlineData(999_960L, "1 MB")]
    [InlineData(long.MaxValue, "9223.4 PB")]
    public void Size_IsReadable(long? bytes, string expected) =>
        Assert.Equal([expected], Texts("[ImaLink.PowerShell.DisplayText]::Size($bytes)", new { bytes }));

    private static IEnumerable<XElement> ViewsOf(string type) =>
        Views.Descendants("View").Where(view => view.Element("ViewSelectedBy")!.Elements("TypeName").Any(name => name.Value == type))
            .Select(view => view.Elements().Last());
}
