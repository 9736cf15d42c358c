using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Photos;
using ImaLink.Tests.Durability;
using ImaLink.Tests.Files;
using ImaLink.Tests.Recovery;

namespace ImaLink.Tests.Photos;

/// <summary>What one command says of photos stands in the catalog at once, and in the indexes when it ends, whatever else goes on.</summary>
public sealed class PhotoStatementsTests : RecoveryTest
{
    private const int Files = 40;

    private readonly CatalogDatabase _catalog;

    public PhotoStatementsTests()
    {
        _catalog = Make("disk");
        AddSession(_catalog, "Rome", [.. Enumerable.Range(0, Files).Select(i => $"photos/{i:00}.jpg")]);
        Say(_catalog, "title", "\"before\"", 0); // from now on the storage knows statements
    }

    private string SaidPath => Layout(_catalog).Said(1);

    private static long Photo(CatalogDatabase catalog, int i) => catalog.Scalar<long>(
        "SELECT image.photo_id FROM file JOIN image ON image.id = file.image_id WHERE file.path = @0", $"photos/{i:00}.jpg");

    private static IEnumerable<(long, IReadOnlyDictionary<string, string?>)> Edits(CatalogDatabase catalog, string field, string? value, params int[] photos) =>
        photos.Select(i => (Photo(catalog, i), (IReadOnlyDictionary<string, string?>)new Dictionary<string, string?> { [field] = value }));

    /// <summary>As one command does.</summary>
    private static IReadOnlyList<ImaLinkException> Say(CatalogDatabase catalog, string field, string? value, params int[] photos)
    {
        var statements = new PhotoStatements(catalog, Patience);
        statements.Say(Edits(catalog, field, value, photos));
        return statements.Write();
    }

    /// <summary>How many photos show a value in a catalog that was made of the storage alone.</summary>
    private int Restored(string field, string value)
    {
        string name = $"again {Guid.NewGuid()}";
        CatalogDatabase again = Open(name);
        Restore(again, In("disk"));
        return (int)again.Scalar<long>("SELECT count(DISTINCT image_id) FROM statement WHERE field = @0 AND value = @1", field, value);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(30)]
    public void Say_PhotosOfALargeSession_AllStandInTheStorage(int count)
    {
        Assert.Empty(Say(_catalog, "rating", "4", [.. Enumerable.Range(0, count)]));

        Assert.Equal(count * 8 <= Files, File.Exists(SaidPath));
        Assert.Equal(count, Restored("rating", "4"));
        Assert.False(IsDirty(_catalog));
    }

    [Fact]
    public void Say_WhatFollowsFromTheCatalog_NobodySaysAnythingBetween()
    {
        var statements = new PhotoStatements(_catalog, Patience);
        statements.Say(() =>
        {
            Assert.True(_catalog.IsInTransaction);
            return Edits(_catalog, "rating", "4", 1, 2);
        });
        Assert.Empty(statements.Write());
        Assert.Equal(2, Restored("rating", "4"));
    }

    /// <summary>A medium that is read only for now: what is said is kept, told, and written when it can be.</summary>
    [Fact]
    public void Say_StorageIsReadOnly_IsKeptAndToldAndWrittenLater()
    {
        string place = In("fixed");
        using var mount = new TemporaryMount(place, "16m");
        FileStorage fixedStorage = Storages(_catalog).Create("Fixed", place, null);
        using (StorageWriter writer = StorageWriter.Open(_catalog, _catalog.Storages.Find(fixedStorage.Uuid)!, new DurableFiles(), Patience, default))
        {
            SessionRow session = writer.Indexes.CreateSession(new SessionHeader { Uuid = Guid.NewGuid(), Title = "Fixed", ImportedAt = "2024-10-18T14:30:52Z", FileStorageUuid = fixedStorage.Uuid, Status = SessionStatus.Completed });
            _catalog.Files.Put(writer.StorageId, session.Id, AddFile(writer.Layout, "photos/00.jpg", "photos/00.jpg"));
            _catalog.Sessions.MarkDirty(session.Id);
            writer.WriteIndexes();
        }

        mount.MakeReadOnly();
        ImaLinkException told = Assert.Single(Say(_catalog, "title", "\"kept\"", 0));
        Assert.Contains("kept in the catalog and does not stand in the indexes of 'Fixed' yet", told.Message, StringComparison.Ordinal);
        Assert.Equal(1, Restored("title", "\"kept\"")); // the other storage that has the photo got it
        Assert.True(IsDirty(_catalog));

        mount.MakeWritable();
        Assert.Empty(Say(_catalog, "rating", "3", 0));
        Assert.False(IsDirty(_catalog));
        CatalogDatabase again = Open("again");
        Restore(again, place);
        Assert.Equal(["\"kept\"", "3"], again.Query("SELECT value FROM statement WHERE field IN ('title', 'rating') ORDER BY field DESC", row => row.GetString(0)));
    }

    [Fact]
    public void Say_StorageOfALaterVersion_IsKeptAndToldAndNothingIsWritten()
    {
        string[] indexes = [Layout(_catalog).MasterIndex, Layout(_catalog).SessionIndex(1)];
        foreach (string index in indexes)
            File.WriteAllText(index, File.ReadAllText(index).Replace("\"imalink_version\": \"2.1\"", "\"imalink_version\": \"2.2\"", StringComparison.Ordinal));
        string[] before = Array.ConvertAll(indexes, File.ReadAllText);
        Assert.All(before, index => Assert.Contains("2.2", index, StringComparison.Ordinal));

        Assert.Contains("written by a newer version (2.2)", Assert.Single(Say(_catalog, "rating", "4", 0)).Message, StringComparison.Ordinal);

        Assert.Equal(before, Array.ConvertAll(indexes, File.ReadAllText));
        Assert.False(File.Exists(SaidPath));
        Assert.Equal(4, _catalog.Scalar<long>("SELECT rating FROM photo WHERE id = @0", Photo(_catalog, 0)));
        Assert.True(IsDirty(_catalog));
    }

    [Fact]
    public void Say_InSeveralBatches_AllStandInTheStorage()
    {
        var statements = new PhotoStatements(_catalog, Patience);
        for (int i = 0; i < 4; i++)
            statements.Say(Edits(_catalog, "rating", "4", i));
        statements.Write();

        Assert.True(File.Exists(SaidPath));
        Assert.Equal(4, Restored("rating", "4"));
        Assert.Equal(4, File.ReadAllLines(SaidPath).Length);
    }

    [Theory]
    [InlineData(0)] // before this command says something
    [InlineData(1)] // between its batches
    [InlineData(2)] // before it writes
    public void Say_AnotherProcessSaidSomethingAndIsKilled_BothStandInTheStorage(int when)
    {
        CatalogDatabase other = Open("disk");
        var statements = new PhotoStatements(_catalog, Patience);
        for (int step = 0; step < 3; step++)
        {
            if (step == when)
                new PhotoStatements(other, Patience).Say(Edits(other, "rating", "2", 7));
            if (step < 2)
                statements.Say(Edits(_catalog, "rating", "4", step));
        }

        statements.Write();

        Assert.Equal((2, 1), (Restored("rating", "4"), Restored("rating", "2")));
        Assert.False(IsDirty(_catalog));
    }

    [Theory]
    [InlineData(2)] // appended
    [InlineData(30)] // written whole
    public void Write_AnotherProcessSaysSomethingMeanwhile_ItIsWrittenWithTheNext(int count)
    {
        CatalogDatabase other = Open("disk");
        bool said = false;
        var statements = new PhotoStatements(_catalog, Patience, new DurableFiles
        {
            FaultPoint = (_, path) =>
            {
                if (said || !path.Contains("session_1", StringComparison.Ordinal))
                    return;
                said = true;
                new PhotoStatements(other, Patience).Say(Edits(other, "rating", "2", 35));
            },
        });
        statements.Say(Edits(_catalog, "rating", "4", [.. Enumerable.Range(0, count)]));
        statements.Write();

        Assert.True(said);
        Say(_catalog, "title", "\"x\"", 36);
        Assert.Equal((count, 1), (Restored("rating", "4"), Restored("rating", "2")));
        Assert.False(IsDirty(_catalog));
    }

    [Fact]
    public void Say_WhatAKilledCommandSaidAlready_IsWritten()
    {
        new PhotoStatements(_catalog, Patience).Say(Edits(_catalog, "rating", "4", 0, 1, 2));

        Assert.Empty(Say(_catalog, "rating", "4", 0, 1, 2));

        Assert.Equal(3, Restored("rating", "4"));
        Assert.False(IsDirty(_catalog));
    }

    [Fact]
    public void Write_AnotherStorageIsDueAndBusy_IsNotWaitedFor()
    {
        Directory.CreateDirectory(In("other"));
        Storages(_catalog).Create("Other", In("other"), null);
        StorageRow other = _catalog.Storages.All().Single(storage => storage.Name == "Other");
        using StorageLock held = StorageLock.Acquire(new StorageLayout(other.Root), Patience);
        _catalog.Storages.MarkDirty(other.Id);

        Assert.Empty(Say(_catalog, "rating", "4", 0));

        Assert.Equal(1, Restored("rating", "4"));
    }

    [Fact]
    public void Write_StorageIsBusy_IsToldAndTheWordsComeWithTheNextCommand()
    {
        var statements = new PhotoStatements(_catalog, TimeSpan.Zero);
        statements.Say(Edits(_catalog, "rating", "4", 0, 1));
        using (StorageLock.Acquire(Layout(_catalog), Patience))
        {
            ImaLinkException problem = Assert.Single(statements.Write());
            Assert.Equal(ErrorCode.StorageBusy, problem.Code);
            Assert.Contains("kept in the catalog", problem.Message, StringComparison.Ordinal);
        }

        Assert.Equal(0, Restored("rating", "4"));
        Visit(_catalog);
        Assert.Equal(2, Restored("rating", "4"));
    }

    [Theory]
    [InlineData(Fault.CallFails, 2)]
    [InlineData(Fault.Dies, 2)]
    [InlineData(Fault.CallFails, 30)]
    [InlineData(Fault.Dies, 30)]
    public void Write_FaultAtAnyCall_NothingSaidIsLost(string kind, int count)
    {
        int[] photos = [.. Enumerable.Range(0, count)];
        bool struck = true;
        for (int n = 1; struck; n++)
        {
            var fault = new Fault(kind, n);
            var statements = new PhotoStatements(_catalog, Patience, fault.Files);
            statements.Say(Edits(_catalog, "title", $"\"{n}\"", photos));
            bool isFinished = false;
            try
            {
                isFinished = statements.Write().Count == 0;
            }
            catch (ImaLinkException)
            {
                // The fault.
            }

            struck = fault.HasStruck;
            if (isFinished)
                Assert.Equal(count, Restored("title", $"\"{n}\""));
            Assert.Empty(Say(_catalog, "title", $"\"{n}\"", photos));
            Assert.Equal(count, Restored("title", $"\"{n}\""));
            Assert.False(IsDirty(_catalog));
            AssertConsistent(_catalog);
        }
    }
}
