using System.Diagnostics;
using System.Text.Json.Nodes;
using ImaLink.SamplePhotos;

namespace ImaLink.PowerShell.Tests;

/// <summary>
/// An archive in which an operation has work to do: two storages on disk/ and other/, an empty disk next/, further photos in more/.
/// It can be put back to this state again and again, and knows what must hold of it however the operation was cut off.
/// </summary>
internal sealed class Situation : IDisposable
{
    private readonly ModuleFixture _module;
    private readonly Operation _operation;
    private readonly string _saved;
    private readonly HashSet<string> _contents;
    private readonly DateTime _start;

    public Situation(ModuleFixture module, Operation operation, int photos, string folder)
    {
        (_module, _operation, Folder, _saved) = (module, operation, folder, folder + " saved");
        foreach (string disk in new[] { "disk", "other", "next" })
            Directory.CreateDirectory(Path.Combine(Folder, disk));
        BulkPhotos.Tiny(Path.Combine(Folder, "all"), photos + photos / 2);
        foreach ((string photo, int i) in Disk.Files(Path.Combine(Folder, "all")).Order(StringComparer.Ordinal).Select((photo, i) => (photo, i)).ToList())
        {
            string card = Directory.CreateDirectory(Path.Combine(Folder, i < photos ? "card" : "more")).FullName;
            File.Move(photo, Path.Combine(card, Path.GetFileName(photo)));
        }

        Run("""
            New-ImaFileStorage Archive disk -Place 'disk A'
            New-ImaFileStorage Backup other -Place 'disk B'
            Import-ImaSession card Archive Italy -NoPreview
            """).Clean();
        operation.Prepare(this);
        // Hotpreviews may be deleted, and are made again.
        _contents = [.. Disk.Files(Folder).Where(file => file.EndsWith(".jpg", StringComparison.Ordinal) && !file.Contains("/hotpreviews/", StringComparison.Ordinal)).Select(Disk.Sha256Of)];
        _start = DateTime.UtcNow;
        Disk.Copy(Folder, _saved);
    }

    public string Folder { get; }

    /// <summary>How the catalog is named, whoever runs a script.</summary>
    private string Prelude => $"Set-Location '{Folder}'; $PSDefaultParameterValues = @{{ '*-Ima*:Catalog' = '{Path.Combine(Folder, "catalog.db")}' }}\n";

    /// <summary>The folders of all storages there are, also of those half moved.</summary>
    private IEnumerable<string> Roots => new[] { "disk", "other", "next" }.SelectMany(disk => Directory.GetDirectories(Path.Combine(Folder, disk), "imalink_*"));

    /// <summary>Where the indexes are written, on whatever disk.</summary>
    public IEnumerable<string> IndexFiles => new[] { "disk", "other", "next" }.SelectMany(disk => Roots.Select(Path.GetFileName)
        .SelectMany(root => new[] { "index.json", "manifest-sha256.txt", "imports/session_1.json", "imports/session_2.json", "imports/session_1.ledger.jsonl" }
        .Select(file => Path.Combine(Folder, disk, root!, file + ".imalink.new"))));

    /// <summary>Everything as it was before the operation.</summary>
    public void Reset()
    {
        Directory.Delete(Folder, recursive: true);
        Disk.Copy(_saved, Folder);
    }

    /// <summary>The photos on one of the disks, in order.</summary>
    public string[] Photos(string disk) => [.. Directory.GetDirectories(Path.Combine(Folder, disk), "imalink_*")
        .SelectMany(root => Disk.Files(Path.Combine(root, "photos"))).Order(StringComparer.Ordinal)];

    /// <summary>Runs a script in this process.</summary>
    public ScriptResult Run(string script) => _module.Invoke(Prelude + script, new { Start = _start });

    /// <summary>Starts the operation in a process of its own, which emits every error, its id first, and succeeds.</summary>
    public Process StartOperation(params string[] under) => HostProcess.StartUnder(under, "-Command",
        $"{Prelude} try {{ & {{ {_operation.Command} }} *> $null }} catch {{ }}; $Error | ForEach-Object {{ '{{0}}: {{1}}' -f $_.FullyQualifiedErrorId, $_ }}; exit 0");

    /// <summary>Starts a script in a process of its own.</summary>
    public Process Start(string script) => HostProcess.Start("-Command", Prelude + script);

    /// <summary>Changes of the disk so far, roughly: it differs with every file that comes, goes or grows.</summary>
    public long Signature()
    {
        long signature = 0;
        foreach (string disk in new[] { "disk", "other", "next" })
            signature += Disk.Files(Path.Combine(Folder, disk)).LongCount();
        var log = new FileInfo(Path.Combine(Folder, "catalog.db-wal"));
        return signature + (log.Exists ? log.Length << 20 : 0);
    }

    /// <summary>All photos that were there are there, and whatever has the name of a photo is one of them, whole.</summary>
    public void AssertNothingIsLost()
    {
        string[] found = [.. Roots.SelectMany(root => Disk.Files(Path.Combine(root, "photos")))];
        foreach (string photo in found)
            Assert.True(_contents.Contains(Disk.Sha256Of(photo)), $"'{photo}' is none of the photos.");
        var kept = found.Concat(Disk.Files(Path.Combine(Folder, "card"))).Concat(Disk.Files(Path.Combine(Folder, "more")))
            .Concat(Roots.SelectMany(root => Disk.Files(Path.Combine(root, ".imalink", "trash")).Concat(Disk.Files(Path.Combine(root, ".imalink", "incoming")))))
            .Select(Disk.Sha256Of).ToHashSet();
        Assert.True(_contents.IsSubsetOf(kept), "A photo is lost.");
    }

    /// <summary>Every index parses, and the catalog is sound.</summary>
    public void AssertReadable()
    {
        foreach (string index in Roots.SelectMany(root => Disk.Files(root).Where(file => Path.GetExtension(file) == ".json" && !file.Contains("/.imalink/", StringComparison.Ordinal))))
            Assert.NotNull(JsonNode.Parse(File.ReadAllText(index)));
        ScriptResult check = Run("Test-ImaCatalog").Clean();
        Assert.True(check.Values<bool>("Ok").Single(), check.Values<string>("Detail").Single());
    }

    /// <summary>Run again it finishes; then disk, indexes and catalog agree; and once more it changes nothing.</summary>
    public void AssertFinishes()
    {
        Again();
        Assert.True((bool)Run(_operation.IsDone).Clean().Output.Single().BaseObject, "It is not done.");
        AssertNothingIsLost();
        AssertReadable();
        AssertAgreed();
        string before = State();
        Again();
        Assert.Equal(before, State());
    }

    private void Again() => Assert.All(Run(_operation.Command).ErrorIds, id => Assert.Equal(_operation.ErrorWhenDone, id));

    /// <summary>Storages are healthy, nothing is left over, and index, manifest and catalog name the same files, which are there.</summary>
    private void AssertAgreed()
    {
        Run("Get-ImaFileStorage | Enable-ImaFileStorage").Clean(); // one that had ended may have left its journal to the next that writes
        // What the owner deleted is recorded as missing, and told.
        Assert.Equal(["True"], Run("-not (Test-ImaFileStorage | Where-Object { -not $_.Ok -and -not ($_.Verdict -eq 'FilesMissing' -and (Get-ImaFile -Storage $_.FullName -State Missing)) })").Clean().Output.Select(value => value.ToString()));
        foreach (string? root in Run("Get-ImaFileStorage").Clean().Values<string>("FullName"))
        {
            foreach (string folder in new[] { "incoming", "journal" })
                Assert.Empty(Disk.Files(Path.Combine(root!, ".imalink", folder)));
            Assert.DoesNotContain(Disk.Files(root!), file => file.EndsWith(".new", StringComparison.Ordinal));
            var known = Run($"Get-ImaFile | Where-Object FullName -like '{root}*' | ForEach-Object {{ '{{0}} {{1}} {{2}}' -f $_.RelativePath, $_.Sha256, $_.State }}").Clean();
            string[] lines = [.. known.Output.Select(line => line.ToString()).Order(StringComparer.Ordinal)];
            Assert.Equal(lines, Directory.GetFiles(Path.Combine(root!, "imports"), "session_*.json").SelectMany(Indexed).Order(StringComparer.Ordinal));
            Assert.Equal(lines.Select(line => $"{line.Split(' ')[1]}  {line.Split(' ')[0]}").Order(StringComparer.Ordinal), File.ReadLines(Path.Combine(root!, "manifest-sha256.txt")).Order(StringComparer.Ordinal));
            foreach (string[] file in lines.Where(line => line.EndsWith(" Present", StringComparison.Ordinal)).Select(line => line.Split(' ')))
                Assert.Equal(file[1], Disk.Sha256Of(Path.Combine(root!, file[0])));
        }
    }

    private static IEnumerable<string> Indexed(string index)
    {
        foreach ((_, JsonNode? entry) in JsonNode.Parse(File.ReadAllText(index))!["files"]!.AsObject())
            foreach (JsonNode? file in entry!["copies"]?.AsArray().Prepend(entry) ?? [entry])
                yield return $"{file!["path"]} {file["sha256"]} {file["state"]?.ToString() ?? "Present"}";
    }

    /// <summary>All there is, without times and revisions.</summary>
    private string State()
    {
        IEnumerable<string> files = Disk.Files(Folder)
            .Where(file => !file.Contains("catalog.db", StringComparison.Ordinal) && Path.GetExtension(file) != ".bak" && Path.GetFileName(file) != "lock")
            .Order(StringComparer.Ordinal)
            .Select(file => $"{file} {(Path.GetExtension(file) == ".json" ? Disk.Stripped(File.ReadAllText(file)) : Disk.Sha256Of(file))}");
        return string.Join('\n', files.Concat(Run("Get-ImaFile | ForEach-Object { $_.FullName, $_.Hothash, $_.State, $_.Session -join ' ' }").Clean().Output.Select(line => line.ToString())));
    }

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        Directory.Delete(_saved, recursive: true);
    }
}
