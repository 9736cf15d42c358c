using System.Text.Json.Serialization;

namespace ImaLink.Index.Journals;

/// <summary>The plan of bringing files back from the trash.</summary>
internal sealed class RestorePlan : IUntrusted
{
    internal const string JournalKind = "restore";

    public List<RestoredFile> Files { get; set; } = [];

    public void Check()
    {
        IndexCheck.Require(Files.TrueForAll(file => file is not null && file.Companions.TrueForAll(companion => companion is not null)), "A file or companion is null.");
        Files.ForEach(file => file.Entry.Check());
        IndexCheck.Require(Files.DistinctBy(file => (file.Trash, file.Entry.Number)).Count() == Files.Count, "A file occurs twice.");
    }
}

/// <summary>A file that is brought back, and where to.</summary>
internal sealed class RestoredFile
{
    public string Trash { get; set; } = "";

    /// <summary>Its entry in that folder, so that the folder's list is not needed any more.</summary>
    public TrashEntry Entry { get; set; } = new();
    public string Path { get; set; } = "";

    /// <summary>What Get-ImaTrash calls it.</summary>
    [JsonIgnore]
    internal string Id => Entry.IdIn(Trash);

    /// <summary>Where its companions go, in their order.</summary>
    public List<string> Companions { get; set; } = [];
}
