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
        ["Media/Companions", "Media/Identity", "Media/Metadata"],
        ["Media/Previews"],
        ["Index"],
        ["Catalog"],
        ["Archive"],
        ["Import", "Reconcile", "Integrity", "Trash", "Replication", "Recovery"],
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
        Assert.Empty(
            from file in files
            from Match named in Qualified().Matches(File.ReadAllText(file))
            where forbidden.Any(name => named.Value == name || named.Value.StartsWith(name + ".", StringComparison.Ordinal))
            select $"{Path.GetRelativePath(Core(), file)} uses {named.Value}");
    }

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

    [GeneratedRegex(@"MasterIndexFile\.Write\(.*|\.(Replace|TryWriteNew|Append)\([^;()]*\bMasterIndex\b.*")]
    private static partial Regex WritesMaster();

    [GeneratedRegex(@"\bImaLink(\.[A-Z]\w*)+")]
    private static partial Regex Qualified();
}
