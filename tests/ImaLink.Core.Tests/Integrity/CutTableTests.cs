using ImaLink.Import;
using System.Diagnostics;
using System.Globalization;
using ImaLink.Reconcile;
using ImaLink.Replication;
using ImaLink.Tests.Import;
using ImaLink.Tests.Media.Identity;
using NetVips;

namespace ImaLink.Tests.Integrity;

/// <summary>
/// What a comparison says of files of every format that lost their end, and of real edits, with a replica and without. IMALINK_CUTS sets
/// how many files of each format of the corpus are cut (none by default; more real ones are edited too then), IMALINK_RETAG how many files are
/// tagged anew (60 by default), IMALINK_REPORT to which file the tables are written.
/// </summary>
public sealed class CutTableTests : IntegrityTest
{
    private const int Places = 10;

    /// <summary>Formats of which a beginning without a replica has to be told at every place.</summary>
    private static readonly string[] Telling = ["JPEG", "PNG", "TIFF", "HEIC", "AVIF", "MP4", "WEBP", "CR2", "NEF", "ARW", "DNG", "CR3"];

    private static int CutFiles => Number("IMALINK_CUTS", 0);

    [Fact]
    public void EveryFormat_CutAtTenPlaces_IsTruncatedByAReplicaAndMostlyAlone()
    {
        var files = Made();
        if (CutFiles > 0)
        {
            Assert.SkipWhen(Corpus.Folder is null, "The corpus is not beside the repository (shared/corpus).");
            files.AddRange(Corpus.Files().Where(file => file is { FileType: not null, PadTo: null }).GroupBy(file => file.FileType!).SelectMany(group => group
                .Select(file => (Format: group.Key, Path: file.Provide(Folder))).Where(file => new FileInfo(file.Path).Length is > 2000 and < 30_000_000)
                .OrderBy(file => file.Path.Contains("synthetic", StringComparison.Ordinal)).ThenBy(file => new FileInfo(file.Path).Length).Take(CutFiles)));
        }

        TestArchive backup = Second();
        List<(string Format, string Name, byte[] Content)> archive = Archived(files, backup);
        var online = Table(archive);
        Directory.Move(backup.Layout.Root, backup.Layout.Root + ".gone");
        var alone = Table(archive);
        Report("format: alone, place 1 to 10 of 11 (P proven, s suspected, i the picture is as recorded, - cannot be told); with a replica");
        foreach (var format in archive.GroupBy(file => file.Format).OrderBy(group => group.Key, StringComparer.Ordinal))
            foreach ((_, string name, _) in format)
                Report($"{format.Key,-8} {string.Concat(alone[name])}  {string.Concat(online[name])}");
        Report($"{online.Values.Sum(answers => answers.Count(answer => answer == 'P'))} of {online.Values.Sum(answers => answers.Count)} Truncated with a replica; alone "
            + string.Join(", ", alone.Values.SelectMany(answers => answers).GroupBy(answer => answer).Select(group => $"{group.Count()} {group.Key}")));
        Assert.All(online, file => Assert.Equal((file.Key, new string('P', Places)), (file.Key, string.Concat(file.Value))));
        Assert.All(archive.Where(file => Telling.Contains(file.Format)), file => Assert.DoesNotContain('-', alone[file.Name]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void RealEdits_AreNeverTakenForDecay(bool online)
    {
        var files = Made();
        if (Corpus.Folder is not null)
        {
            files.AddRange(Corpus.Files().Where(file => file is { FileType: "JPEG" or "PNG" or "WEBP" or "TIFF", PadTo: null, Hothash: not null })
                .Select(file => (file.FileType!, Path: file.Provide(Folder))).Where(file => new FileInfo(file.Path).Length is > 5000 and < 3_000_000 && IsDecodable(file.Path))
                .GroupBy(file => file.Item1).SelectMany(group => group.Take(CutFiles == 0 ? 1 : group.Key == "JPEG" ? 10 : 3)));
        }

        TestArchive backup = Second();
        List<(string Format, string Name, byte[] Content)> archive = Archived(files, backup);
        if (!online)
            Directory.Move(backup.Layout.Root, backup.Layout.Root + ".gone");
        (int edits, List<string> refused) = (0, []);
        foreach ((string edit, Func<string, bool> apply) in Edits())
        {
            foreach (bool keepsTime in new[] { false, true })
            {
                int edited = 0;
                foreach ((_, string name, byte[] content) in archive)
                {
                    DateTime time = File.GetLastWriteTimeUtc(Mine.Photo(name));
                    if (!apply(Mine.Photo(name)) || File.ReadAllBytes(Mine.Photo(name)).AsSpan().SequenceEqual(content))
                    {
                        File.WriteAllBytes(Mine.Photo(name), content);
                        File.SetLastWriteTimeUtc(Mine.Photo(name), time);
                        continue;
                    }

                    edited++;
                    if (keepsTime && new FileInfo(Mine.Photo(name)).Length != content.Length)
                        File.SetLastWriteTimeUtc(Mine.Photo(name), time);
                }

                List<Finding> findings = Compare();
                refused.AddRange(findings.Where(finding => finding.Verdict is FindingVerdict.Truncated or FindingVerdict.Corrupt)
                    .Select(finding => $"{edit}{(keepsTime ? ", time kept" : "")}: {finding.Verdict} {finding.RelativePath} ({finding.Detail})"));
                Assert.Equal(edited, findings.Select(finding => finding.RelativePath).Distinct().Count());
                Report($"{edit}{(keepsTime ? ", time kept" : "")}: {edited}");
                edits += edited;
                Restore(archive);
            }
        }

        Report($"{edits} real edits, {refused.Count} refused");
        Assert.Empty(refused);
    }

    [Fact]
    public void FilesTaggedAnewByExifTool_AreNoMassChange()
    {
        Assert.SkipWhen(ExifTool("-ver") is null, "ExifTool is not on this machine.");
        int count = Number("IMALINK_RETAG", 60);
        for (int i = 0; i < count; i++)
            Put(string.Create(CultureInfo.InvariantCulture, $"{i:00000}.jpg"), TestPhotos.Jpeg(i));
        Mine.Import(Source, "S", request => request with { Layout = "{source}" });
        ExifTool("-q", "-overwrite_original", "-XMP:Subject=Norway", "-XMP:Rating=4", "-r", Mine.Layout.Photos);
        var clock = Stopwatch.StartNew();
        List<Finding> findings = Sync();
        Report($"{findings.Count(finding => finding.Verdict == FindingVerdict.MetadataChanged)} of {count} MetadataChanged, no MassChanged, in {clock.Elapsed.TotalSeconds:F1} s");
        Assert.Equal(count, findings.Count);
        Assert.All(findings, finding => Assert.Equal(FindingVerdict.MetadataChanged, finding.Verdict));
    }

    private IEnumerable<(string, Func<string, bool>)> Edits()
    {
        yield return ("crop", path => Vips(path, image => image.ExtractArea(0, 0, image.Width - 1, image.Height / 2 + 1)));
        yield return ("re-save", path => Vips(path, image => image));
        yield return ("still of a motion photo", StillOnly);
        if (ExifTool("-ver") is null)
            yield break;
        yield return ("exiftool tag", path => ExifTool("-q", "-overwrite_original", "-XMP:Title=Title", "-XMP:Rating=5", path) is not null);
        yield return ("exiftool -all=", path => ExifTool("-q", "-overwrite_original", "-all=", path) is not null);
    }

    /// <summary>The file up to the first end of its picture, where something follows.</summary>
    private static bool StillOnly(string path)
    {
        byte[] content = File.ReadAllBytes(path);
        int film = content.AsSpan().IndexOf("ftypmp42"u8) - 4;
        if (film < 4 || !content.AsSpan(film - 2, 2).SequenceEqual<byte>([0xFF, 0xD9]))
            return false;
        File.WriteAllBytes(path, content[..film]);
        return true;
    }

    private bool Vips(string path, Func<Image, Image> edit)
    {
        string edited = Path.Combine(Folder, "edited" + Path.GetExtension(path));
        try
        {
            using (Image image = Image.NewFromFile(path, access: Enums.Access.Random))
                edit(image).WriteToFile(edited);
        }
        catch (VipsException)
        {
            return false;
        }

        File.WriteAllBytes(path, File.ReadAllBytes(edited));
        return true;
    }

    private static bool IsDecodable(string path)
    {
        try
        {
            using Image image = Image.NewFromFile(path);
            image.Avg();
            return image.Height > 8;
        }
        catch (VipsException)
        {
            return false;
        }
    }

    private static string? ExifTool(params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("exiftool", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var error = process.StandardError.ReadToEndAsync();
            string text = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            error.Wait();
            return process.ExitCode == 0 ? text : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    /// <summary>Images that need nothing that lies beside the repository.</summary>
    private List<(string Format, string Path)> Made()
    {
        const int Width = 97, Height = 61;
        var pixels = new byte[Width * Height * 3];
        new Random(7).NextBytes(pixels);
        var made = new List<(string, string)>();
        foreach ((string format, string name) in new[] { ("JPEG", "m.jpg"), ("PNG", "m.png"), ("TIFF", "m.tif"), ("WEBP", "m.webp") })
        {
            string path = Path.Combine(Folder, name);
            using (var image = Image.NewFromMemory(pixels, Width, Height, 3, Enums.BandFormat.Uchar))
                image.WriteToFile(path);
            made.Add((format, path));
        }

        string motion = Path.Combine(Folder, "motion.jpg");
        File.WriteAllBytes(motion, [.. File.ReadAllBytes(made[0].Item2), 0, 0, 0, 24, .. "ftypmp42"u8, 0, 0, 0, 0, .. "mp42isom"u8, 0, 0, 64, 0, .. "mdat"u8, .. pixels[..16376]]);
        made.Add(("JPEG", motion));
        return made;
    }

    private List<(string Format, string Name, byte[] Content)> Archived(List<(string Format, string Path)> files, TestArchive backup)
    {
        var named = files.Select((file, i) => (file.Format, Name: string.Create(CultureInfo.InvariantCulture, $"{i:000}{Path.GetExtension(file.Path)}"), Content: File.ReadAllBytes(file.Path))).ToList();
        named.ForEach(file => Put(file.Name, file.Content));
        ImportSession session = Mine.Import(Source, "S", request => request with { Layout = "{source}" });
        HashSet<string> held = [.. Mine.Photos()];
        Report($"{held.Count} files of {named.Where(file => held.Contains(file.Name)).Select(file => file.Format).Distinct().Count()} formats");
        Mine.Use(db => new SessionCopyService(db, Timeout).Copy(session, Selector.ByUuid(backup.Storage.Uuid), Mine.Reporter, default));
        return named.FindAll(file => held.Contains(file.Name));
    }

    private Dictionary<string, List<char>> Table(List<(string Format, string Name, byte[] Content)> archive)
    {
        var answers = archive.ToDictionary(file => file.Name, _ => new List<char>());
        for (int place = 1; place <= Places; place++)
        {
            foreach ((_, string name, byte[] content) in archive)
                File.WriteAllBytes(Mine.Photo(name), content[..(int)((long)content.Length * place / (Places + 1))]);
            ILookup<string, Finding> findings = Compare().ToLookup(finding => finding.RelativePath["photos/".Length..]);
            foreach ((_, string name, _) in archive)
                answers[name].Add(findings[name].FirstOrDefault() is not { } found ? '-'
                    : found.Verdict == FindingVerdict.MetadataChanged ? 'i'
                    : found.Verdict != FindingVerdict.Truncated ? '-'
                    : found.Detail!.StartsWith("Suspected", StringComparison.Ordinal) ? 's' : 'P');
            Restore(archive);
        }

        return answers;
    }

    private void Restore(List<(string Format, string Name, byte[] Content)> archive)
    {
        foreach ((_, string name, byte[] content) in archive)
        {
            File.WriteAllBytes(Mine.Photo(name), content);
            File.SetLastWriteTimeUtc(Mine.Photo(name), File.GetLastWriteTimeUtc(Path.Combine(Source, name)));
        }

        Assert.Empty(Compare());
    }

    private List<Finding> Compare() => Reconciled((service, emit) => service.Compare(Mine.Storage.Uuid, false, emit, Mine.Reporter, default));

    private List<Finding> Sync() => Reconciled((service, emit) => service.Sync(Mine.Storage.Uuid, new SyncRequest(), emit, Mine.Reporter, default));

    private List<Finding> Reconciled(Action<ReconcileService, Action<Finding>> run)
    {
        var findings = new List<Finding>();
        Mine.Use<object?>(db =>
        {
            run(new ReconcileService(db, Timeout, new ImportService(db, Timeout)), findings.Add);
            return null;
        });
        return findings;
    }

    private static void Report(string line)
    {
        TestContext.Current.TestOutputHelper?.WriteLine(line);
        if (Environment.GetEnvironmentVariable("IMALINK_REPORT") is { Length: > 0 } file)
            File.AppendAllText(file, line + '\n');
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out int number) ? number : otherwise;
}
