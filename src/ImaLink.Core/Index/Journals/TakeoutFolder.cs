namespace ImaLink.Index.Journals;

/// <summary>A part of a Google Takeout among the sources of an import.</summary>
internal sealed class TakeoutFolder
{
    /// <summary>Full path of its folder <c>Takeout</c>.</summary>
    public string Folder { get; set; } = "";

    /// <summary>What its export is called: parts of one export have the same.</summary>
    public string Export { get; set; } = "";
}
