using System.Buffers;
using System.Text.Json;
using ImaLink.Files;

namespace ImaLink.Index;

/// <summary>What an album's file says but for its members.</summary>
/// <param name="Uuid">UUID of the album.</param>
/// <param name="Revision">Raised by each write of this file.</param>
/// <param name="Writer">UUID of the catalog that wrote it last.</param>
/// <param name="Version">Version of the format.</param>
/// <param name="Fields">What is said of the album.</param>
internal sealed record AlbumHeader(Guid Uuid, long Revision, Guid? Writer, string Version, IReadOnlyList<Statement> Fields);

/// <summary>
/// Reads and writes <c>albums/&lt;uuid&gt;.json</c> (docs/album.schema.json) as a stream: of its members one is held at a time, and of those that were read a digest.
/// </summary>
internal static class AlbumFile
{
    private const string What = "album";
    private const int BlockBytes = 1 << 16, MaxFieldBytes = 1 << 20, MaxFields = 1000;

    /// <summary>Reads who wrote the file, and which version of it this is; no more than its beginning where that tells it.</summary>
    /// <exception cref="ImaLinkException">The file cannot be read, or is no album.</exception>
    internal static AlbumHeader ReadStamp(string path) => JsonFile.Read(path, What, scanner => Header(scanner, stampOnly: true)).Single();

    /// <summary>Reads all but the members.</summary>
    /// <exception cref="ImaLinkException">The file cannot be read, or is no album.</exception>
    internal static AlbumHeader ReadHeader(string path) => JsonFile.Read(path, What, scanner => Header(scanner, stampOnly: false)).Single();

    /// <summary>Reads the members, those that were removed too, in the order of the file.</summary>
    /// <exception cref="ImaLinkException">The file cannot be read, or is no album; it names the place.</exception>
    internal static IEnumerable<AlbumMember> ReadMembers(string path) => JsonFile.Read(path, What, Members);

    /// <summary>Writes an album.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="header">What is said of it.</param>
    /// <param name="members">Its members, in their order.</param>
    /// <param name="removed">Those that were removed.</param>
    internal static void Write(Stream stream, AlbumHeader header, IEnumerable<AlbumMember> members, IEnumerable<AlbumMember> removed)
    {
        var buffer = new ArrayBufferWriter<byte>(2 * BlockBytes);
        using var writer = new Utf8JsonWriter(buffer, IndexJson.Indented);
        writer.WriteStartObject();
        writer.WriteString("uuid", header.Uuid);
        writer.WriteNumber("revision", header.Revision);
        if (header.Writer is { } by)
            writer.WriteString("writer", by);
        writer.WriteString("imalink_version", header.Version);
        var fields = header.Fields.OrderBy(field => field.Field, Comparer<string>.Create(AlbumField.Compare)).ToList();
        foreach (Statement field in fields.Where(field => field.Value is not null))
        {
            using JsonDocument value = JsonDocument.Parse(field.Value!);
            writer.WritePropertyName(field.Field);
            value.RootElement.WriteTo(writer);
        }

        if (fields.Exists(field => field.Value is null || (field.Revision, field.Writer) != (1, null)))
            WriteVersions(writer, fields);
        WriteMembers("members", members);
        WriteMembers("removed_members", removed);
        writer.WriteEndObject();
        writer.Flush();
        Send(1);
        stream.WriteByte((byte)'\n');

        void WriteMembers(string name, IEnumerable<AlbumMember> of)
        {
            var line = new ArrayBufferWriter<byte>(512);
            using var compact = new Utf8JsonWriter(line, new JsonWriterOptions { Encoder = IndexJson.Indented.Encoder });
            bool any = false;
            foreach (AlbumMember member in of)
            {
                if (!any)
                    writer.WriteStartArray(name);
                any = true;
                line.ResetWrittenCount();
                compact.Reset();
                member.Write(compact);
                compact.Flush();
                writer.WriteRawValue(line.WrittenSpan, skipInputValidation: true); // one line each: a person reads it, and 100,000 of them are half as long
                if (writer.BytesPending > BlockBytes / 2)
                    writer.Flush();
                Send(BlockBytes);
            }

            if (any)
                writer.WriteEndArray();
        }

        void Send(int least)
        {
            if (buffer.WrittenCount < least)
                return;
            stream.Write(buffer.WrittenSpan);
            buffer.ResetWrittenCount();
        }
    }

    private static void WriteVersions(Utf8JsonWriter writer, List<Statement> fields)
    {
        writer.WriteStartObject("versions");
        foreach (IGrouping<AlbumVersion, Statement> same in fields.GroupBy(field => new AlbumVersion(field.Revision, field.Writer))
            .OrderBy(same => same.Key.Revision).ThenBy(same => same.Key.Writer?.ToString(), StringComparer.Ordinal))
        {
            writer.WriteStartArray(same.Key.ToString());
            foreach (Statement field in same)
                writer.WriteStringValue(field.Field);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static IEnumerable<AlbumHeader> Header(JsonFileScanner scanner, bool stampOnly)
    {
        Guid? uuid = null, writer = null;
        long? revision = null;
        string? version = null;
        var values = new Dictionary<string, string>();
        var versions = new Dictionary<string, AlbumVersion>();
        foreach (string name in scanner.Properties())
        {
            switch (name)
            {
                case "members" or "removed_members":
                    scanner.SkipValue();
                    break;
                case "uuid":
                    uuid = AlbumField.Uuid(Value(scanner));
                    break;
                case "writer":
                    writer = AlbumField.Uuid(Value(scanner));
                    break;
                case "revision":
                    revision = Value(scanner).GetInt64();
                    IndexCheck.Require(revision is >= 0 and <= Sizes.Max, "Its revision is out of range.");
                    break;
                case "imalink_version":
                    version = Value(scanner).GetString();
                    break;
                case "versions":
                    ReadVersions(Value(scanner), versions);
                    break;
                default:
                    values.Add(name, AlbumField.Check(name, Value(scanner)));
                    IndexCheck.Require(values.Count <= MaxFields, "It has absurdly many fields.");
                    break;
            }

            if (stampOnly && uuid is not null && writer is not null && revision is not null && version is not null)
                break;
        }

        IndexCheck.Require(uuid is not null && revision is not null && version is not null, "It lacks its uuid, revision or imalink_version.");
        IEnumerable<Statement> fields = values.Keys.Union(versions.Keys)
            .Select(field => (Field: field, Version: versions.GetValueOrDefault(field, new AlbumVersion(1, null))))
            .Select(field => new Statement(field.Field, values.GetValueOrDefault(field.Field), field.Version.Revision, field.Version.Writer));
        yield return new AlbumHeader(uuid!.Value, revision!.Value, writer, version!, [.. fields]);
    }

    private static void ReadVersions(JsonElement versions, Dictionary<string, AlbumVersion> into)
    {
        foreach (JsonProperty version in versions.EnumerateObject())
        {
            foreach (JsonElement field in version.Value.EnumerateArray())
            {
                string name = field.GetString() ?? "";
                IndexCheck.Require(name.Length > 0 && !AlbumField.IsReserved(name) && into.TryAdd(name, AlbumVersion.Parse(version.Name)) && into.Count <= MaxFields,
                    $"The version of '{IndexCheck.Excerpt(name)}' is given twice, or there is no such field.");
            }
        }
    }

    private static IEnumerable<AlbumMember> Members(JsonFileScanner scanner)
    {
        var seen = new TextSet();
        foreach (string name in scanner.Properties())
        {
            if (name is not ("members" or "removed_members"))
            {
                scanner.SkipValue();
                continue;
            }

            scanner.Expect(JsonTokenType.StartArray);
            while (scanner.ReadElement() is { IsEmpty: false } element)
            {
                IndexCheck.Require(element.Length <= MaxFieldBytes, "A member is absurdly large.");
                AlbumMember member = AlbumMember.Read(element, name == "removed_members");
                IndexCheck.Require(seen.Add($"{member.Image.Hothash} {member.Image.Width} {member.Image.Height}"), $"The member {member.Image.Hothash} occurs twice.");
                yield return member;
            }
        }
    }

    private static JsonElement Value(JsonFileScanner scanner) => JsonSerializer.Deserialize(scanner.ReadValue(MaxFieldBytes), IndexJson.Instance.JsonElement);
}
