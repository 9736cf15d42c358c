using System.Security.Cryptography;

namespace ImaLink.Tests.Replication;

/// <summary>What became of a file of the model in the source.</summary>
internal enum ModelState
{
    /// <summary>It lies there as it was meant.</summary>
    Whole,

    /// <summary>It is gone, rotten or cut; nobody meant that.</summary>
    Damaged,

    /// <summary>It was damaged, and its record was removed.</summary>
    Forgotten,

    /// <summary>It was removed on request, whole.</summary>
    Removed,
}

/// <summary>A file of the source: what it is meant to hold, or held last.</summary>
internal sealed class ModelPhoto
{
    private byte[]? _content;
    private int _number;

    public required string Path { get; set; }

    public required int Number { get; set; }

    public int Tag { get; set; }

    public string Sha256 { get; private set; } = "";

    /// <summary>What it held before, of the same picture.</summary>
    public Dictionary<string, byte[]> Former { get; } = [];

    public ModelState State { get; set; }

    /// <summary>Whether nothing of it is left, where it is damaged.</summary>
    public bool IsGone { get; set; }

    /// <summary>What it is meant to hold was recorded.</summary>
    public void Hold(byte[] content)
    {
        string sha256 = Convert.ToHexStringLower(SHA256.HashData(content));
        if (_number != Number)
            Former.Clear();
        else if (_content is not null && sha256 != Sha256)
            Former[Sha256] = _content;
        Former.Remove(sha256);
        (_content, _number, Sha256) = (content, Number, sha256);
    }
}
