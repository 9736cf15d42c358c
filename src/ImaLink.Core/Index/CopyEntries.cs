using System.Text.Json;

namespace ImaLink.Index;

/// <summary>
/// The <c>copies[]</c> of an entry: further files with its hothash, written with the fields that are their own and those
/// that differ. A field that the entry has and the copy has not is written as null there.
/// </summary>
internal static class CopyEntries
{
    // Every copy states these for itself; absent means unknown, not "as the entry has it".
    private static readonly HashSet<string> Own =
        ["path", "filename", "file_size", "sha256", "modified_at", "fingerprint", "state", "missing_since", "last_verified", "linked_since", "replica_of", "copies"];

    /// <summary>Writes what a copy has that the entry has not.</summary>
    internal static JsonElement Reduce(FileEntry entry, FileEntry copy)
    {
        Dictionary<string, JsonElement> standing = Properties(entry);
        Dictionary<string, JsonElement> own = Properties(copy);
        var result = new Dictionary<string, JsonElement>();
        foreach ((string name, JsonElement value) in own)
            if (Own.Contains(name) || !standing.TryGetValue(name, out JsonElement same) || !JsonElement.DeepEquals(value, same))
                result[name] = value;
        foreach (string name in standing.Keys)
            if (!Own.Contains(name) && !own.ContainsKey(name))
                result[name] = JsonSerializer.SerializeToElement<object?>(null, IndexJson.Instance.Options);
        return JsonSerializer.SerializeToElement(result, IndexJson.Instance.DictionaryStringJsonElement);
    }

    /// <summary>The entry's own file and its copies, each complete.</summary>
    internal static IEnumerable<FileEntry> Expand(FileEntry entry)
    {
        List<JsonElement>? copies = entry.Copies;
        entry.Copies = null;
        yield return entry;
        if (copies is null)
            yield break;
        Dictionary<string, JsonElement> standing = Properties(entry);
        foreach (string name in Own)
            standing.Remove(name);
        foreach (JsonElement copy in copies)
        {
            var complete = new Dictionary<string, JsonElement>(standing);
            foreach (JsonProperty property in copy.EnumerateObject())
            {
                if (property.NameEquals("photo")) // of version 0.1, which says it in place of what the entry says
                    complete.Remove("said");
                if (property.Value.ValueKind == JsonValueKind.Null)
                    complete.Remove(property.Name);
                else
                    complete[property.Name] = property.Value;
            }

            FileEntry file = JsonSerializer.SerializeToElement(complete, IndexJson.Instance.DictionaryStringJsonElement)
                .Deserialize(IndexJson.Instance.FileEntry)!;
            file.Hothash = entry.Hothash;
            yield return file;
        }
    }

    private static Dictionary<string, JsonElement> Properties(FileEntry entry) =>
        JsonSerializer.SerializeToElement(entry, IndexJson.Instance.FileEntry)
            .Deserialize(IndexJson.Instance.DictionaryStringJsonElement)!;
}
