using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ImaLink.Index;
using ImaLink.Media.Identity;

namespace ImaLink.Benchmarks;

/// <summary>The indexes of a storage with very many files, without the files: about a kilobyte of JSON for each.</summary>
internal static class LargeStorage
{
    internal static readonly Guid Writer = Guid.Parse("5c1a0000-0000-4000-8000-000000000001");
    private const int Width = 5472, Height = 3648;
    private const int Days = 300; // from the beginning of a session to the next
    private static readonly DateTime Began = new(2005, 1, 1, 8, 0, 0, DateTimeKind.Utc);

    /// <summary>Writes master index and session indexes.</summary>
    /// <param name="folder">Where the storage is made.</param>
    /// <param name="sessions">How many sessions.</param>
    /// <param name="filesEach">How many files each.</param>
    /// <param name="imagesOfShot">How many files in a row are of one shot: 2 are RAW and JPEG.</param>
    /// <returns>The storage's own directory.</returns>
    public static string Make(string folder, int sessions, int filesEach, int imagesOfShot = 1)
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
                SessionIndexFile.Write(stream, header, Files(number, filesEach, imagesOfShot));
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

    /// <summary>One of its images.</summary>
    public static ImageKey Image(int session, int i) => new(Digest($"image {session} {i}"), Width, Height);

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

    /// <summary>Ordered by hothash, as indexes are.</summary>
    private static IEnumerable<FileEntry> Files(int session, int count, int imagesOfShot) => Enumerable.Range(0, count)
        .Select(i => (Hash: Digest($"image {session} {i}"), Number: i))
        .OrderBy(item => item.Hash, StringComparer.Ordinal)
        .Select(item => Entry(session, item.Number, item.Hash, count, imagesOfShot));

    private static FileEntry Entry(int session, int i, string hash, int count, int imagesOfShot)
    {
        bool isRaw = imagesOfShot > 1 ? i % imagesOfShot == 0 : i % 5 == 0;
        int shot = i / imagesOfShot;
        DateTime taken = Began.AddDays(session * Days).AddSeconds(Days * 86_400.0 * shot * imagesOfShot / count);
        string name = string.Create(CultureInfo.InvariantCulture, $"IMG_{shot % 10000:0000}{(isRaw ? ".CR3" : ".JPG")}");
        string path = string.Create(CultureInfo.InvariantCulture, $"photos/{taken:yyyy}/Journey {session}/{taken:MM-dd}/{shot / 10000:000}/{name}");
        var file = new FileEntry
        {
            Hothash = hash,
            Filename = name,
            Path = path,
            FileSize = 2_000_000 + i * 7919L % 9_000_000,
            Sha256 = Digest($"file {session} {i}"),
            TakenAt = new CaptureTime(taken, DatePrecision.Second, TimeSpan.FromHours(1), "EXIF:DateTimeOriginal").ToString(),
            CreatedAt = IndexTime.FormatUtc(taken.AddDays(2)),
            ModifiedAt = IndexTime.FormatUtc(taken),
            OriginalFilename = name,
            OriginalPath = $"/media/card/DCIM/100CANON/{name}",
            FileFormat = isRaw ? "CR3" : "JPEG",
            MimeType = isRaw ? "image/x-canon-cr3" : "image/jpeg",
            Width = Width,
            Height = Height,
            Orientation = i % 4 == 0 ? 6 : 1,
            HasHotpreview = true,
            HothashScheme = HothashScheme.ImageData,
            Fingerprint = Digest($"fingerprint {session} {i}")[..32],
            State = FileState.Present,
            LastVerified = IndexTime.FormatUtc(taken.AddDays(2)),
            Said = LargePhotos.Say(session * 1_000_003 + i, Writer),
            Companions = i % 50 == 0 ? [new CompanionEntry { Path = path + ".xmp", FileSize = 4000, Sha256 = Digest($"sidecar {session} {i}"), Kind = "xmp" }] : null,
        };
        LargePhotos.Describe(file, session * 1_000_003 + shot * imagesOfShot);
        return file;
    }

    private static string Digest(string text) => Hex.Of(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    internal static Guid NewGuid(string text) => new(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
}
