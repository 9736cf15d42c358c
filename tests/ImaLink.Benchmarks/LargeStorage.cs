using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ImaLink.Index;
using ImaLink.Media.Identity;

namespace ImaLink.Benchmarks;

/// <summary>The indexes of a storage with very many files, without the files: about a kilobyte of JSON for each.</summary>
internal static class LargeStorage
{
    private static readonly Guid Writer = Guid.Parse("5c1a0000-0000-4000-8000-000000000001");
    private static readonly DateTime Began = new(2010, 1, 1, 8, 0, 0, DateTimeKind.Utc);

    private static readonly (string Make, string Model, string Lens)[] Cameras =
    [
        ("Canon", "Canon EOS R6", "RF24-105mm F4 L IS USM"), ("NIKON CORPORATION", "NIKON Z 6_2", "NIKKOR Z 24-70mm f/4 S"),
        ("Apple", "iPhone 13 Pro", "iPhone 13 Pro back triple camera 5.7mm f/1.5"), ("FUJIFILM", "X-T4", "XF16-55mmF2.8 R LM WR"),
    ];

    private static readonly string[] Tags = ["People/Family", "People/Friends", "Places/Italy/Rome", "Places/Norway/Oslo", "Animals/Birds", "Architecture", "Mountains", "Sea"];

    /// <summary>Writes master index and session indexes.</summary>
    /// <returns>The storage's own directory.</returns>
    public static string Make(string folder, int sessions, int filesEach)
    {
        Guid uuid = Guid.Parse("5c1a0000-0000-4000-8000-0000000000aa");
        var layout = new StorageLayout(Path.Combine(folder, StorageLayout.DirectoryName(Began, uuid)));
        foreach (string path in new[] { layout.Photos, layout.Imports, layout.Private })
            Directory.CreateDirectory(path);
        var master = new MasterIndex
        {
            StorageInfo = new StorageInfo { Uuid = uuid, DirectoryName = Path.GetFileName(layout.Root), BasePath = folder, DisplayName = "Large", CreatedAt = IndexTime.FormatUtc(Began), LastSessionNumber = sessions },
            Revision = 1 + sessions,
            Writer = Writer,
        };
        for (int number = 1; number <= sessions; number++)
        {
            SessionHeader header = Header(number, uuid, layout, filesEach);
            string path = layout.SessionIndex(number);
            using (var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 20))
                SessionIndexFile.Write(stream, header, Files(number, filesEach));
            master.ImportSessions.Add(new SessionSummary
            {
                Id = number,
                Uuid = header.Uuid,
                Title = header.Title,
                ImportedAt = header.ImportedAt,
                FileCount = filesEach,
                IndexFile = StorageLayout.SessionIndexPath(number),
                IndexSha256 = IndexDigest.Of(path),
                Revision = header.Revision,
            });
        }

        using (FileStream stream = File.Create(layout.MasterIndex))
            MasterIndexFile.Write(stream, master);
        return layout.Root;
    }

    private static SessionHeader Header(int number, Guid storage, StorageLayout layout, int count) => new()
    {
        Id = number,
        Uuid = NewGuid($"session {number}"),
        Title = $"Journey {number}",
        ImportedAt = IndexTime.FormatUtc(Began.AddDays(number)),
        DefaultAuthor = new AuthorEntry { Name = "Ada", Email = "ada@example.org" },
        FileStorageUuid = storage,
        StorageDirectory = Path.GetFileName(layout.Root),
        SourcePath = "/media/card",
        Status = SessionStatus.Completed,
        Counts = new SessionCounts { SourceFiles = count, Imported = count },
        Revision = 3,
        Writer = Writer,
    };

    /// <summary>Ordered by hothash, as indexes are; every tenth file is the JPEG of a RAW and shares its photo.</summary>
    private static IEnumerable<FileEntry> Files(int session, int count) => Enumerable.Range(0, count)
        .Select(i => (Hash: Digest($"image {session} {i}"), Number: i))
        .OrderBy(item => item.Hash, StringComparer.Ordinal)
        .Select(item => Entry(session, item.Number, item.Hash));

    private static FileEntry Entry(int session, int i, string hash)
    {
        int shot = i % 10 == 9 ? i - 1 : i;
        bool isPartner = shot != i, isRaw = !isPartner && i % 10 == 8;
        DateTime taken = Began.AddDays(session).AddSeconds(40.0 * shot);
        (string make, string model, string lens) = Cameras[shot / 500 % Cameras.Length];
        string name = string.Create(CultureInfo.InvariantCulture, $"IMG_{shot % 10000:0000}{(isRaw ? ".CR3" : ".JPG")}");
        string path = string.Create(CultureInfo.InvariantCulture, $"photos/{taken:yyyy}/Journey {session}/{taken:MM-dd}/{shot / 10000:000}/{name}");
        string sha256 = Digest($"file {session} {i}");
        return new FileEntry
        {
            Hothash = hash,
            Filename = name,
            Path = path,
            FileSize = 2_000_000 + i * 7919L % 9_000_000,
            Sha256 = sha256,
            TakenAt = new CaptureTime(taken, DatePrecision.Second, TimeSpan.FromHours(1), "EXIF:DateTimeOriginal").ToString(),
            CreatedAt = IndexTime.FormatUtc(taken.AddDays(2)),
            ModifiedAt = IndexTime.FormatUtc(taken),
            OriginalFilename = name,
            OriginalPath = $"/media/card/DCIM/100CANON/{name}",
            FileFormat = isRaw ? "CR3" : "JPEG",
            MimeType = isRaw ? "image/x-canon-cr3" : "image/jpeg",
            Width = 5472,
            Height = 3648,
            Orientation = 1,
            HasHotpreview = true,
            HothashScheme = HothashScheme.ImageData,
            Fingerprint = Digest($"fingerprint {session} {i}")[..32],
            State = FileState.Present,
            LastVerified = IndexTime.FormatUtc(taken.AddDays(2)),
            CameraMake = make,
            CameraModel = model,
            LensModel = lens,
            Iso = 100 << (i % 6),
            Aperture = 4.5,
            ExposureTime = 0.008,
            FocalLength = 35,
            GpsLatitude = i % 2 == 0 ? 41.9 + i % 1000 * 0.0001 : null,
            GpsLongitude = i % 2 == 0 ? 12.49 + i % 1000 * 0.0001 : null,
            Said = Said(shot, 1 + shot % 3),
            Companions = i % 50 == 0 ? [new CompanionEntry { Path = path + ".xmp", FileSize = 4000, Sha256 = Digest($"sidecar {session} {i}"), Kind = "xmp" }] : null,
        };
    }

    /// <summary>What is said of some: a title, a rating, two tags, a place in words.</summary>
    private static List<Statement>? Said(int shot, long revision)
    {
        var said = new List<Statement>();
        if (shot % 10 == 0)
            said.Add(new Statement(StatementField.Location, """{"city":"Roma","sublocation":"Trastevere"}""", revision, Writer));
        if (shot % 5 == 0)
            said.Add(new Statement(StatementField.Rating, CanonicalJson.Of(shot % 6), revision, Writer));
        if (shot % 4 == 0)
            said.AddRange(new[] { Tags[shot / 4 % Tags.Length], Tags[(shot / 4 + 3) % Tags.Length] }.Distinct().Order(StringComparer.Ordinal).Select(tag => new Statement(StatementField.Tag(tag), CanonicalJson.True, revision, Writer)));
        if (shot % 20 == 0)
            said.Add(new Statement(StatementField.Title, CanonicalJson.Of($"Morning {shot}"), revision, Writer));
        return said.Count > 0 ? said : null;
    }

    private static string Digest(string text) => Hex.Of(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static Guid NewGuid(string text) => new(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
}
