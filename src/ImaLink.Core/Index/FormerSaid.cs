using System.Text.Json;

namespace ImaLink.Index;

/// <summary>
/// What the photo blocks of version 0.1 say, as statements. Each block has one version for all that it says; what it leaves open it does not say. The photo itself has
/// revision 0 and the least evidence: photos keep the UUID that they have, until they are found to belong together.
/// </summary>
internal static class FormerSaid
{
    private const string ByFormer = "0.1";

    /// <summary>The statements of a block and of the others in it, whatever their order; the newest of each field.</summary>
    internal static List<Statement> Of(PhotoBlock photo) => StatementOrder.Newest((photo.Others ?? []).Prepend(photo).SelectMany(Each));

    private static IEnumerable<Statement> Each(PhotoBlock block)
    {
        Guid? writer = block.Writer == Guid.Empty ? null : block.Writer;
        yield return new Statement(StatementField.Photo, $"{{\"by\":\"{ByFormer}\",\"uuid\":\"{block.Uuid}\"}}", 0, null);
        if (block.Primary)
            yield return new Statement(StatementField.Primary, CanonicalJson.True, 0, null);
        foreach ((string field, string? value) in Texts(block))
            if (!string.IsNullOrEmpty(value))
                yield return Said(field, CanonicalJson.Of(value));
        if (block.Rating is { } rating)
            yield return Said(StatementField.Rating, CanonicalJson.Of(rating));
        if (!string.IsNullOrEmpty(block.Location))
            yield return Said(StatementField.Location, $"{{\"text\":{CanonicalJson.Of(block.Location)}}}");
        foreach (string tag in block.Tags ?? [])
            if (Fitting(tag) is { Length: > 0 } path)
                yield return Said(StatementField.Tag(path), CanonicalJson.True);
        foreach ((string name, JsonElement value) in block.Extra ?? [])
            if (value.ValueKind != JsonValueKind.Null)
                yield return Said(Field(name), CanonicalJson.Of(value));

        Statement Said(string field, string value) => new(field, value, block.Revision, writer);
    }

    private static IEnumerable<(string Field, string? Value)> Texts(PhotoBlock block) =>
    [
        (StatementField.Title, block.Title), (StatementField.Description, block.Description), (StatementField.Author, block.Author), (StatementField.Date, block.TakenAtOverride),
    ];

    /// <summary>A keyword of a file may be anything.</summary>
    private static string Fitting(string tag)
    {
        string path = tag.Replace("\0", "", StringComparison.Ordinal);
        int longest = StatementRules.LongestField - StatementField.TagPrefix.Length;
        return path.Length <= longest ? path : path[..(longest - (char.IsHighSurrogate(path[longest - 1]) ? 1 : 0))];
    }

    /// <summary>A field that 0.1 did not know and kept; under the name that it has, unless this version means something else by that.</summary>
    private static string Field(string name) =>
        StatementRules.Fault(name) is null && !name.Contains(':', StringComparison.Ordinal) && !StatementField.IsOfImage(name) && name != StatementField.Date ? name : "photo." + name;
}
