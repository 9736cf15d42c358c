using System.Globalization;
using ImaLink.Benchmarks;
using ImaLink.Media.Identity;
using ImaLink.Media.Metadata;
using ImaLink.Media.Previews;
using ImaLink.SamplePhotos;

// What is measured, and why so: docs/benchmarks.md.
if (args is ["previews-of", .. var folders])
    return PreviewMemory.Run(folders);
string[] all = ["hothash", "formats", "facts", "import", "tiny", "previews", "startup", "query", "scan", "verify", "trash", "duplicates", "find", "browse", "restore"];
string[] wanted = args.Length == 0 ? all : args;
if (wanted.Except(all).Any())
{
    Console.Error.WriteLine($"Usage: dotnet run -c Release --project tests/ImaLink.Benchmarks -- [{string.Join("] [", all)}]");
    return 2;
}

string configuration = AppContext.BaseDirectory.Contains("Release", StringComparison.Ordinal) ? "Release" : "Debug";
string host = Path.Combine(Repository(), "src", "ImaLink.Host", "bin", configuration, "net10.0", "imalink.dll");
string folder = Directory.CreateTempSubdirectory("imalink-bench-").FullName;
try
{
    foreach (string name in wanted)
    {
        Console.WriteLine(name);
        switch (name)
        {
            case "hothash": Hothash(); break;
            case "formats": Formats(); break;
            case "facts": Facts(); break;
            case "import": Import(); break;
            case "tiny": Tiny(); break;
            case "previews": Previews(); break;
            case "startup": Startup(); break;
            case "query": Query(); break;
            case "scan": Scan(); break;
            case "verify": Verify(); break;
            case "trash": Trash(); break;
            case "duplicates": Duplicates(); break;
            case "find": Find(); break;
            case "browse": Browse(); break;
            case "restore": Restore(); break;
        }
    }

    return 0;
}
finally
{
    Directory.Delete(folder, recursive: true);
}

void Hothash()
{
    string photos = Large(1100);
    string[] files = Directory.GetFiles(photos);
    const string script = "$n = 0; Get-ImaHothash $Source -Recurse | ForEach-Object { $n++ }; if ($n -lt 100) { throw $n }";
    Pair.Compare($"Get-ImaHothash, {files.Length} JPEGs, in a session", () => InSession(script, photos),
        "openssl dgst -sha256", () => Measured.Run("openssl", ["dgst", "-sha256", .. files]), 0.55);
}

void Formats()
{
    // Each file several times in one process, so that neither starting one nor the medium is what is measured.
    const int Times = 8;
    Console.WriteLine($"  {"format",-36} {"hashed",7} {"ranges",7} {"hothash",11} {"openssl",11}  ratio (median of 5 pairs), bound 1.50");
    foreach (var (name, make) in LargeFiles.All())
    {
        string file = Path.Combine(folder, "large-file");
        File.WriteAllBytes(file, make());
        FileIdentity identity = IdentityReader.Read(file);
        double bytes = identity.Length * (double)Times;
        List<(double Ours, double Theirs)> pairs = [];
        for (int run = -1; run < 5; run++)
        {
            long began = System.Diagnostics.Stopwatch.GetTimestamp();
            for (int i = 0; i < Times; i++)
                IdentityReader.Read(file);
            double ours = System.Diagnostics.Stopwatch.GetElapsedTime(began).TotalSeconds;
            double theirs = Measured.Run("openssl", ["dgst", "-sha256", .. Enumerable.Repeat(file, Times)]).Seconds;
            if (run >= 0)
                pairs.Add((ours, theirs));
        }

        double ratio = Pair.Median(pairs.Select(pair => pair.Ours / pair.Theirs));
        Console.WriteLine($"  {name,-36} {identity.HashedBytes * 100.0 / identity.Length,6:0}% {identity.RangeCount,7}"
            + $" {bytes / 1e6 / Pair.Median(pairs.Select(pair => pair.Ours)),6:0} MB/s {bytes / 1e6 / Pair.Median(pairs.Select(pair => pair.Theirs)),6:0} MB/s"
            + $"  {ratio:0.00} {(ratio <= 1.5 ? "met" : "MISSED")}");
    }
}

void Facts()
{
    const int Count = 20_000;
    string corpus = Path.Combine(Repository(), "..", "shared", "corpus");
    if (Directory.Exists(corpus) && Measured.IsThere("exiftool"))
    {
        // All of them several times in one process, by one thread, as exiftool is: neither starting one nor the medium is measured.
        const int Times = 20;
        string[] files = [.. Directory.GetFiles(corpus, "*", SearchOption.AllDirectories).Where(file => Path.GetExtension(file) is not (".json" or ".md"))];
        string list = Path.Combine(folder, "list");
        File.WriteAllLines(list, files);
        Pair.Compare($"facts of the corpus, {files.Length} files {Times} times", () =>
        {
            long began = System.Diagnostics.Stopwatch.GetTimestamp();
            for (int i = 0; i < Times; i++)
                foreach (string file in files)
                    using (FileStream stream = File.OpenRead(file))
                        FactReader.Read(stream, IdentityReader.Detect(stream.SafeFileHandle)?.Name ?? "");
            double seconds = System.Diagnostics.Stopwatch.GetElapsedTime(began).TotalSeconds / Times;
            Console.WriteLine($"    {files.Length / seconds:N0} files/s");
            return new Measured(seconds, 0, "");
        }, "exiftool -fast -json, one process for all", () =>
        {
            Measured run = Measured.Run("sh", "-c", "exiftool -q -fast -json -@ \"$0\" > /dev/null 2>&1; true", list); // it ends with 1 where files are damaged
            Console.WriteLine($"    {files.Length / run.Seconds:N0} files/s");
            return run;
        }, 0.05);
    }
    else
    {
        Console.WriteLine("  ../shared/corpus, or exiftool, is not on this machine: not compared.");
    }

    string photos = Path.Combine(folder, $"tiny{Count}");
    if (!Directory.Exists(photos))
        BulkPhotos.Tiny(photos, Count);
    string archive = Fresh("facts");
    ImportInto(archive, photos);
    Pair.Alone($"Update-ImaFact -Force, {Count:N0} tiny photos, in a session", () => InSession("$env:IMALINK_CATALOG = \"$Source/catalog.db\"; Update-ImaFact -Force", archive),
        seconds => $"{Count / seconds:N0} files/s, bound 2,000: {(Count / seconds >= 2000 ? "met" : "MISSED")}");
    Pair.Alone("Update-ImaFact again, where nothing is to be read", () => InSession("$env:IMALINK_CATALOG = \"$Source/catalog.db\"; Update-ImaFact", archive),
        seconds => $"{seconds * 1000:0} ms, bound 500: {(seconds < 0.5 ? "met" : "MISSED")}");
}

void Import()
{
    string photos = Large(1100);
    Pair.Compare("Import-ImaSession -NoPreview, in a session", () => ImportOnce(photos),
        "cp -r, sync, openssl dgst -sha256", () =>
        {
            string copy = Fresh("copy");
            return Measured.Run("sh", "-c", "cp -r \"$0\" \"$1\" && sync && find \"$1\" -type f -print0 | xargs -0 openssl dgst -sha256", photos, copy);
        }, 1.0);
}

void Tiny()
{
    foreach (int count in new[] { 2_000, 20_000 })
    {
        string photos = Path.Combine(folder, $"tiny{count}");
        if (!Directory.Exists(photos))
            BulkPhotos.Tiny(photos, count);
        Pair.Alone($"Import-ImaSession -NoPreview, {count:N0} tiny photos", () => ImportOnce(photos),
            seconds => $"{count / seconds:N0} files/s, bound 1,000: {(count / seconds >= 1000 ? "met" : "MISSED")}");
    }
}

void Previews()
{
    if (Measured.IsThere("vipsthumbnail"))
    {
        ComparePreviews("hotpreviews of 200 JPEGs, two threads", [.. Directory.GetFiles(Large(1100)).Take(200)], 0.9);
        string with = Path.Combine(folder, "with-previews");
        if (!Directory.Exists(with))
            BulkPhotos.LargeWithPreview(with, 60, 6000, 4000);
        ComparePreviews("60 JPEGs of 24 megapixels with a preview behind each", Directory.GetFiles(with), 0.2);
    }
    else
    {
        Console.WriteLine("  vipsthumbnail is not on this machine: not compared.");
    }

    string many = Path.Combine(folder, "megapixels24");
    if (!Directory.Exists(many))
        BulkPhotos.Large(many, 40, 6000, 4000);
    PreviewMemory.Print("40 JPEGs of 24 megapixels", many);
    string corpus = Path.Combine(Repository(), "..", "shared", "corpus");
    if (Directory.Exists(corpus))
        PreviewMemory.Print("40 JPEGs of 24 megapixels, and the corpus", many, corpus);
}

void ComparePreviews(string name, string[] files, double bound)
{
    string list = Path.Combine(folder, "list");
    File.WriteAllLines(list, files);
    Pair.Compare(name, () =>
    {
        long began = System.Diagnostics.Stopwatch.GetTimestamp();
        Parallel.ForEach(files, new ParallelOptions { MaxDegreeOfParallelism = 2 }, file => PreviewRenderer.Render(file, "JPEG", default));
        return new Measured(System.Diagnostics.Stopwatch.GetElapsedTime(began).TotalSeconds, 0, "");
    }, "vipsthumbnail -s 256, two processes", () => Measured.Run("sh", "-c",
        "mkdir -p \"$1\" && VIPS_CONCURRENCY=1 xargs -a \"$0\" -P2 -n100 vipsthumbnail -s 256 -o \"$1/%s.jpg[Q=80]\"", list, Fresh("thumbs")), bound);
}

void Startup()
{
    string published = Fresh("published"), catalog = Path.Combine(folder, "startup.db");
    Measured.Run("dotnet", "publish", "-v", "q", Path.Combine(Repository(), "src", "ImaLink.Host"), "-o", published);
    string imalink = Path.Combine(published, "imalink");
    // By its path: the host's own pwsh lies beside this program, and would be taken first.
    string? pwsh = Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Select(place => Path.Combine(place, "pwsh")).FirstOrDefault(File.Exists);
    string[] shells = pwsh is null ? [imalink] : [imalink, pwsh];
    if (pwsh is null)
        Console.WriteLine("  pwsh is not on this machine: not measured.");
    Pair.Alone("imalink -Command 1, published", () => Measured.Run(imalink, "-NoProfile", "-Command", "1"), seconds => Judge(seconds, 0.4));
    Pair.Alone("imalink -Command Get-ImaFileStorage, published", () => Measured.Run(imalink, "-NoProfile", "-Command", $"Get-ImaFileStorage -Catalog '{catalog}'"), seconds => Judge(seconds, 0.5));
    foreach (string shell in shells)
    {
        // imalink has the module that was compiled ahead with it.
        string module = shell == imalink ? "ImaLink.PowerShell" : Path.Combine(Repository(), "artifacts", "module", "Release", "ImaLink.PowerShell", "ImaLink.PowerShell.psd1");
        string name = Path.GetFileName(shell), import = $"Import-Module '{module}'", first = $"Get-ImaFileStorage -Catalog '{catalog}'";
        Pair.Alone($"Import-Module in {name}", () => InShell(shell, "", import), seconds => Judge(seconds, 0.1));
        Pair.Alone($"first cmdlet of a session in {name}, after that", () => InShell(shell, import, first), seconds => Judge(seconds, 0.3));
    }

    static Measured InShell(string shell, string before, string command) =>
        Timed(Measured.Run(shell, "-NoProfile", "-Command", $"{before}; $s = [Diagnostics.Stopwatch]::StartNew(); {command}; $s.Elapsed.TotalSeconds"));

    static string Judge(double seconds, double bound) => $"{seconds * 1000:0} ms, bound {bound * 1000:0}: {(seconds < bound ? "met" : "MISSED")}";
}

void Query()
{
    string photos = Path.Combine(folder, "tiny100000");
    BulkPhotos.Tiny(photos, 100_000);
    string archive = Fresh("archive");
    Measured made = ImportInto(archive, photos);
    Console.WriteLine($"  (catalog with 100,000 files made in {made.Seconds:0} s, peak {made.PeakMegabytes:0} MB)");
    string first = Script("param($Source) $env:IMALINK_CATALOG = \"$Source/catalog.db\"; $s = [Diagnostics.Stopwatch]::StartNew();"
        + " Get-ImaFile | ForEach-Object { if ($s.IsRunning) { $s.Stop() } }; $s.Elapsed.TotalSeconds");
    Pair.Alone("first object of Get-ImaFile, 100,000 files, new session", () => Timed(Measured.Run("dotnet", host, "-File", first, "-Source", archive)),
        seconds => $"{seconds * 1000:0} ms, bound 300: {(seconds < 0.3 ? "met" : "MISSED")}");
}

void Scan()
{
    string archive = Fresh("scan");
    Directory.CreateDirectory(archive);
    string photos = Path.Combine(folder, "scanned");
    BulkPhotos.Tiny(photos, 100_000);
    string adopt = "param($Source, $Base) $env:IMALINK_CATALOG = \"$Base/catalog.db\"; $s = New-ImaFileStorage -Name A -BasePath $Base;"
        + " [IO.Directory]::Move($Source, \"$($s.FullName)/photos/top\");"
        + " $null = Import-ImaSession -InPlace -NoPreview -Path \"$($s.FullName)/photos\" -Storage A -Title T; $s.FullName";
    string storage = Measured.Run("dotnet", host, "-File", Script(adopt), "-Source", photos, "-Base", archive).Output.Trim().Split('\n')[^1];
    string scan = "param($Source) $env:IMALINK_CATALOG = \"$Source/catalog.db\"; $VerbosePreference = 'Continue';"
        + " $s = [Diagnostics.Stopwatch]::StartNew(); $n = 0; COMMAND A 4>&1 | ForEach-Object { if ($_ -like '*bytes were read*') { \"$_\" } else { $n++ } }; \"$n findings\"; $s.Elapsed.TotalSeconds";
    foreach (string command in new[] { "Compare-ImaFileStorage", "Sync-ImaFileStorage" })
    {
        string script = Script(scan.Replace("COMMAND", command, StringComparison.Ordinal));
        Pair.Compare($"{command}, 100,000 files, unchanged", () => Timed(Measured.Run("dotnet", host, "-File", script, "-Source", archive)),
            "find -printf '%s %T@ %p\\n'", () => Measured.Run("find", Path.Combine(storage, "photos"), "-printf", "%s %T@ %p\\n"), 2.0);
    }

    Rename(storage, archive, scan.Replace("COMMAND", "Sync-ImaFileStorage", StringComparison.Ordinal), 5);

    // Files larger than what is sampled of them: 3 x 64 KiB.
    string largeArchive = Fresh("scan-large");
    Directory.CreateDirectory(largeArchive);
    string large = Large(1100);
    string copy = Path.Combine(folder, "large-scanned");
    Measured.Run("cp", "-r", large, copy);
    storage = Measured.Run("dotnet", host, "-File", Script(adopt), "-Source", copy, "-Base", largeArchive).Output.Trim().Split('\n')[^1];
    Rename(storage, largeArchive, scan.Replace("COMMAND", "Sync-ImaFileStorage", StringComparison.Ordinal), 5);
}

void Rename(string storage, string archive, string script, double bound)
{
    Directory.Move(Path.Combine(storage, "photos", "top"), Path.Combine(storage, "photos", "renamed"));
    FileInfo[] files = new DirectoryInfo(Path.Combine(storage, "photos")).GetFiles("*", SearchOption.AllDirectories);
    Measured moved = Measured.Run("dotnet", host, "-File", Script(script), "-Source", archive);
    string read = moved.Output.Split('\n').FirstOrDefault(line => line.Contains("bytes were read", StringComparison.Ordinal), "");
    moved = Timed(moved);
    Console.WriteLine($"  Sync-ImaFileStorage, {files.Length:N0} files of {files.Sum(file => file.Length):N0} bytes, after the top folder was renamed {moved.Seconds:0.0} s,"
        + $" bound {bound}: {(moved.Seconds < bound ? "met" : "MISSED")}; peak {moved.PeakMegabytes:0} MB, bound 300. {read}");
}

void Verify()
{
    string photos = Large(1100);
    string archive = Fresh("archive");
    ImportInto(archive, photos);
    string[] files = Directory.GetFiles(photos);
    const string script = "$env:IMALINK_CATALOG = \"$Source/catalog.db\"; if (-not (Test-ImaFile -Quiet)) { throw }";
    Pair.Compare($"Test-ImaFile, {files.Length} JPEGs, in a session", () => InSession(script, archive),
        "openssl dgst -sha256", () => Measured.Run("openssl", ["dgst", "-sha256", .. files]), 0.6);
}

void Trash()
{
    const int Count = 3_000;
    string photos = Path.Combine(folder, "trashed");
    BulkPhotos.Tiny(photos, Count);
    foreach (bool isTouched in new[] { false, true })
    {
        string archive = Fresh("trash");
        ImportInto(archive, photos);
        string what = $"{Count:N0} tiny photos{(isTouched ? " with other times than recorded" : "")}";
        Pair.Alone($"Remove-ImaSession, {what}", () => Round().Removed, Judge);
        Pair.Alone($"Restore-ImaTrash, {what}", () => Round().Restored, Judge);

        (Measured Removed, Measured Restored) Round()
        {
            if (isTouched)
                Measured.Run("find", archive, "-name", "*.jpg", "-exec", "touch", "{}", "+");
            const string catalog = "$env:IMALINK_CATALOG = \"$Source/catalog.db\"";
            Measured removed = InSession($"{catalog}; Remove-ImaSession T -Confirm:$false", archive);
            return (removed, InSession($"{catalog}; $n = @(Get-ImaTrash | Restore-ImaTrash).Count; if ($n -ne {Count}) {{ throw $n }}", archive));
        }
    }

    static string Judge(double seconds) => $"{Count / seconds:N0} files/s, bound 2,000: {(Count / seconds >= 2000 ? "met" : "MISSED")}";
}

void Duplicates()
{
    foreach ((string name, int smallest, int largest) in new[] { ("1 to 40 kB", 1_000, 40_000), ("100 kB to 1 MB", 100_000, 1_000_000) })
    {
        string plain = DuplicatePairs(Fresh("duplicates"), smallest, largest);
        string script = "$g = @(Find-ImaDuplicate -LiteralPath $Source); if ($g.Count -ne 400) { throw $g.Count }";
        string ours = $"Find-ImaDuplicate -Path, {name}, in a session";
        Against("rmlint", ours, script, plain, 1.0, ["-o", "json:/dev/null", plain]);
        Against("jdupes", ours, script, plain, 2.0, ["-r", "-q", plain]);
        if (Measured.IsThere("rmlint") && Measured.IsThere("jdupes"))
            Console.WriteLine($"  the same pairs as rmlint and jdupes: {SamePairs(plain)}");
    }
}

void Find()
{
    string tree = FolderTree.Make(Fresh("tree"), 200_000, 20);
    const string script = "$n = 0; Find-ImaFileStorage -LiteralPath $Source -Catalog $Source/none.db | ForEach-Object { $n++ }; if ($n -ne 20) { throw $n }";
    Pair.Compare("Find-ImaFileStorage, 200,000 folders, in a session", () => InSession(script, tree),
        "find -name 'imalink_*' -type d", () => Measured.Run("find", tree, "-name", "imalink_*", "-type", "d"), 1.5);
}

void Browse()
{
    string storage = LargeStorage.Make(Fresh("browse"), 1, 1_000_000);
    const string read = "Get-ImaIndex $Source -File -Catalog $Source/none.db", first = $"do {{ {read} | ForEach-Object {{ $s.Stop(); break }} }} while ($false)";
    Pair.Alone("first object of Get-ImaIndex -File, 1,000,000 files, new session", () => InSession(first, storage), Judge);
    Pair.Alone("the same a second time in a session", () => InSession($"{first}; $s.Restart(); {first}", storage), Judge);
    Measured whole = InSession($"$n = 0; {read} | ForEach-Object {{ $n++ }}; if ($n -ne 1000000) {{ throw $n }}", storage);
    Console.WriteLine($"  (all of them {whole.Seconds:0} s, peak {whole.PeakMegabytes:0} MB)");

    static string Judge(double seconds) => $"{seconds * 1000:0} ms, bound 200: {(seconds < 0.2 ? "met" : "MISSED")}";
}

void Restore()
{
    string script = Script("param($Storage, $Catalog) $s = [Diagnostics.Stopwatch]::StartNew();"
        + " $n = 0; Restore-ImaCatalog -LiteralPath $Storage -Catalog $Catalog | ForEach-Object { $n += $_.Restored }; if ($n -ne 1000000) { throw $n }; $s.Elapsed.TotalSeconds");
    foreach (int sessions in new[] { 1, 10 })
    {
        string place = Fresh("restore");
        Directory.CreateDirectory(place);
        string storage = LargeStorage.Make(place, sessions, 1_000_000 / sessions);
        string catalog = Path.Combine(place, "catalog.db");
        Rebuild();
        var shell = new ShellLoad(catalog, Path.Combine(place, "csv"));
        Pair.Compare($"Restore-ImaCatalog, 1,000,000 files, {sessions} session(s)", Rebuild, "sqlite3 .import of the same rows", shell.Run, 1.5, runs: 3);

        Measured Rebuild()
        {
            File.Delete(catalog);
            return Timed(Measured.Run("dotnet", host, "-File", script, "-Storage", storage, "-Catalog", catalog));
        }
    }
}

void Against(string peer, string ours, string script, string source, double bound, string[] arguments)
{
    if (Measured.IsThere(peer))
        Pair.Compare(ours, () => InSession(script, source), peer, () => Measured.Run(peer, arguments), bound);
    else
        Console.WriteLine($"  {peer} is not on this machine: not compared.");
}

// 4,000 files in 40 folders, 400 of them a second copy of another one.
static string DuplicatePairs(string folder, int smallest, int largest)
{
    var random = new Random(7);
    for (int i = 0; i < 4_000; i++)
    {
        string path = Path.Combine(folder, $"{i % 40:00}", $"file{i:0000}.jpg");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var bytes = new byte[i % 8 == 0 ? smallest : random.Next(smallest, largest)]; // many of one size
        random.NextBytes(bytes);
        File.WriteAllBytes(path, i % 10 == 9 ? File.ReadAllBytes(Path.Combine(folder, $"{(i - 9) % 40:00}", $"file{i - 9:0000}.jpg")) : bytes);
    }

    return folder;
}

bool SamePairs(string plain)
{
    string text = Script("param($Source) Find-ImaDuplicate -LiteralPath $Source | ForEach-Object { $_.Files.FullName -join '|' }");
    HashSet<string> mine = [.. Measured.Run("dotnet", host, "-File", text, "-Source", plain).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    HashSet<string> jdupes = [.. Measured.Run("jdupes", "-r", "-q", plain).Output.Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
        .Select(group => string.Join('|', group.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)))];
    using var found = System.Text.Json.JsonDocument.Parse(Measured.Run("rmlint", "-o", "json:stdout", plain).Output);
    HashSet<string> rmlint = [.. found.RootElement.EnumerateArray().Where(item => item.TryGetProperty("type", out var type) && type.GetString() == "duplicate_file")
        .GroupBy(item => item.GetProperty("checksum").GetString()).Select(group => string.Join('|', group.Select(item => item.GetProperty("path").GetString()).Order(StringComparer.Ordinal)))];
    return mine.Count == 400 && mine.SetEquals(jdupes) && mine.SetEquals(rmlint);
}

Measured ImportOnce(string photos) => ImportInto(Fresh("archive"), photos);

Measured ImportInto(string archive, string photos)
{
    Directory.CreateDirectory(archive);
    string script = Script("param($Source, $Base) $env:IMALINK_CATALOG = \"$Base/catalog.db\"; $null = New-ImaFileStorage -Name A -BasePath $Base;"
        + " $s = [Diagnostics.Stopwatch]::StartNew(); $null = Import-ImaSession -Path $Source -Storage A -Title T -NoPreview; $s.Elapsed.TotalSeconds");
    return Timed(Measured.Run("dotnet", host, "-File", script, "-Source", photos, "-Base", archive));
}

Measured InSession(string text, string source) => Timed(Measured.Run("dotnet", host, "-File",
    Script($"param($Source) $s = [Diagnostics.Stopwatch]::StartNew(); {text}; $s.Elapsed.TotalSeconds"), "-Source", source));

// The script prints the seconds that it took itself, without the start of the process.
static Measured Timed(Measured run) => run with { Seconds = double.Parse(run.Output.Trim().Split('\n')[^1], CultureInfo.InvariantCulture) };

string Script(string text)
{
    // In a session the module is there: it would be loaded when a command of it is first used.
    string path = Path.Combine(folder, "script.ps1");
    File.WriteAllText(path, text.Insert(text.IndexOf(')', StringComparison.Ordinal) + 1, " Import-Module ImaLink.PowerShell;"));
    return path;
}

string Large(int megabytes)
{
    string photos = Path.Combine(folder, "large");
    if (!Directory.Exists(photos))
        BulkPhotos.Large(photos, megabytes);
    return photos;
}

string Fresh(string name)
{
    string path = Path.Combine(folder, name);
    if (Directory.Exists(path))
        Directory.Delete(path, recursive: true);
    return path;
}

static string Repository()
{
    var place = new DirectoryInfo(AppContext.BaseDirectory);
    while (!File.Exists(Path.Combine(place.FullName, "ImaLink.PowerShell.sln")))
        place = place.Parent ?? throw new DirectoryNotFoundException("The benchmarks run outside of the repository.");
    return place.FullName;
}
