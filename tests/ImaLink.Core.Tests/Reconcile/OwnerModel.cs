using CsCheck;

namespace ImaLink.Tests.Reconcile;

/// <summary>What one file of the model is: its photo, its content, and where it lies; null while it is deleted.</summary>
internal sealed class ModelFile
{
    public required Guid Photo { get; init; }
    public required string Session { get; set; }
    public required int Number { get; set; }
    public required int Tag { get; set; }
    public required string? Path { get; set; }

    /// <summary>The content as it was when the file was deleted or damaged, to be restored.</summary>
    public byte[]? Kept { get; set; }

    /// <summary>Whether it lies there damaged: nothing of that is to be recorded.</summary>
    public bool IsDamaged { get; set; }

    /// <summary>What it held before, of the same picture.</summary>
    public List<byte[]> Former { get; } = [];
}

/// <summary>One thing that an owner does; the numbers choose among what there is.</summary>
internal sealed record OwnerAction(string Name, int A, int B)
{
    private static readonly string[] Names =
    [
        "move", "move", "rename", "rename", "swap", "chain", "copy", "old copy", "old copy", "delete", "restore", "cut", "cut", "empty", "mend", "tag", "tag", "pixels", "folder", "case", "touch", "move+tag", "sync",
    ];

    public static Gen<OwnerAction> Any { get; } = Gen.Select(Gen.Int[0, Names.Length - 1], Gen.Int[0, 1000], Gen.Int[0, 1000], (name, a, b) => new OwnerAction(Names[name], a, b));

    public override string ToString() => $"{Name}({A},{B})";
}
