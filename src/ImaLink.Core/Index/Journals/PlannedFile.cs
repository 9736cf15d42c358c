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

    /// <summary>Full path of the description in a Takeout that speaks for this photo and travels with another; null for any other.</summary>
    public string? Description { get; set; }

    [JsonIgnore]
    internal bool IsCompanion => Kind is not null || CompanionOf is not null;

    /// <summary>Whether its name is no text, so that nothing can be said of its bytes.</summary>
    public bool? HasBrokenName { get; set; }

    /// <summary>What kept the file from being looked at when the plan was made.</summary>
    public string? Trouble { get; set; }

    public void Check() => IndexCheck.Require(Number > 0 && ImportPlan.IsPath(Path) && (Description is null || ImportPlan.IsPath(Description)), "A source file has no number or no path.");
}
