using System.Text.Json;
using System.Text.Json.Serialization;

namespace ImaLink.Index.Journals;

/// <summary>The plan of bringing files back from the trash; which, stands beside it (<see cref="RestoreJournal"/>).</summary>
internal sealed class RestorePlan : IUntrusted
{
    internal const string JournalKind = "restore";

    /// <summary>The files, where version 0.1 wrote them. Null is written, so that version 0.1 does not take this for a plan without any.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public List<RestoredFile>? Files { get; set; }

    public void Check() => Files?.ForEach(file => (file ?? throw new JsonException("A file is null.")).Check());
}

/// <summary>A file that is brought back, and where to.</summary>
internal sealed class RestoredFile : IUntrusted
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
    public void Check()
    {
        IndexCheck.Require(Companions.TrueForAll(companion => companion is not null), "A companion is null.");
        Entry.Check();
    }
}
