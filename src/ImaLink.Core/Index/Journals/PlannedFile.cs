using System.Text.Json.Serialization;

namespace ImaLink.Index.Journals;

/// <summary>One source file of the plan.</summary>
internal sealed class PlannedFile : IUntrusted
{
    /// <summary>1, 2, 3, … in the order of the walk.</summary>
    public int Number { get; set; }

    /// <summary>Full path.</summary>
    public string Path { get; set; } = "";

    /// <summary>Path relative to the source folder, with <c>/</c>.</summary>
    public string Source { get; set; } = "";

    public long Size { get; set; }

    /// <summary>The number of the photo that this file travels with; null for a photo.</summary>
    public int? CompanionOf { get; set; }

    /// <summary>The kind of a companion, with or without a photo beside it, or "document"; null for anything else.</summary>
    public string? Kind { get; set; }

    /// <summary>Full paths of documents that speak of this photo and do not travel with it: the description of its partner in a Takeout, notes of Picasa, lists of Apple; null where there are none.</summary>
    public List<string>? Notes { get; set; }

    [JsonIgnore]
    internal bool IsCompanion => Kind is not null || CompanionOf is not null;

    /// <summary>Whether its name is no text, so that nothing can be said of its bytes.</summary>
    public bool? HasBrokenName { get; set; }

    /// <summary>What kept the file from being looked at when the plan was made.</summary>
    public string? Trouble { get; set; }

    public void Check() => IndexCheck.Require(Number > 0 && ImportPlan.IsPath(Path) && (Notes is null || Notes.TrueForAll(ImportPlan.IsPath)), "A source file has no number or no path.");
}
