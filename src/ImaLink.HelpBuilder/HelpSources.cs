namespace ImaLink.HelpBuilder;

/// <summary>Where the words of help come from.</summary>
/// <param name="Commands">The comments of the cmdlets.</param>
/// <param name="Core">The comments of the core, whose objects are emitted.</param>
/// <param name="Cmdlets">The names of all cmdlets.</param>
/// <param name="Topics">The written topics (about_…) with their text.</param>
/// <param name="ProjectUri">Where the project is.</param>
internal sealed record HelpSources(XmlDocs Commands, XmlDocs Core, IReadOnlySet<string> Cmdlets, IReadOnlyDictionary<string, string> Topics, string ProjectUri)
{
    private const string Overview = "about_ImaLink";

    /// <summary>The topics that speak of a cmdlet; the overview, which names all, comes last.</summary>
    public IEnumerable<string> TopicsOf(string cmdlet) => Topics.Where(topic => topic.Key != Overview && topic.Value.Contains(cmdlet, StringComparison.Ordinal))
        .Select(topic => topic.Key).Order(StringComparer.Ordinal).Append("about_ImaLink_Errors").Append(Overview).Distinct();
}
