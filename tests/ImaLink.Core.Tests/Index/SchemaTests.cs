using System.Globalization;
using System.Text.Json.Nodes;
using ImaLink.Index;

namespace ImaLink.Tests.Index;

/// <summary>The schemas refuse what they are there to refuse: each keyword is proven by a document that breaks it.</summary>
public sealed class SchemaTests
{
    public static TheoryData<string, string> BrokenMasters => new()
    {
        { "", "[]" },
        { "storage_info", "null" },
        { "storage_info/uuid", "\"A1B2\"" },
        { "storage_info/display_name", "\"\"" },
        { "storage_info/created_at", "\"2024-10-18 14:30\"" },
        { "storage_info/is_active", "\"yes\"" },
        { "storage_info/last_session_number", "-1" },
        { "storage_info/total_files", "1.5" },
        { "storage_info/total_size_mb", "-0.1" },
        { "storage_info/place", "\"shelf\"" },
        { "storage_info/place", "{\"kind\":\"owner\",\"id\":\"shelf\"}" },
        { "storage_info/place", "{\"kind\":\"owner\",\"id\":\"\",\"known_by\":\"owner\"}" },
        { "import_sessions", "{}" },
        { "import_sessions/0", "1" },
        { "import_sessions/0/id", "0" },
        { "import_sessions/0/index_file", "\"../session_1.json\"" },
        { "import_sessions/0/index_sha256", "\"xyz\"" },
        { "removed_sessions/0/uuid", "7" },
        { "revision", "-1" },
        { "revision", "9007199254740993" },
        { "writer", "null" },
        { "imalink_version", "\"new\"" },
    };

    [Theory, MemberData(nameof(BrokenMasters))]
    public void MasterIndex_Broken_IsRefused(string at, string value) =>
        Assert.NotEmpty(Schema.OfMaster(Broken(Samples.Utf8(Samples.Bytes(Samples.Master())), at, value)));

    [Theory]
    [InlineData("storage_info")]
    [InlineData("storage_info/uuid")]
    [InlineData("import_sessions")]
    [InlineData("import_sessions/0/index_sha256")]
    [InlineData("revision")]
    [InlineData("writer")]
    public void MasterIndex_FieldIsAbsent_IsRefused(string at) =>
        Assert.NotEmpty(Schema.OfMaster(Broken(Samples.Utf8(Samples.Bytes(Samples.Master())), at, null)));

    public static TheoryData<string, string> BrokenSessions => new()
    {
        { "import_session/id", "\"1\"" },
        { "import_session/default_author", "{}" },
        { "import_session/status", "\"Done\"" },
        { "import_session/counts/imported", "-1" },
        { "import_session/duration_seconds", "-1" },
        { "import_session/removed_files/0/path", "\"photos/../x\"" },
        { "import_session/removed_files/0/followed", "{\"path\":\"photos/../x\",\"revision\":1}" },
        { "files", "[]" },
        { "files/abc", "{}" },
        { "import_session/time_zone", "1" },
        { "import_session/time_zone", "\"\"" },
        { "import_session/time_zone", "\"Europe/ Oslo\"" },
        { "files/1/path", "\"photos/../x\"" },
        { "files/1/path", "\"photos//x\"" },
        { "files/1/path", "\"/photos/x\"" },
        { "files/1/path", "\"photos/.\"" },
        { "files/1/path", "\"photos/\"" },
        { "files/1/sha256", "\"ABC\"" },
        { "files/1/fingerprint", "\"abc\"" },
        { "files/1/file_size", "-1" },
        { "files/1/width", "-1" },
        { "files/1/taken_at", "\"yesterday\"" },
        { "files/1/taken_at", "\"1993-08+02:00\"" },
        { "files/1/taken_at_source", "1" },
        { "files/1/modified_at", "\"2024-10-18T14:30:52\"" },
        { "files/1/former_hothashes", "[1]" },
        { "files/1/previous", "[{}]" },
        { "files/1/camera_make", "1" },
        { "files/1/camera_make", "null" },
        { "files/1/gps_latitude", "\"1\"" },
        { "files/1/photo/uuid", "\"1\"" },
        { "files/1/photo/rating", "6" },
        { "files/1/photo/tags", "[\"\"]" },
        { "files/1/photo/others", "[{}]" },
        { "files/1/said", "[]" },
        { "files/1/said/tags", "{}" },
        { "files/1/said/tags", "[7]" },
        { "files/1/said/tags", "[\"\"]" },
        { "files/1/said/persons", "[{\"name\":\"Anna\"}]" },
        { "files/1/said/versions", "{\"new\":[\"title\"]}" },
        { "files/1/said/versions", "{\"1\":\"title\"}" },
        { "files/1/companions", "[{\"path\":\"photos/a.xmp\"}]" },
        { "files/1/copies", "[{}]" },
        { "files/1/copies", "{}" },
        { "statistics/total_files", "null" },
        { "statistics/imalink_version", "2" },
    };

    [Theory, MemberData(nameof(BrokenSessions))]
    public void SessionIndex_Broken_IsRefused(string at, string value) => Assert.NotEmpty(Schema.OfSession(Broken(SessionText(), at, value)));

    [Theory]
    [InlineData("import_session")]
    [InlineData("import_session/uuid")]
    [InlineData("files")]
    [InlineData("files/1/path")]
    [InlineData("files/1/photo/writer")]
    [InlineData("statistics")]
    public void SessionIndex_FieldIsAbsent_IsRefused(string at) => Assert.NotEmpty(Schema.OfSession(Broken(SessionText(), at, null)));

    [Fact]
    public void SessionIndex_CopyStatesNullWhereItHasNoValue_IsAccepted()
    {
        FileEntry with = Samples.File("photos/a.jpg"), without = Samples.File("photos/b.jpg");
        with.CameraMake = "x";
        with.TakenAt = "2024-10-18T14:30:52+02:00";
        with.Say("title", "x");
        Assert.Empty(Schema.OfSession(Samples.Utf8(Samples.Session(Samples.Header(), [with, without]))));
    }

    [Theory]
    [InlineData("""{"source_path":"/a","verdict":"Imported","file_size":1,"path":"photos/a.jpg","future":1}""", true)]
    [InlineData("""{"source_path":"/a","verdict":"Lost","file_size":1}""", false)]
    [InlineData("""{"source_path":"","verdict":"Failed","file_size":1}""", false)]
    [InlineData("""{"verdict":"Failed","file_size":1}""", false)]
    [InlineData("""{"source_path":"/a","verdict":"Imported","file_size":1,"path":"../a.jpg"}""", false)]
    [InlineData("""{"source_path":"/a","verdict":"Imported","file_size":1,"sha256":"1"}""", false)]
    public void Ledger_Line_IsJudged(string line, bool accepted) => Assert.Equal(accepted, Schema.OfLedger(line).Count == 0);

    private static string SessionText()
    {
        FileEntry file = Samples.File("photos/a.jpg");
        file.Said = [new(StatementField.Tag("Rome"), CanonicalJson.True, 1, null)];
        return Samples.WithPhotos(Samples.Utf8(Samples.Session(Samples.Header(), [file])));
    }

    /// <summary>The document with one value put in or, where there is none, taken away; a hothash is named by its first digit.</summary>
    private static string Broken(string json, string at, string? value)
    {
        if (at.Length == 0)
            return value!;
        var root = JsonNode.Parse(json)!;
        var steps = at.Split('/').Select(step => step == "1" ? new string('1', 64) : step).ToArray();
        var node = root;
        foreach (var step in steps[..^1])
            node = node is JsonArray list ? list[int.Parse(step, CultureInfo.InvariantCulture)]! : node[step]!;
        if (node is JsonArray array)
            array[int.Parse(steps[^1], CultureInfo.InvariantCulture)] = JsonNode.Parse(value!);
        else if (value is null)
            Assert.True(((JsonObject)node).Remove(steps[^1]));
        else
            node[steps[^1]] = JsonNode.Parse(value);
        return root.ToJsonString();
    }
}
