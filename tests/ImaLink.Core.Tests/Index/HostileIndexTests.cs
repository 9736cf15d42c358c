using System.Text;
using CsCheck;
using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Media.Identity;
using ImaLink.Tests.Catalog;

namespace ImaLink.Tests.Index;

/// <summary>Whatever an index holds: it is read, or refused with IndexCorrupt that names the file, and then nothing has changed.</summary>
public sealed class HostileIndexTests : CatalogTest
{
    private readonly CatalogDatabase _catalog;
    private readonly StorageLayout _layout;

    public HostileIndexTests()
    {
        _catalog = Open();
        _layout = new StorageLayout(Path.Combine(Folder, "storage"));
        foreach (var folder in new[] { _layout.Photos, _layout.Imports, _layout.Private })
            Directory.CreateDirectory(folder);
    }

    private static FileEntry[] Entries => [Samples.File("photos/a.jpg"), Samples.File("photos/b.jpg"), Samples.File("photos/c/d.jpg", '2')];

    private static string Session => Samples.WithPhotos(Samples.Utf8(Samples.Session(Samples.Header(), Entries)));

    private static string Master => Samples.Utf8(Samples.Bytes(Samples.Master()));

    [Fact]
    public void Register_HealthyIndexes_AreReadAndCanBeWritten() => Assert.True(IsAccepted(Session));

    public static TheoryData<string, string> SessionDamage => new()
    {
        { "\"photos/a.jpg\"", "\"photos/../../etc/passwd\"" },
        { "\"photos/a.jpg\"", "\"/etc/passwd\"" },
        { "\"photos/a.jpg\"", "\"C:/Windows/x\"" },
        { "\"photos/a.jpg\"", "\"photos/a\\u0000.jpg\"" },
        { "\"photos/a.jpg\"", "\"photos/\\ud800.jpg\"" },
        { "\"photos/a.jpg\"", "null" },
        { "\"photos/a.jpg\"", "[\"photos/a.jpg\"]" },
        { "\"photos/a.jpg\"", "\"photos/c/d.jpg\"" },
        { "\"photos/a.jpg\"", "\"photos/" + new string('x', 1 << 20) + "\"" },
        { "\"file_size\": 10", "\"file_size\": -1" },
        { "\"file_size\": 10", "\"file_size\": 1e99" },
        { "\"file_size\": 10", "\"file_size\": 99999999999999999999" },
        { "\"file_size\": 10", "\"file_size\": \"10\"" },
        { "\"file_size\": 10", "\"file_size\": 10, \"file_size\": 11" },
        { "\"file_size\": 10", "\"aperture\": 1e999" },
        { "\"file_size\": 10", "\"gps_latitude\": -1e999" },
        { "\"file_size\": 10", "\"companions\": [null]" },
        { "\"file_size\": 10", "\"companions\": [{}]" },
        { "\"file_size\": 10", "\"companions\": [{\"path\":null}]" },
        { "\"file_size\": 10", "\"companions\": [{\"path\":\"photos/../x\",\"sha256\":\"1\",\"kind\":\"xmp\"}]" },
        { "\"file_size\": 10", "\"former_hothashes\": [null]" },
        { "\"file_size\": 10", "\"previous\": [null]" },
        { "\"file_size\": 10", "\"copies\": [1]" },
        { "\"file_size\": 10", "\"copies\": [{\"path\":\"photos/e.jpg\",\"copies\":[]}]" },
        { "\"file_size\": 10", "\"future\": \"\\ud800\"" },
        { "\"width\": 16", "\"width\": -16" },
        { "\"width\": 16", "\"width\": 4294967296" },
        { "\"revision\": 4", "\"revision\": 9223372036854775807" },
        { "\"revision\": 4", "\"revision\": -1" },
        { "\"id\": 1", "\"id\": 2" },
        { "\"id\": 1", "\"id\": 0" },
        { "\"title\": \"Rom", "\"title\": null, \"x\": \"Rom" },
        { "\"name\": \"Ada\"", "\"name\": null" },
        { "\"time_zone\": \"Europe/Rome\"", "\"time_zone\": \"" + new string('x', 10 << 10) + "\"" },
        { "\"time_zone\": \"Europe/Rome\"", "\"time_zone\": \"\"" },
        { "\"time_zone\": \"Europe/Rome\"", "\"time_zone\": \"Rome\\n\"" },
        { "\"time_zone\": \"Europe/Rome\"", "\"time_zone\": 2" },
        { "\"time_zone\": \"Europe/Rome\"", "\"time_zone\": [\"Europe/Rome\"]" },
        { "\"counts\": {", "\"counts\": 7, \"x\": {" },
        { "\"removed_files\": [", "\"removed_files\": [null," },
        { "\"file_storage_uuid\": \"a1b2c3d4", "\"file_storage_uuid\": \"a1b2c3d5" },
        { "\"primary\": true", "\"primary\": true, \"rating\": 6" },
        { "\"primary\": true", "\"primary\": true, \"tags\": [null]" },
        { "\"primary\": true", "\"primary\": 1" },
        { "\"uuid\": \"00000001-0000-4000-8000-000000000000\"", "\"uuid\": \"00000000-0000-0000-0000-000000000000\"" },
        { "\"uuid\": \"00000001-0000-4000-8000-000000000000\"", "\"uuid\": \"no uuid\"" },
        { "  \"files\": {", "  \"files\": [{" },
        { "  \"files\": {", "  \"files\": null, \"x\": {" },
        { "  \"files\": {", "  \"files\": {}, \"files\": {" },
        { "  \"files\": {", "  \"import_session\": {}, \"files\": {" },
        { "\"import_session\": {", "\"import_session\": null, \"x\": {" },
        { "\"import_session\": {", "\"import\": {" },
        { "\"2222222222222222222222222222222222222222222222222222222222222222\": {", "\"2222\": {" },
        { "\"2222222222222222222222222222222222222222222222222222222222222222\": {", "\"..\": {" },
        { "\"2222222222222222222222222222222222222222222222222222222222222222\": {", "\"1111111111111111111111111111111111111111111111111111111111111111\": {" },
        { "\"2222222222222222222222222222222222222222222222222222222222222222\": {", "\"3333333333333333333333333333333333333333333333333333333333333333\": null, \"2222222222222222222222222222222222222222222222222222222222222222\": {" },
    };

    [Theory, MemberData(nameof(SessionDamage))]
    public void SessionIndex_Damaged_IsRefused(string part, string damage)
    {
        Assert.Contains(part, Session);
        var at = Session.IndexOf(part, StringComparison.Ordinal);
        Refuses(Master, Session[..at] + damage + Session[(at + part.Length)..], "session_1.json");
    }

    public static TheoryData<string, string> MasterDamage => new()
    {
        { "\"storage_info\": {", "\"storage_info\": null, \"x\": {" },
        { "\"uuid\": \"a1b2c3d4-", "\"uuid\": \"a1b2c3d4" },
        { "\"display_name\": \"NAS\"", "\"display_name\": null" },
        { "\"created_at\": \"2024", "\"created_at\": null, \"x\": \"2024" },
        { "\"last_session_number\": 1", "\"last_session_number\": 2147483647" },
        { "\"last_session_number\": 1", "\"last_session_number\": -5" },
        { "\"import_sessions\": [", "\"import_sessions\": null, \"x\": [" },
        { "\"import_sessions\": [", "\"import_sessions\": [null," },
        { "\"import_sessions\": [", "\"import_sessions\": [{}," },
        { "\"title\": \"Rom\"", "\"title\": null" },
        { "\"imported_at\": \"", "\"imported_at\": null, \"x\": \"" },
        { "\"id\": 1", "\"id\": -1" },
        { "\"removed_sessions\": [", "\"removed_sessions\": [null," },
        { "\"revision\": 7", "\"revision\": 9223372036854775807" },
        { "\"revision\": 7", "\"revision\": 1.5" },
        { "\"revision\": 7", "\"revision\": 7, \"revision\": 8" },
        { "\"revision\": 7", "\"\\udfff\": 7" },
        { "\"revision\": 7", "\"future\": [\"\\udfff\"]" },
    };

    [Theory, MemberData(nameof(MasterDamage))]
    public void MasterIndex_Damaged_IsRefused(string part, string damage)
    {
        Assert.Contains(part, Master);
        Refuses(Master.Replace(part, damage), Session, "index.json");
    }

    [Fact]
    public void MasterIndex_SessionTwice_IsRefused()
    {
        var master = Samples.Master();
        master.ImportSessions.Add(master.ImportSessions[0]);
        Refuses(Samples.Utf8(Samples.Bytes(master)), Session, "index.json");
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("not JSON")]
    [InlineData("\0\0\0\0")]
    public void AnyIndex_IsNone_IsRefused(string text)
    {
        Refuses(text, Session, "index.json");
        Refuses(Master, text, "session_1.json");
    }

    [Fact]
    public void AnyIndex_NestedTenThousandDeep_IsRefused()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 10_000)) + "1" + new string('}', 10_000);
        Refuses($"{{\"x\":{deep},{Master[1..]}", Session, "index.json");
        Refuses(Master, $"{{\"x\":{deep},{Session[1..]}", "session_1.json");
        Refuses(Master, Session.Replace("\"file_size\": 10", $"\"x\":{deep},\"file_size\": 10"), "session_1.json");
    }

    [Fact]
    public void AnyIndex_TextOfAMegabyte_IsReadOrRefused()
    {
        var large = new string('x', 1 << 20);
        IsAccepted(Session.Replace("\"Zwei Tage\"", $"\"{large}\""));
        IsAccepted(Session.Replace("\"file_size\": 10", $"\"file_size\": 10, \"camera_make\": \"{large}\", \"{large}\": \"{large}\""));
        IsAccepted(Session, Master.Replace("\"Rom\"", $"\"{large}\""));
    }

    [Fact]
    public void SessionIndex_OneValueOfHundredMegabytes_IsRefusedInBoundedMemory()
    {
        Place(Master, Session);
        using (var file = new StreamWriter(_layout.SessionIndex(1)))
        {
            file.Write(Session[..^4] + ", \"x\": \"");
            var block = new string('x', 1 << 20);
            for (var i = 0; i < 100; i++)
                file.Write(block);
            file.Write("\"}}");
        }

        var error = Assert.Throws<ImaLinkException>(() => SessionIndexFile.ReadFiles(_layout.SessionIndex(1)).ToList());
        Assert.Equal(ErrorCode.IndexCorrupt, error.Code);
    }

    [Fact]
    public void SessionIndex_CutOffAnywhere_IsRefused()
    {
        var bytes = Samples.Session(Samples.Header(), Entries);
        for (var length = 0; length < bytes.Length - 2; length++)
            Refuses(Master, Encoding.Latin1.GetString(bytes.AsSpan(0, length)), "session_1.json", Encoding.Latin1);
    }

    [Fact]
    public void MasterIndex_CutOffAnywhere_IsRefused()
    {
        for (var length = 0; length < Master.Length - 2; length++)
            Refuses(Master[..length], Session, "index.json");
    }

    [Fact]
    public void AnyIndex_FlippedBytes_IsReadOrRefused() =>
        Gen.Select(Gen.Bool, Gen.Select(Gen.Int[0, 10_000], Gen.Byte).Array[1, 4]).Sample((inMaster, flips) =>
        {
            var bytes = inMaster ? Encoding.UTF8.GetBytes(Master) : Encoding.UTF8.GetBytes(Session);
            foreach (var (position, value) in flips)
                bytes[position % bytes.Length] = value;
            var damaged = Encoding.Latin1.GetString(bytes);
            if (inMaster)
                IsAccepted(Session, damaged, Encoding.Latin1);
            else
                IsAccepted(damaged, Master, Encoding.Latin1);
        }, iter: 1500, threads: 1);

    private void Refuses(string master, string session, string named, Encoding? encoding = null)
    {
        Place(master, session, encoding);
        var error = Assert.Throws<ImaLinkException>(() => Storages(_catalog).Register(_layout.Root, "hostile", default));
        Assert.Equal(ErrorCode.IndexCorrupt, error.Code);
        Assert.Contains(named, error.Message);
        Assert.True(error.Message.Length < 1000, error.Message);
        AssertUntouched();
    }

    /// <summary>Whether it is read, and then can be written again as well; refused, it changes nothing.</summary>
    private bool IsAccepted(string session, string? master = null, Encoding? encoding = null)
    {
        Place(master ?? Master, session, encoding);
        FileStorage storage;
        try
        {
            storage = Storages(_catalog).Register(_layout.Root, "hostile", default);
        }
        catch (ImaLinkException e)
        {
            Assert.Equal(ErrorCode.IndexCorrupt, e.Code);
            AssertUntouched();
            return false;
        }

        AssertWhole(_catalog);
        try
        {
            var row = _catalog.Storages.Find(storage.Uuid)!;
            _catalog.Sessions.OfStorage(row.Id).ForEach(known => _catalog.Sessions.MarkDirty(known.Id));
            using var writer = StorageWriter.Open(_catalog, row, new DurableFiles(), Patience, default);
            writer.WriteIndexes();
            Assert.All(SessionIndexFile.ReadFiles(_layout.SessionIndex(1)), file => Assert.NotNull(file.Path));
        }
        catch (ImaLinkException e)
        {
            Assert.Contains(e.Code, new[] { ErrorCode.IndexTooNew, ErrorCode.StorageRetired, ErrorCode.IndexCorrupt });
        }

        _catalog.Storages.Delete(_catalog.Storages.Find(storage.Uuid)!.Id);
        AssertUntouched();
        return true;
    }

    private void AssertUntouched()
    {
        foreach (var table in new[] { "storage", "session", "file", "image", "photo", "removed_session", "removed_file", "companion", "photo_text" })
            Assert.Equal(0, _catalog.Scalar<long>($"SELECT count(*) FROM {table}"));
    }

    private void Place(string master, string session, Encoding? encoding = null)
    {
        var bytes = (encoding ?? Encoding.UTF8).GetBytes(session);
        File.WriteAllBytes(_layout.SessionIndex(1), bytes);
        File.WriteAllBytes(_layout.MasterIndex, (encoding ?? Encoding.UTF8).GetBytes(master.Replace(new string('b', 64), Hex.Of(System.Security.Cryptography.SHA256.HashData(bytes)))));
    }
}
