using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace ImaLink.Tests;

/// <summary>The folders of the core stand in layers (ARCHITECTURE.md): a file uses its own folder and those of the lines above, never one below or beside.</summary>
public sealed partial class LayerTests
{
    private static readonly string[][] Layers =
    [
        ["Model"],
        ["Files"],
        ["Media/Containers"],
        ["Media/Formats"],
        ["Media/Companions", "Media/Identity", "Media/Metadata", "Media/Relatives"],
        ["Media/Previews"],
        ["Media/Likeness", "Media/Libraries"],
        ["Index"],
        ["Catalog"],
        ["Archive"],
        ["Import", "Reconcile", "Integrity", "Trash", "Replication", "Recovery", "Photos", "Health"],
    ];

    private static string Core([CallerFilePath] string path = "") => Path.Combine(Path.GetDirectoryName(path)!, "../../src/ImaLink.Core");

    private static string[] Sources(string folder) => Directory.GetFiles(Path.Combine(Core(), folder), "*.cs", SearchOption.AllDirectories);

    public static TheoryData<string> Folders => [.. Layers.SelectMany(layer => layer)];

    [Theory]
    [MemberData(nameof(Folders))]
    public void Folder_UsesOnlyWhatStandsAboveIt(string folder)
    {
        int layer = Array.FindIndex(Layers, folders => folders.Contains(folder));
        string[] forbidden = [.. Layers.Skip(layer).SelectMany(folders => folders).Where(other => other != folder).Select(other => "ImaLink." + other.Replace('/', '.'))];
        string[] files = Sources(folder);
        Assert.NotEmpty(files);
        Assert.Empty(files.SelectMany(file => Named(File.ReadAllText(file), forbidden).Select(name => $"{Path.GetRelativePath(Core(), file)} uses {name}")));
    }

    [Theory]
    [InlineData("using ImaLink.Archive;", "ImaLink.Archive")]
    [InlineData("new ImaLink.Archive.StorageService(catalog)", "ImaLink.Archive.StorageService")]
    [InlineData("new Archive.StorageService(catalog)", "Archive.StorageService")]
    [InlineData("writer.Archive.Files", null)]
    [InlineData("// the Archive.StorageService does it", null)]
    public void Named_UpwardInWhateverWay_IsSeen(string source, string? expected) =>
        Assert.Equal(expected is null ? [] : [expected], Named(source, ["ImaLink.Archive"]));

    /// <summary>What <c>Archive.StorageService</c> means within a namespace of ours; a property called Files has members of other names.</summary>
    private static readonly Dictionary<string, string> TypesByShortName = Sources("").Select(file => Path.GetRelativePath(Core(), file).Split('/', '\\'))
        .Where(parts => parts.Length > 1 && parts[0] is not ("obj" or "bin"))
        .DistinctBy(parts => $"{parts[0]}.{parts[^1].Split('.')[0]}")
        .ToDictionary(parts => $"{parts[0]}.{parts[^1].Split('.')[0]}", parts => $"ImaLink.{string.Join('.', parts[..^1])}.{parts[^1].Split('.')[0]}");

    /// <summary>What a source names of these namespaces, in full or from within ours.</summary>
    private static IEnumerable<string> Named(string source, string[] forbidden) =>
        from Match named in Qualified().Matches(Comment().Replace(source, ""))
        let name = named.Value.StartsWith("ImaLink.", StringComparison.Ordinal) ? named.Value : TypesByShortName.GetValueOrDefault(string.Join('.', named.Value.Split('.').Take(2)), "")
        where forbidden.Any(other => name == other || name.StartsWith(other + ".", StringComparison.Ordinal))
        select named.Value;

    /// <summary>A file in a folder of no layer would be held by none of these rules.</summary>
    [Fact]
    public void EveryFile_StandsInALayer() => Assert.All(
        Sources("").Select(file => Path.GetRelativePath(Core(), file).Replace('\\', '/'))
            .Where(file => !file.StartsWith("obj/", StringComparison.Ordinal) && !file.StartsWith("bin/", StringComparison.Ordinal)),
        file => Assert.Contains(Layers.SelectMany(folders => folders), folder => file.StartsWith(folder + "/", StringComparison.Ordinal)));

    /// <summary>What has to be remembered with it (the digest, that it is being written, its backup) would be forgotten in a second place.</summary>
    [Fact]
    public void MasterIndex_IsWrittenInOnePlace() => Assert.Empty(
        from file in Sources("")
        where Path.GetFileName(file) != "MasterIndexFile.cs"
        from Match written in WritesMaster().Matches(File.ReadAllText(file))
        select $"{Path.GetRelativePath(Core(), file)}: {written.Value}");

    /// <summary>Those who need not ask FileReading: what they open is the system's own, the lock of a storage, or is to be written; or they serve FileReading itself.</summary>
    private static readonly string[] Openers =
        ["FileReading.cs", "Inode.cs", "LinuxPlace.cs", "DurableFiles.cs", "DurableFiles.Placing.cs", "StorageLock.cs"];

    /// <summary>A pipe that lies among photos would be waited for without an end.</summary>
    [Fact]
    public void Files_AreOpenedForReadingInOnePlace() => Assert.Empty(
        from file in Sources("")
        where !Openers.Contains(Path.GetFileName(file))
        from Match opened in OpensFile().Matches(Comment().Replace(File.ReadAllText(file), ""))
        select $"{Path.GetRelativePath(Core(), file)}: {opened.Value}");

    [GeneratedRegex(@"new FileStream\(|(?<!\w)File\.(Open|Read)\w*\(|new FileInfo\([^()]*\)\.Open\w*\(")]
    private static partial Regex OpensFile();

    [GeneratedRegex(@"MasterIndexFile\.Write\(.*|\.(Replace|TryWriteNew|Append)\([^;()]*\bMasterIndex\b.*")]
    private static partial Regex WritesMaster();

    [GeneratedRegex(@"(?<![\w.])[A-Z]\w*(\.[A-Z]\w*)+")]
    private static partial Regex Qualified();

    // A comment may speak of what is above; its crefs need a using, which is seen.
    [GeneratedRegex("//[^\n]*")]
    private static partial Regex Comment();
}
