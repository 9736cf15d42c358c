using System.Text.Json;
using ImaLink.Catalog;

namespace ImaLink.Reconcile;

/// <summary>The sentences of a MetadataConflict: what was said here and there, and which of the two is kept.</summary>
internal static class ConflictWords
{
    internal static string Of(IReadOnlyList<StatementConflict> conflicts) => string.Join(' ', conflicts.Where(conflict => conflict.Words is not null).Select(conflict => conflict.Words!)
        .Concat(conflicts.Where(conflict => conflict.Words is null && !conflict.IsOfOthers).GroupBy(conflict => conflict.IsThereKept).OrderBy(kept => kept.Key)
            .Select(kept => $"Edited here and by another catalog; what was edited {(kept.Key ? "there" : "here")} is kept. {string.Join("; ", kept.Select(Difference))}."))
        .Concat(conflicts.Where(conflict => conflict is { Words: null, IsOfOthers: true }).Select(OfOthers)));

    private static string Difference(StatementConflict conflict) =>
        $"{Name(conflict.Here.Field)} here {Value(conflict.Here.Value)}, there {Value(conflict.There.Value)}";

    private static string OfOthers(StatementConflict conflict)
    {
        (Statement kept, Statement lost) = conflict.IsThereKept ? (conflict.There, conflict.Here) : (conflict.Here, conflict.There);
        return $"Two other catalogs edited {Name(kept.Field)} without knowing of each other; {Value(kept.Value)} is kept, and {Value(lost.Value)} gave way.";
    }

    private static string Name(string field) =>
        field.StartsWith(StatementField.TagPrefix, StringComparison.Ordinal) ? $"tag '{field[StatementField.TagPrefix.Length..]}'"
        : field.StartsWith(StatementField.PersonPrefix, StringComparison.Ordinal) ? $"person '{field[StatementField.PersonPrefix.Length..]}'"
        : field switch
        {
            StatementField.Photo => "the photo that it belongs to",
            StatementField.Primary => "stands for its photo",
            _ => field.Replace('_', ' '),
        };

    private static string Value(string? value)
    {
        if (value is null)
            return "none";
        using JsonDocument document = JsonDocument.Parse(value);
        JsonElement json = document.RootElement;
        return json.ValueKind switch
        {
            JsonValueKind.String => $"'{json.GetString()}'",
            JsonValueKind.True => "yes",
            JsonValueKind.Object => $"'{string.Join(", ", json.EnumerateObject().Select(part => part.Value.ToString()))}'",
            JsonValueKind.Array => $"'{string.Join(", ", json.EnumerateArray().Select(part => part.ToString()))}'",
            _ => json.GetRawText(),
        };
    }
}
