using System.Text;
using System.Text.Json;
using CsCheck;
using ImaLink.Index;

namespace ImaLink.Tests.Index;

/// <summary>Indexes made at random, with all that they can hold.</summary>
internal static class Samples
{
    internal static readonly Guid Storage = Guid.Parse("a1b2c3d4-0000-4000-8000-000000000001");
    internal static readonly Guid Writer = Guid.Parse("a1b2c3d4-0000-4000-8000-00000000000a");

    internal static readonly Gen<string> Sha256 = Gen.Byte.Array[32].Select(bytes => Convert.ToHexString(bytes).ToLowerInvariant());

    private static readonly string[] Words = ["Rom", "Zürich", "日本 📷", "a\"b\\c", "line\nfeed", "<&>", "e\u0301", "\u2028", "x"];
    private static readonly Gen<string> Text = Gen.Int[0, Words.Length - 1].Array[1, 3].Select(words => string.Join(' ', words.Select(i => Words[i])));
    private static readonly Gen<string?> MaybeText = Maybe(Text);
    private static readonly Gen<string> Time = Gen.Long[0, 3_000_000_000_000_000].Select(ticks => IndexTime.FormatUtc(new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddTicks(ticks)));
    private static readonly Gen<Dictionary<string, JsonElement>?> Unknown = Gen.Int[0, 3].Select(kind => kind switch
    {
        0 => Fields("""{"colour_label":"red"}"""),
        1 => Fields("""{"future":{"a":[1,2.50,"ü",true,{"b":null}]},"other":-1e3}"""),
        _ => null,
    });

    internal static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    /// <summary>Statements of one image, ordered by field: known fields and others, tags and persons, withdrawals, values of every kind.</summary>
    internal static readonly Gen<List<Statement>> Said = Gen.Select(
        Gen.OneOf(OneOf("title", "rating", "photo", "primary", "mood", "gps", "x.y"), Text.Select(StatementField.Tag), Text.Select(StatementField.Person), Text),
        Gen.OneOf(Gen.Const((string?)null), Gen.Const<string?>(CanonicalJson.True), Gen.Int[-1, 5].Select(number => (string?)CanonicalJson.Of(number)), Text.Select(text => (string?)CanonicalJson.Of(text)),
            Gen.Double[-180, 180].Select(number => (string?)$"{{\"latitude\":{CanonicalJson.Of(number)}}}"), OneOf<string?>("[]", "[1,{\"a\":null}]", "false", "1e400", "{\"name\":\"x\",\"region\":{}}")),
        Gen.OneOf(Gen.Long[0, 3], Gen.Long[0, 1L << 53]), OneOf<Guid?>(null, Storage, Writer))
        .Select((field, value, revision, writer) => new Statement(field, value, revision, writer)).Array[0, 12]
        .Select(said => said.DistinctBy(statement => statement.Field).OrderBy(statement => statement.Field, StringComparer.Ordinal).ToList());

    private static readonly Gen<FileEntry> Facts = Gen.Select(Gen.Select(Gen.Long[0, 1L << 50], Sha256, Maybe(Time), MaybeText, Unknown), Gen.Int[-5, 9000], Gen.Double[-1000, 1000], Said).Select(
        (basis, number, real, said) => new FileEntry
        {
            FileSize = basis.Item1,
            Sha256 = basis.Item2,
            TakenAt = basis.Item3?.TrimEnd('Z'),
            TakenAtSource = basis.Item3 is null ? null : "EXIF:DateTimeOriginal",
            CreatedAt = basis.Item3,
            ModifiedAt = basis.Item3,
            OriginalFilename = basis.Item4,
            OriginalPath = basis.Item4,
            FileFormat = number % 2 == 0 ? "JPEG" : null,
            MimeType = number % 3 == 0 ? "image/jpeg" : null,
            Width = number > 0 ? number : null,
            Height = number > 0 ? number + 1 : null,
            Orientation = number is > 0 and < 9 ? number : null,
            HasHotpreview = number % 5 == 0,
            HothashScheme = number % 7 == 0 ? "whole-file" : "image-data",
            FormerHothashes = number % 11 == 0 ? [basis.Item2] : null,
            Fingerprint = number % 2 == 0 ? basis.Item2[..32] : null,
            State = number % 4 == 0 ? null : number % 4 == 1 ? FileState.Missing : FileState.Present,
            MissingSince = number % 4 == 1 ? basis.Item3 : null,
            LastVerified = basis.Item3,
            Previous = number % 13 == 0 ? [new FormerContent { Sha256 = basis.Item2, FileSize = 3, Until = basis.Item3, Extra = basis.Item5 }] : null,
            CameraMake = basis.Item4,
            CameraModel = basis.Item4,
            LensModel = basis.Item4,
            Iso = number > 100 ? number : null,
            Aperture = number % 2 == 0 ? real : null,
            ExposureTime = number % 3 == 0 ? 1 / (1 + Math.Abs(real)) : null,
            FocalLength = number % 5 == 0 ? real : null,
            GpsLatitude = number % 2 == 1 ? real / 12 : null,
            GpsLongitude = number % 2 == 1 ? real / 6 : null,
            GpsAltitude = number % 7 == 1 ? real : null,
            Said = said.Count > 0 ? said : null,
            Extra = basis.Item5,
            Companions = number % 6 == 0 ? [new CompanionEntry { Path = "photos/side/car.xmp", FileSize = 7, Sha256 = basis.Item2, Kind = "xmp", Extra = basis.Item5 }] : null,
        });

    /// <summary>Files as the catalog gives them: ordered by hothash, then path; several may have one hothash.</summary>
    internal static readonly Gen<List<FileEntry>> Files = Gen.Select(Sha256, Facts.Array[1, 3]).Array[0, 6].Select(groups =>
    {
        var number = 0;
        return groups.DistinctBy(group => group.Item1).OrderBy(group => group.Item1, StringComparer.Ordinal).SelectMany(group => group.Item2.Select(file =>
        {
            // The same facts come again with other numbers: what differs is up to the generator.
            var copy = Clone(file);
            copy.Hothash = group.Item1;
            copy.Filename = $"{number:D4} {Words[number % Words.Length].Replace('/', '_')}.jpg";
            copy.Path = $"photos/2024/{copy.Filename}";
            number++;
            return copy;
        })).ToList();
    });

    internal static SessionHeader Header(int id = 1) => new()
    {
        Id = id,
        Uuid = Guid.Parse($"00000000-0000-4000-8000-{id:D12}"),
        Title = "Rom 📷",
        Description = "Zwei Tage",
        ImportedAt = "2024-10-18T14:30:52Z",
        DefaultAuthor = new AuthorEntry { Name = "Ada", Email = "ada@example.org" },
        FileStorageUuid = Storage,
        StorageDirectory = "imalink_x",
        SourcePath = "/media/card",
        TimeZone = "Europe/Rome",
        Status = SessionStatus.Completed,
        Counts = new SessionCounts { SourceFiles = 3, Imported = 2, Duplicate = 1 },
        Bytes = 12,
        DurationSeconds = 1.5,
        Revision = 4,
        Writer = Writer,
        RemovedFiles = [new RemovedFile { Path = "photos/gone.jpg", Sha256 = new string('a', 64), Revision = 2, Reason = TrashReason.SourceRemoved, Followed = new FollowedRemoval("photos/sub/gone.jpg", 7) }],
    };

    internal static FileEntry File(string path, char hash = '1') => new()
    {
        Hothash = new string(hash, 64),
        Filename = path[(path.LastIndexOf('/') + 1)..],
        Path = path,
        FileSize = 10,
        Sha256 = new string(hash, 64),
        State = FileState.Present,
        Width = 16,
        Height = 16,
        HothashScheme = "image-data",
    };

    /// <summary>A session index with the photo blocks of version 0.1.</summary>
    internal static string WithPhotos(string session) => session.Replace("\"state\": \"Present\"",
        $"\"state\": \"Present\", \"photo\": {{ \"uuid\": \"00000001-0000-4000-8000-000000000000\", \"primary\": true, \"revision\": 1, \"writer\": \"{Writer}\" }}", StringComparison.Ordinal);

    internal static MasterIndex Master() => new()
    {
        StorageInfo = new StorageInfo { Uuid = Storage, DirectoryName = "imalink_x", BasePath = "/mnt", DisplayName = "NAS", CreatedAt = "2024-10-18T14:30:52Z", LastSessionNumber = 1 },
        ImportSessions = [new SessionSummary { Id = 1, Uuid = Header().Uuid, Title = "Rom", ImportedAt = "2024-10-18T14:30:52Z", FileCount = 2, IndexFile = "imports/session_1.json", IndexSha256 = new string('b', 64), Revision = 4 }],
        RemovedSessions = [new RemovedSession { Uuid = Writer, Revision = 3 }],
        Revision = 7,
        Writer = Writer,
    };

    internal static byte[] Session(SessionHeader header, IEnumerable<FileEntry> files)
    {
        using var stream = new MemoryStream();
        SessionIndexFile.Write(stream, header, files);
        return stream.ToArray();
    }

    internal static byte[] Bytes(MasterIndex master)
    {
        using var stream = new MemoryStream();
        MasterIndexFile.Write(stream, master);
        return stream.ToArray();
    }

    /// <summary>An entry as text: two with the same text are the same.</summary>
    internal static string TextOf(FileEntry file) => file.Hothash + JsonSerializer.Serialize(file, IndexJson.Instance.FileEntry);

    internal static Dictionary<string, JsonElement> Fields(string json) => JsonSerializer.Deserialize(json, IndexJson.Instance.DictionaryStringJsonElement)!;

    internal static string Utf8(byte[] bytes) => new UTF8Encoding(false, true).GetString(bytes);

    private static FileEntry Clone(FileEntry file) => JsonSerializer.Deserialize(JsonSerializer.SerializeToUtf8Bytes(file, IndexJson.Instance.FileEntry), IndexJson.Instance.FileEntry)!;

    private static Gen<T?> Maybe<T>(Gen<T> gen) where T : class => Gen.Select(Gen.Bool, gen).Select((has, value) => has ? value : null);
}
