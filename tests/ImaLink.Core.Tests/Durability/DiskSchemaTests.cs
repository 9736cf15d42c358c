using ImaLink.Files;
using ImaLink.Tests.Index;

namespace ImaLink.Tests.Durability;

/// <summary>What an operation leaves in <c>.imalink</c> while it is under way, and in the trash, keeps to the schemas of docs/schemas/disk: looked at before every durable call.</summary>
public sealed class DiskSchemaTests : TemporaryFolderTest
{
    private static readonly Dictionary<string, string> Lines = new()
    {
        ["sources.jsonl"] = "planned-file",
        ["places.jsonl"] = "layout-line",
        ["records.jsonl"] = "import-record",
        ["verified.jsonl"] = "moved-file",
        ["passes.jsonl"] = "passed-file",
        ["files.jsonl"] = "restored-file",
        ["renamed.jsonl"] = "restored-file",
        ["steps.jsonl"] = "relocated-file",
        ["entries.jsonl"] = "trash-entry",
    };

    private static readonly Dictionary<string, string> Plans = new()
    {
        ["import"] = "import-plan",
        ["copy"] = "copy-plan",
        ["move"] = "move-plan",
        ["remove"] = "removal-plan",
        ["restore"] = "restore-plan",
        ["repair"] = "repair-plan",
        ["relocate"] = "relocation-plan",
    };

    private readonly HashSet<string> _seen = [], _read = [];

    [Theory]
    [InlineData("Import-ImaSession", "import-plan", "planned-file", "import-record")]
    [InlineData("Copy-ImaSession", "copy-plan")]
    [InlineData("Sync-ImaReplica", "relocation-plan", "relocated-file", "trash-entry")]
    [InlineData("Repair-ImaFile", "repair-plan")]
    [InlineData("Remove-ImaFile", "removal-plan", "trash-entry")]
    [InlineData("Restore-ImaTrash, session", "restore-plan", "restored-file", "trash-entry")]
    [InlineData("Move-ImaFileStorage", "move-plan", "moved-file")]
    public void Operation_WhatItWritesWhileItIsUnderWay_KeepsToItsSchema(string name, params string[] written)
    {
        string place = Path.Combine(Folder, "archive");
        using var archive = new Situation(Operation.All.Single(operation => operation.Name == name), place);
        archive.Run(new DurableFiles { FaultPoint = (_, _) => Look(place) });
        Look(place);
        Assert.Subset(_seen, written.ToHashSet());
    }

    [Fact]
    public void Schemas_ThatArePublished_AreThoseOfFilesThatOperationsWrite() => Assert.Equal(Lines.Values.Concat(Plans.Values).Distinct().Order(StringComparer.Ordinal),
        Schema.OfDisk.Order(StringComparer.Ordinal));

    private void Look(string place)
    {
        lock (_seen)
        {
            foreach (string path in Directory.EnumerateFiles(place, "*.json*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }))
            {
                string name = Path.GetFileName(path), kind = Path.GetFileName(Path.GetDirectoryName(path)!).Split('-')[0];
                if (!path.Contains($"{Path.DirectorySeparatorChar}.imalink{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
                    continue;
                string? schema = name == "operation.json" ? Plans[kind] : Lines.GetValueOrDefault(name);
                if (schema is null)
                    continue;
                _seen.Add(schema);
                foreach (string text in name.EndsWith('l') ? File.ReadAllLines(path) : [File.ReadAllText(path)])
                    if (_read.Add(text))
                        Assert.Empty(Schema.Errors(schema, text));
            }
        }
    }
}
