using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ImaLink.Files;
using ImaLink.Index.Journals;
using ImaLink.Media.Companions;

namespace ImaLink.Archive.Intake;

/// <summary>
/// Which parts of Takeouts are one export: all of them, but for those that name different accounts in their table of contents, or have different photos under one path, which one export has once. What was
/// unpacked into one folder belongs together first.
/// </summary>
internal sealed partial class TakeoutExports
{
    private const string Contents = "archive_browser.html";
    private const int MaxContents = 1 << 20, MaxDepth = 8;

    private readonly List<string> _parts;
    private readonly List<string?> _accounts;
    private readonly HashSet<(int, int)> _apart = [];

    private TakeoutExports(List<string> parts)
    {
        (_parts, _accounts) = (parts, parts.ConvertAll(Account));
        Compare("", MaxDepth);
    }

    /// <summary>The parts with the export of each.</summary>
    /// <param name="parts">Full paths of folders <c>Takeout</c>.</param>
    internal static List<TakeoutFolder> Of(List<string> parts) => parts.Count < 2 ? parts.ConvertAll(part => new TakeoutFolder { Folder = part }) : new TakeoutExports(parts).Exports();

    /// <summary>What the folders are called that are missing, as the numbers of Google's archives tell; the last cannot be known to be missing.</summary>
    internal static IEnumerable<string> Missing(IEnumerable<string> parts) =>
        from archive in parts.Select(part => Archive().Match(Path.GetFileName(Path.GetDirectoryName(part)) ?? "")).Where(match => match.Success).GroupBy(match => match.Groups["of"].Value)
        let there = archive.Select(match => int.Parse(match.Groups["number"].Value, NumberStyles.None, CultureInfo.InvariantCulture)).ToHashSet()
        from number in Enumerable.Range(1, Math.Min(there.Max(), 999))
        where !there.Contains(number)
        select $"{archive.Key}-{number.ToString("000", CultureInfo.InvariantCulture)}";

    /// <summary>Whether a folder is called like an archive of Google's.</summary>
    internal static bool IsArchive(string folder) => Archive().IsMatch(folder);

    private List<TakeoutFolder> Exports()
    {
        // What was unpacked into one folder belongs together first.
        List<List<int>> exports = Together(Together(Enumerable.Range(0, _parts.Count).Select(part => new List<int> { part }), (one, other) => HomeOf(_parts[one]) == HomeOf(_parts[other])), (_, _) => true);
        string[] names = [.. exports.Select(export => export.Select(part => _accounts[part]).FirstOrDefault(account => account is not null) ?? Path.GetFileName(FolderOf(_parts[export[0]])))];
        return [.. exports.SelectMany((export, i) => export.Select(part => new TakeoutFolder
        {
            Folder = _parts[part],
            Export = exports.Count == 1 ? "" : names.Count(name => name == names[i]) == 1 ? names[i] : string.Create(CultureInfo.InvariantCulture, $"{names[i]} ({i + 1})"),
        }))];
    }

    /// <summary>Puts each group to the first that it may belong to.</summary>
    private List<List<int>> Together(IEnumerable<List<int>> groups, Func<int, int, bool> mayBe)
    {
        var together = new List<List<int>>();
        foreach (List<int> group in groups)
        {
            if (together.Find(other => other.TrueForAll(one => group.TrueForAll(part => mayBe(one, part) && !AreApart(one, part)))) is { } home)
                home.AddRange(group);
            else
                together.Add(group);
        }

        return together;
    }

    private bool AreApart(int one, int other) => _accounts[one] is { } account && _accounts[other] is { } another ? account != another : _apart.Contains((Math.Min(one, other), Math.Max(one, other)));

    /// <summary>Where the parts of an export lie: in one folder, under the name of one export where they have that of their archive.</summary>
    private static string HomeOf(string part) => $"{FolderOf(part)}\n{Archive().Match(Path.GetFileName(Path.GetDirectoryName(part)) ?? "").Groups["time"].Value}";

    /// <summary>The folder that a part was unpacked in; of one that has the name of its archive, that which all archives of the export lie in.</summary>
    private static string FolderOf(string part) => Path.GetDirectoryName(part) is { } unpacked ? IsArchive(Path.GetFileName(unpacked)) ? Path.GetDirectoryName(unpacked) ?? unpacked : unpacked : part;

    /// <summary>The address of the account, as Google's table of contents has it; null where there is none.</summary>
    private static string? Account(string part)
    {
        try
        {
            string contents = Path.Combine(part, Contents);
            return File.Exists(contents) && Address().Match(Encoding.UTF8.GetString(FileReading.ReadAllBytes(contents, MaxContents))) is { Success: true } match ? match.Groups[1].Value.ToLowerInvariant() : null;
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            return null;
        }
    }

    /// <summary>Looks at one folder in all parts: each is listed once.</summary>
    private void Compare(string below, int depth)
    {
        var lengths = new Dictionary<string, List<(int Part, long Length)>>(StringComparer.Ordinal);
        var folders = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (int part = 0; part < _parts.Count; part++)
        {
            foreach (FileSystemInfo entry in Entries(Path.Join(_parts[part], below)))
            {
                if (entry is DirectoryInfo folder && SourceWalk.IsPassedOver(folder) is null)
                    folders[folder.Name] = folders.GetValueOrDefault(folder.Name) + 1;
                else if (entry is FileInfo { LinkTarget: null } file && PhotoNames.IsMedia(file.Name))
                    See(lengths, file, part);
            }
        }

        foreach (string folder in folders.Where(folder => folder.Value > 1 && depth > 0).Select(folder => folder.Key))
            Compare($"{below}/{folder}", depth - 1);
    }

    private void See(Dictionary<string, List<(int Part, long Length)>> lengths, FileInfo file, int part)
    {
        if (!lengths.TryGetValue(file.Name, out List<(int Part, long Length)>? seen))
            lengths.Add(file.Name, seen = []);
        _apart.UnionWith(seen.Where(other => other.Length != file.Length).Select(other => (other.Part, part)));
        seen.Add((part, file.Length));
    }

    private static List<FileSystemInfo> Entries(string folder)
    {
        try
        {
            return Directory.Exists(folder) ? [.. new DirectoryInfo(folder).EnumerateFileSystemInfos()] : [];
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            return []; // told when it is walked
        }
    }

    [GeneratedRegex("<h1[^>]*>[^<]*?([A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+)", RegexOptions.CultureInvariant)]
    private static partial Regex Address();

    [GeneratedRegex("^(?<of>takeout-(?<time>[0-9]{8}T[0-9]{6}Z)(-[0-9]+)?)-(?<number>[0-9]{3})$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Archive();
}
