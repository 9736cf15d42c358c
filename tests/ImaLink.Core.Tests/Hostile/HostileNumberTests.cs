using System.Globalization;
using System.Text.Json.Nodes;
using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Index;
using ImaLink.Integrity;
using ImaLink.Tests.Catalog;

namespace ImaLink.Tests.Hostile;

/// <summary>Numbers at the end of their range in an index: the entry or the index is refused and named, all else goes on, and no sum overflows.</summary>
public sealed class HostileNumberTests : StorageTest
{
    private readonly CatalogDatabase _catalog;

    public HostileNumberTests()
    {
        _catalog = Open();
        Create(_catalog);
        AddSession(_catalog, "Rome", "photos/a.jpg", "photos/b.jpg");
    }

    public static TheoryData<string, string> Numbers
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (string name in new[] { "file_size", "previous", "companions", "bytes", "imported", "width", "height", "iso", "orientation", "duration_seconds", "revision", "photo.revision", "said.revision", "removed.revision" })
                foreach (string number in new[] { "9223372036854775807", "9223372036854775806", "9007199254740993", "9007199254740992", "9007199254740991", "2147483647", "-1", "1e308" })
                    data.Add(name, number);
            return data;
        }
    }

    /// <summary>Whatever it says, every later command works on it or refuses that index by name, and other storages are as they were.</summary>
    [Theory, MemberData(nameof(Numbers))]
    public void Index_NumberAtTheEndOfItsRange_StopsNoLaterCommand(string field, string number)
    {
        Change(Layout(_catalog).SessionIndex(1), index => Put(index, field, number));
        string beside = Directory.CreateDirectory(System.IO.Path.Combine(Folder, "beside")).FullName;
        Guid other = Storages(_catalog).Create("Other", beside, null).Uuid;
        for (int round = 0; round < 2; round++)
        {
            foreach (Action command in Commands(_catalog))
                Goes(command);
            Storages(_catalog).Set(other, null, $"round {round}", null, null);
        }

        using CatalogDatabase second = Open("second");
        if (Goes(() => Storages(second).Register(Layout(_catalog).Root, null, default)))
            Assert.All(Commands(second), command => Goes(command));
    }

    [Fact]
    public void Index_ManyLargeFiles_SumsDoNotOverflow()
    {
        const int Files = 2100;
        Change(Layout(_catalog).SessionIndex(1), index =>
        {
            var files = index["files"]!.AsObject();
            JsonNode model = files.First().Value!;
            for (int i = 0; i < Files; i++)
            {
                JsonNode entry = model.DeepClone();
                string hash = i.ToString("x64", CultureInfo.InvariantCulture);
                (entry["sha256"], entry["path"], entry["file_size"]) = (hash, $"photos/large/{i}.jpg", 1L << 53);
                if (i % 2 == 1)
                    (files[(i - 1).ToString("x64", CultureInfo.InvariantCulture)]!.AsObject()["copies"] ??= new JsonArray()).AsArray().Add(new JsonObject { ["path"] = entry["path"]!.DeepClone(), ["sha256"] = hash, ["file_size"] = 1L << 53 });
                else
                    files[hash] = entry;
            }
        });
        Visit(_catalog);
        Assert.Equal(Files + 2, Assert.Single(Storages(_catalog).All()).TotalFiles);
        Assert.All(Commands(_catalog), command => command());
        AssertReadable();
    }

    [Theory]
    [InlineData("session_2147483647.json")]
    [InlineData("session_1073741824.json")]
    [InlineData("session_1073741825.json")]
    public void Import_IndexWithTheHighestNumber_LeavesRoomOrIsRefusedByName(string name)
    {
        StorageLayout layout = Layout(_catalog);
        File.Copy(layout.SessionIndex(1), Path.Combine(layout.Imports, name));
        Change(Path.Combine(layout.Imports, name), index =>
        {
            index["import_session"]!["id"] = int.Parse(name[8..^5], CultureInfo.InvariantCulture);
            index["import_session"]!["uuid"] = Guid.NewGuid().ToString();
            index["files"] = new JsonObject();
        });
        if (Goes(() => AddSession(_catalog, "Oslo", "photos/c.jpg")))
            Assert.Contains("photos/c.jpg", Paths(_catalog));
        Assert.DoesNotContain(Directory.EnumerateFiles(layout.Imports), file => Path.GetFileName(file).Contains('-'));
        AssertReadable();
    }

    [Fact]
    public void Import_MasterSaysTheHighestNumberWasUsed_IsRefusedByName()
    {
        Change(Layout(_catalog).MasterIndex, index =>
        {
            index["storage_info"]!["last_session_number"] = 1 << 30;
            index["revision"] = 50;
        });
        Goes(() => AddSession(_catalog, "Oslo", "photos/c.jpg"));
        AssertReadable();
        Assert.All(Commands(_catalog).SkipLast(1), command => command());
    }

    [Fact]
    public void Restore_NumberOfTheSessionIsTaken_ComesBackUnderTheNextOne()
    {
        Guid oslo = AddSession(_catalog, "Oslo", "photos/c.jpg", "photos/d.jpg");
        RemoveSession(_catalog, oslo);
        // Catalog and master index are lost: what a restoration writes knows neither the removed session nor its number.
        Change(Layout(_catalog).MasterIndex, index => (index["storage_info"]!["last_session_number"], index["removed_sessions"], index["revision"]) = (1, new JsonArray(), 50));
        using CatalogDatabase restored = Open("restored");
        Storages(restored).Register(Layout(_catalog).Root, null, default);
        AddSession(restored, "Bergen", "photos/e.jpg");
        string ledger = File.ReadAllText(Layout(restored).Ledger(2));
        Assert.Empty(Restore(restored, [.. Trash(restored).Select(item => item.Id)]));
        Assert.Equal(["Bergen", "Oslo", "Rome"], Sessions(restored).Find(null, null).Select(session => session.Title).Order());
        Assert.Equal(3, SessionIndexFile.ReadHeader(Layout(restored).SessionIndex(3)).Id);
        Assert.Equal(oslo, SessionIndexFile.ReadHeader(Layout(restored).SessionIndex(3)).Uuid);
        Assert.Equal(ledger, File.ReadAllText(Layout(restored).Ledger(2)));
        Assert.True(File.Exists(Layout(restored).Ledger(3)));
        Assert.Empty(Trash(restored));
        AddSession(restored, "Turku", "photos/f.jpg");
        Assert.True(File.Exists(Layout(restored).SessionIndex(4)));
        AssertConsistent(restored);
    }

    /// <summary>What a session costs does not grow with the number of those that are listed beside it.</summary>
    [Fact]
    public void Register_ManyListedSessions_AllocatesInProportion()
    {
        double few = Allocated(150) / 150.0, many = Allocated(600) / 600.0;
        Assert.True(many < few * 1.5, $"{few:N0} bytes for each of 150 sessions, {many:N0} for each of 600");

        long Allocated(int sessions)
        {
            StorageLayout layout = Layout(_catalog);
            Change(layout.MasterIndex, index =>
            {
                index["revision"] = 1000 + sessions;
                JsonArray list = index["import_sessions"]!.AsArray();
                for (int number = list.Count + 1; number <= sessions; number++)
                {
                    JsonNode listed = list[0]!.DeepClone(), session = JsonNode.Parse(File.ReadAllText(layout.SessionIndex(1)))!;
                    var uuid = Guid.NewGuid().ToString();
                    (listed["id"], listed["uuid"], listed["index_sha256"]) = (number, uuid, new string('0', 64));
                    list.Add(listed);
                    (session["import_session"]!["id"], session["import_session"]!["uuid"], session["files"]) = (number, uuid, new JsonObject());
                    File.WriteAllText(layout.SessionIndex(number), session.ToJsonString());
                }
            });
            using CatalogDatabase catalog = Open($"with {sessions}");
            long before = GC.GetAllocatedBytesForCurrentThread();
            Storages(catalog).Register(layout.Root, null, default);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    private static IEnumerable<Action> Commands(CatalogDatabase catalog) =>
    [
        () => _ = Storages(catalog).All().Count(),
        () => _ = new StorageMeasurement(catalog).Run(null, MeasureGrouping.None).Count(),
        () => _ = new StorageMeasurement(catalog).Run(null, MeasureGrouping.Session).Count(),
        () => _ = Sessions(catalog).Find(null, null).Count(),
        () => _ = new FileQuery(catalog).Run(new FileFilter()).Count(),
        () => _ = new DuplicateSearch(catalog).Run(null, true, false, default).Sum(group => group.ReclaimableBytes == 0 ? 0 : 1),
        () => Visit(catalog, writer => catalog.Sessions.OfStorage(writer.StorageId).ForEach(session => catalog.Sessions.MarkDirty(session.Id))),
        () => Sessions(catalog).Set(Sessions(catalog).Find(null, null).First(session => session.Title == "Rome"), null, $"{Guid.NewGuid()}", null),
        () => AddSession(catalog, "New", $"photos/{Guid.NewGuid()}.jpg"),
    ];

    /// <summary>Whether it works; else it names the index and is no other error.</summary>
    private static bool Goes(Action command)
    {
        try
        {
            command();
            return true;
        }
        catch (ImaLinkException e)
        {
            Assert.Equal(ErrorCode.IndexCorrupt, e.Code);
            Assert.Contains(".json", e.Message);
            return false;
        }
    }

    /// <summary>What was written can be read by whoever comes next.</summary>
    private void AssertReadable()
    {
        MasterIndexFile.Read(Layout(_catalog).MasterIndex);
        foreach (string index in Directory.EnumerateFiles(Layout(_catalog).Imports, "session_1.json"))
            Assert.NotEmpty(SessionIndexFile.ReadFiles(index).ToList());
    }

    private static void Change(string path, Action<JsonNode> change)
    {
        JsonNode index = JsonNode.Parse(File.ReadAllText(path))!;
        if (index["import_session"] is { } session)
            session["revision"] = 50;
        change(index);
        File.WriteAllText(path, index.ToJsonString());
    }

    private static void Put(JsonNode index, string field, string number)
    {
        JsonNode session = index["import_session"]!, entry = index["files"]!.AsObject().First().Value!, value = JsonNode.Parse(number)!;
        switch (field)
        {
            case "previous":
                entry["previous"] = new JsonArray(new JsonObject { ["sha256"] = new string('8', 64), ["file_size"] = value, ["until"] = "2024-12-31T00:00:00Z" });
                break;
            case "companions":
                entry["companions"] = new JsonArray(new JsonObject { ["path"] = "photos/a.xmp", ["sha256"] = new string('7', 64), ["file_size"] = value, ["kind"] = "xmp" });
                break;
            case "photo.revision":
                entry["photo"] = new JsonObject { ["uuid"] = Guid.NewGuid().ToString(), ["primary"] = true, ["title"] = "x", ["revision"] = value, ["writer"] = Guid.NewGuid().ToString() };
                break;
            case "said.revision":
                entry["said"] = new JsonObject { ["title"] = "x", ["versions"] = new JsonObject { [number] = new JsonArray("title") } };
                break;
            case "removed.revision":
                session["removed_files"] = new JsonArray(new JsonObject { ["path"] = "photos/z.jpg", ["sha256"] = new string('7', 64), ["revision"] = value });
                break;
            case "imported":
                session["counts"] = new JsonObject { ["imported"] = value, ["variant"] = value.DeepClone(), ["source_files"] = value.DeepClone() };
                break;
            case "revision" or "bytes" or "duration_seconds":
                session[field] = value;
                break;
            default:
                entry[field] = value;
                break;
        }
    }
}
