using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using ImaLink.Index;

namespace ImaLink.Tests.Import;

/// <summary>
/// All that an import leaves behind, as a text that two archives share if the same was done to them: without UUIDs (numbered
/// in the order they occur), times, revisions and what is a matter of the place.
/// </summary>
internal static class Snapshot
{
    private static readonly HashSet<string> Incidental =
    [
        "revision", "writer", "imported_at", "index_generated", "last_verified", "duration_seconds", "base_path", "directory_name",
        "storage_directory", "display_name", "index_sha256", "last_scan",
    ];

    public static string Of(TestArchive archive)
    {
        var text = new StringBuilder();
        var uuids = new Dictionary<string, string>();
        foreach (string photo in archive.Photos())
            text.AppendLine(CultureInfo.InvariantCulture, $"{photo} {IndexDigest.Of(archive.Photo(photo))} {File.GetLastWriteTimeUtc(archive.Photo(photo)):O}");
        text.AppendLine(File.ReadAllText(archive.Layout.Manifest));
        MasterIndex master = MasterIndexFile.Read(archive.Layout.MasterIndex);
        foreach (SessionSummary session in master.ImportSessions)
        {
            string index = archive.Layout.SessionIndex(session.Id);
            Assert.Equal(session.IndexSha256, IndexDigest.Of(index));
            text.AppendLine(Json(File.ReadAllText(index), uuids));
            foreach (string line in File.ReadLines(archive.Layout.Ledger(session.Id)))
                text.AppendLine(Json(line, uuids));
        }

        text.AppendLine(Json(File.ReadAllText(archive.Layout.MasterIndex), uuids));
        text.AppendLine(string.Join('\n', Directory.EnumerateFiles(archive.Layout.Imports).Select(Path.GetFileName).Where(name => !name!.EndsWith(".bak", StringComparison.Ordinal)).Order(StringComparer.Ordinal)));
        if (Directory.Exists(archive.Layout.Hotpreviews))
            text.AppendLine(string.Join('\n', Directory.EnumerateFiles(archive.Layout.Hotpreviews, "*", SearchOption.AllDirectories).Select(Path.GetFileName).Order(StringComparer.Ordinal)));
        archive.Use<object?>(db =>
        {
            Assert.Empty(db.Check());
            foreach (string query in Queries)
                foreach (string row in db.Query(query, row => string.Join('|', Enumerable.Range(0, row.FieldCount).Select(i => row.GetValue(i).ToString()))))
                    text.AppendLine(row);
            return null;
        });
        return text.ToString();
    }

    private static readonly string[] Queries =
    [
        "SELECT number, title, status, in_place, source_files, imported, duplicate, variant, companion, skipped, still_changing, failed, bytes, dirty, pending FROM session ORDER BY number",
        """
        SELECT hex(image.hothash), image.width, image.height, image.scheme, session.number, file.path, file.path_key, file.size, hex(file.sha256),
            file.mtime, hex(file.fingerprint), file.state, file.has_hotpreview, file.format, file.taken_at, file.original_path, file.camera_model,
            (SELECT count(*) FROM image AS other WHERE other.photo_id = image.photo_id)
        FROM file JOIN image ON image.id = file.image_id JOIN session ON session.id = file.session_id ORDER BY file.path
        """,
        "SELECT file.path, companion.path, companion.size, hex(companion.sha256), companion.kind, companion.state, companion.missing_since FROM companion JOIN file ON file.id = companion.file_id ORDER BY 1, 2",
        "SELECT count(*) FROM photo", "SELECT count(*) FROM photo_text", "SELECT count(*) FROM removed_file", "SELECT count(*) FROM removed_session",
        "SELECT count(*), sum(dirty), max(last_session_number) FROM storage",
    ];

    private static string Json(string json, Dictionary<string, string> uuids)
    {
        JsonNode node = JsonNode.Parse(json)!;
        Strip(node, uuids);
        return node.ToJsonString();
    }

    private static void Strip(JsonNode node, Dictionary<string, string> uuids)
    {
        if (node is JsonArray array)
        {
            foreach (JsonNode? item in array)
                if (item is not null)
                    Strip(item, uuids);
        }
        else if (node is JsonObject block)
        {
            foreach ((string name, JsonNode? value) in block.ToList())
            {
                if (Incidental.Contains(name) || (name == "created_at" && block.ContainsKey("total_files")))
                    block.Remove(name);
                else if (value is JsonValue leaf && leaf.TryGetValue(out string? written) && Guid.TryParse(written, out _))
                    block[name] = uuids.TryGetValue(written, out string? known) ? known : uuids[written] = $"uuid {uuids.Count}";
                else if (value is not null)
                    Strip(value, uuids);
            }
        }
    }
}
