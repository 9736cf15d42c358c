using System.Management.Automation;
using System.Text.RegularExpressions;

namespace ImaLink.PowerShell.Tests;

/// <summary>How objects look in a terminal: every view of the module, with values as long as they are in real archives.</summary>
public sealed partial class ViewTests(ModuleFixture module) : IClassFixture<ModuleFixture>
{
    private static readonly Dictionary<string, string> Western = new()
    {
        ["Name"] = "PXL_20240714_101112345.RAW-01.COVER.jpg",
        ["Storage"] = "Archive of the family (large disk)",
        ["Session"] = "Italy Summer 2024, with everybody",
        ["Title"] = "Italy Summer 2024, with everybody",
        ["FullTitle"] = "Travel/Southern Europe/Italy Summer 2024/Cinque Terre and Lucca",
        ["FullName"] = "/media/photographer/Photo Archive 2024/imalink_20241018_143052_a1b2c3d4/photos/2024/Italy Summer 2024, with everybody/DCIM/100CANON/PXL_20240714_101112345.RAW-01.COVER.jpg",
        ["RelativePath"] = "photos/2024/Italy Summer 2024, with everybody/DCIM/100CANON/PXL_20240714_101112345.RAW-01.COVER.jpg",
        ["BasePath"] = "/media/photographer/Photo Archive 2024/second shelf",
        ["Path"] = "Places/Europe/Southern Europe/Italy/Liguria/Cinque Terre",
        ["Hothash"] = string.Concat(Enumerable.Repeat("0123456789abcdef", 4)),
        ["Sha256"] = string.Concat(Enumerable.Repeat("0123456789abcdef", 4)),
        ["Detail"] = "The bytes are not those that were recorded when the file was imported: repair it with Repair-ImaFile from a replica, before the disk that holds it fails.",
        ["State"] = "Present",
        ["Verdict"] = "MetadataConflict",
        ["Status"] = "Incomplete",
        ["Kind"] = "MetadataConflict",
        ["Id"] = "20241018-143052-0123-a1b2c3d4",
        ["Email"] = "photographer@long-domain-name.example.org",
    };

    private static readonly Dictionary<string, string> Japanese = new(Western)
    {
        ["Name"] = "夏休みの思い出_京都の祇園祭_2024年7月17日.jpg",
        ["Storage"] = "家族の写真アーカイブ",
        ["Session"] = "夏休みの思い出、京都の祇園祭と琵琶湖の花火",
        ["Title"] = "夏休みの思い出、京都の祇園祭と琵琶湖の花火",
        ["FullTitle"] = "旅行/京都/夏休みの思い出、京都の祇園祭と琵琶湖の花火 🎆🎇🎆🎇",
        ["FullName"] = "/media/photographer/写真のアーカイブ/imalink_20241018_143052_a1b2c3d4/photos/2024/夏休みの思い出、京都の祇園祭と琵琶湖の花火/夏休みの思い出_京都の祇園祭_2024年7月17日.jpg",
        ["RelativePath"] = "photos/2024/夏休みの思い出、京都の祇園祭と琵琶湖の花火/夏休みの思い出_京都の祇園祭_2024年7月17日.jpg",
        ["BasePath"] = "/media/photographer/写真のアーカイブ",
        ["Path"] = "場所/日本/近畿地方/京都府/京都市/東山区/祇園",
    };

    /// <summary>What fits no column is shortened: no line is wider than the screen, and no word goes on in the next line.</summary>
    [Theory]
    [InlineData(80)]
    [InlineData(100)]
    [InlineData(120)]
    public void Tables_WithLongValues_FitAndBreakNoWord(int width)
    {
        var wrong = new List<string>();
        foreach (Dictionary<string, string> words in new[] { Western, Japanese })
        {
            foreach (Type type in Types())
            {
                PSObject[] objects = [Sample(type, words), Sample(type, words)];
                string[] lines = Table(objects, width);
                HashSet<string> whole = [.. Table(objects, 2000).SelectMany(Words)];
                wrong.AddRange(lines.Where(line => ShortText.Columns(line) > width).Select(line => $"{type.Name} at {width}, {ShortText.Columns(line)} wide: {line}"));
                wrong.AddRange(Words(lines.First(line => line.Trim().Length > 0)).Where(label => label.Contains('…', StringComparison.Ordinal)).Select(label => $"{type.Name} at {width}, a column that is too narrow: {label}"));
                wrong.AddRange(lines.SelectMany(Words).Where(word => !whole.Contains(word) && !word.Contains('…', StringComparison.Ordinal)
                    && !whole.Any(known => known.Contains('-', StringComparison.Ordinal) && (word.EndsWith('-') ? known.StartsWith(word, StringComparison.Ordinal) : known.EndsWith("-" + word, StringComparison.Ordinal))))
                    .Select(word => $"{type.Name} at {width}, a broken word: {word}"));
            }
        }

        Assert.Equal([], wrong.Distinct());
    }

    [Fact]
    public void Tables_OfObjectsThatTellLittle_AreWithoutErrors()
    {
        foreach (Type type in Types())
            Assert.DoesNotContain(Table([Sample(type, [])], 120), line => line.Contains("#ERR", StringComparison.Ordinal));
    }

    [Fact]
    public void Lists_WithLongValues_AreWithoutErrors()
    {
        foreach (Type type in Types())
            Assert.DoesNotContain("#ERR", string.Join('\n', Rendered([Sample(type, Western)], "Format-List", 80)), StringComparison.Ordinal);
    }

    /// <summary>The columns that matter are there in 80 columns.</summary>
    [Theory]
    [InlineData("ImportSession", "Id ImportedAt Title Storage Files Failed Size Status")]
    [InlineData("FileStorage", "Id Name State Files Size Free BasePath")]
    [InlineData("ImageFile", "TakenAt Format Size Storage RelativePath")]
    [InlineData("DuplicateGroup", "Count Reclaimable In Files")]
    [InlineData("StorageMeasure", "Storage By Count Size Name")]
    [InlineData("HothashResult", "FullName Format Hothash")]
    [InlineData("TrashItem", "FormerPath Reason RemovedAt Size Storage")]
    public void Table_In80Columns_BeginsWithWhatMatters(string type, string labels)
    {
        string header = Table([Sample(Types().Single(candidate => candidate.Name == type), Western)], 80).First(line => line.Trim().Length > 0);
        Assert.StartsWith(labels, string.Join(' ', Words(header)));
    }

    [Fact]
    public void Findings_OnAWiderScreen_HaveMoreRoomForThePath()
    {
        PSObject[] findings = [Sample(Types().Single(type => type.Name == "Finding"), Western)];
        int[] starts = [.. new[] { 80, 120 }.Select(width => Table(findings, width).First(line => line.Trim().Length > 0).IndexOf("Note", StringComparison.Ordinal))];
        Assert.True(starts[1] >= starts[0] + 15, $"the note begins in column {starts[0]} of 80 and in column {starts[1]} of 120");
    }

    [Theory]
    [InlineData("photos/a.jpg", 20, "photos/a.jpg")]
    [InlineData("photos/2024/Italy Summer 2024/DSC_0107.JPG", 30, "photos/…/DSC_0107.JPG")]
    [InlineData("photos/2024/Italy Summer/07/DSC_0107.JPG", 30, "photos/…/07/DSC_0107.JPG")]
    [InlineData("/media/disk/imalink_20241018_143052_a1b2c3d4/photos/2024/DSC_0107.JPG", 44, "/media/disk/…/photos/2024/DSC_0107.JPG")]
    [InlineData("/media/disk/imalink_20241018_143052_a1b2c3d4/photos/2024/DSC_0107.JPG", 30, "/media/…/2024/DSC_0107.JPG")]
    [InlineData(@"D:\Photos\Archive\photos\2024\DSC_0107.JPG", 24, @"D:\…\2024\DSC_0107.JPG")]
    [InlineData("photos/2024/PXL_20240714_101112345.jpg", 20, "PXL_202407…12345.jpg")]
    [InlineData("PXL_20240714_101112345.jpg", 20, "PXL_202407…12345.jpg")]
    [InlineData("写真のアーカイブ夏休みの思い出.jpg", 16, "写真のア…出.jpg")]
    [InlineData("two\nlines", 20, "two lines")]
    [InlineData(null, 20, "")]
    public void Text_WiderThanItsColumn_LosesItsMiddle(string? text, int columns, string expected)
    {
        string shown = ShortText.Within(text, columns);
        Assert.Equal(expected, shown);
        Assert.True(ShortText.Columns(shown) <= columns);
    }

    private List<Type> Types() =>
    [
        .. module.Invoke("(Get-Command -Module ImaLink.PowerShell).OutputType.Type").Clean().Output.Select(item => (Type)item.BaseObject)
            .Where(type => type.FullName!.StartsWith("ImaLink.", StringComparison.Ordinal)).Distinct().OrderBy(type => type.Name, StringComparer.Ordinal),
    ];

    private string[] Table(PSObject[] objects, int width) => Rendered(objects, "Format-Table", width);

    private string[] Rendered(PSObject[] objects, string format, int width) =>
        Escapes().Replace(string.Concat(module.Invoke($"$objects | {format} | Out-String -Width {width}", new { objects }).Clean().Output), "").ReplaceLineEndings("\n").Split('\n');

    private static IEnumerable<string> Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>An object with the properties of a type: long ones by <paramref name="words"/>, and none where there are none.</summary>
    private static PSObject Sample(Type type, Dictionary<string, string> words)
    {
        var sample = new PSObject();
        sample.TypeNames.Insert(0, type.FullName!);
        foreach (var property in type.GetProperties())
            sample.Properties.Add(new PSNoteProperty(property.Name, words.Count == 0 ? null : Value(property.Name, Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType, words)));
        return sample;
    }

    private static object? Value(string name, Type type, Dictionary<string, string> words)
    {
        if (type.IsArray && type.GetElementType()!.Namespace == "ImaLink")
            return new[] { Sample(type.GetElementType()!, words), Sample(type.GetElementType()!, words), Sample(type.GetElementType()!, words) };
        if (type.IsArray)
            return new[] { words["Session"], words["Storage"], words["Name"] };
        if (type == typeof(string))
            return words.TryGetValue(name, out string? text) ? text : name.EndsWith("Path", StringComparison.Ordinal) || name is "Replaced" or "Cover" or "IndexFile" ? words["FullName"] : words["Session"];
        return type == typeof(bool) ? true
            : type == typeof(DateTime) ? new DateTime(2024, 12, 24, 18, 30, 59, DateTimeKind.Local)
            : type == typeof(TimeSpan) ? new TimeSpan(12, 34, 56)
            : type == typeof(Guid) ? Guid.Parse("01234567-89ab-cdef-0123-456789abcdef")
            : type == typeof(double) ? 12.345678
            : type == typeof(int) ? 54321
            : type == typeof(long) ? (name.EndsWith("Bytes", StringComparison.Ordinal) || name == "Length" ? 123_456_789_012 : 654_321L)
            : null;
    }

    [GeneratedRegex(@"\x1b\[[0-9;]*m")]
    private static partial Regex Escapes();
}
