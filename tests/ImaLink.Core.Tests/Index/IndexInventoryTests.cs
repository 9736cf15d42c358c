using ImaLink.Catalog;
using ImaLink.Index;
using ImaLink.Tests.Catalog;

namespace ImaLink.Tests.Index;

/// <summary>What a storage's indexes hold is found whatever became of them.</summary>
[Trait("Category", "Culture")]
public sealed class IndexInventoryTests : StorageTest
{
    private readonly CatalogDatabase _catalog;
    private readonly StorageLayout _layout;
    private readonly Guid _rome, _oslo;

    public IndexInventoryTests()
    {
        _catalog = Open();
        Create(_catalog);
        _layout = Layout(_catalog);
        _rome = AddSession(_catalog, "Rome", "photos/1.jpg", "photos/2.jpg");
        _oslo = AddSession(_catalog, "Oslo", "photos/3.jpg");
        Edit(_catalog, "photos/1.jpg", file => file.CameraMake = "X");
        Edit(_catalog, "photos/3.jpg", file => file.CameraMake = "X");
    }

    private IndexInventory Read()
    {
        IndexInventory inventory = IndexInventory.Read(_layout.Root);
        foreach (SessionSource session in inventory.Sessions)
            session.Verify(default);
        return inventory;
    }

    private static string[] States(IndexInventory inventory) => [.. inventory.Sessions.Select(session => $"{session.Number} {session.State}")];

    [Fact]
    public void Read_HealthyStorage_IsValidThroughout()
    {
        IndexInventory inventory = Read();
        Assert.Equal((IndexState.Valid, null, "NAS", Row(_catalog).Uuid), (inventory.MasterState, inventory.MasterProblem, inventory.Storage!.DisplayName, inventory.Storage.Uuid));
        Assert.Equal(["1 Valid", "2 Valid"], States(inventory));
        Assert.Equal([_rome, _oslo], inventory.Sessions.Select(session => session.Uuid!.Value));
        Assert.All(inventory.Sessions, session => Assert.Equal((session.IndexPath, session.Listed!.IndexSha256, null), (session.UsablePath, session.Sha256, session.Problem)));
    }

    [Fact]
    public void Read_MasterHasAnotherUuidForAnIndexOfTheVeryHash_BelievesTheIndex()
    {
        File.WriteAllText(_layout.MasterIndex, File.ReadAllText(_layout.MasterIndex).Replace(_rome.ToString(), Guid.NewGuid().ToString(), StringComparison.Ordinal));
        IndexInventory inventory = Read();
        Assert.Equal(["1 Valid", "2 Valid"], States(inventory));
        Assert.Equal([_rome, _oslo], inventory.Sessions.Select(session => session.Uuid!.Value));
    }

    [Fact]
    public void Read_IndexOfAnotherStorageInItsPlace_IsNoDamagedOneToTakeEntriesFrom()
    {
        CatalogDatabase other = Open("other");
        Storages(other).Create("Other", Directory.CreateDirectory(Path.Combine(Folder, "elsewhere")).FullName, null);
        AddSession(other, "Bern", "photos/4.jpg");
        File.Copy(Layout(other).SessionIndex(1), _layout.SessionIndex(1), overwrite: true);
        SessionSource session = Read().Sessions[0];
        Assert.Equal((_rome, IndexState.Backup, false), (session.Uuid!.Value, session.State, session.IsDamaged));
        Assert.Contains("belongs to another storage", session.Problem);
    }

    [Fact]
    public void Read_MasterDamagedOrGone_TakesItsPreviousVersion()
    {
        Mend(_layout.MasterIndex, () => File.WriteAllText(_layout.MasterIndex, "{\"storage_info\": {"), IndexState.Backup);
        Mend(_layout.MasterIndex, () => File.Delete(_layout.MasterIndex), IndexState.Backup);
    }

    private void Mend(string path, Action damage, string state)
    {
        byte[] whole = File.ReadAllBytes(path);
        damage();
        IndexInventory inventory = Read();
        Assert.Equal((state, "NAS", Row(_catalog).Uuid), (inventory.MasterState, inventory.Storage!.DisplayName, inventory.Storage.Uuid));
        Assert.Contains("index.json'", inventory.MasterProblem);
        Assert.Equal(["1 Valid", "2 Newer"], States(inventory)); // the master index before it knew a former index of Oslo
        File.WriteAllBytes(path, whole);
    }

    [Fact]
    public void Read_MasterAndItsBackupGone_IsDerivedFromTheSessions()
    {
        File.Delete(_layout.MasterIndex);
        File.Delete(_layout.MasterIndex + ".bak");
        IndexInventory inventory = Read();
        Assert.Equal(IndexState.Missing, inventory.MasterState);
        Assert.Equal((Row(_catalog).Uuid, Row(_catalog).CreatedAt, Row(_catalog).DirectoryName, 2),
            (inventory.Storage!.Uuid, inventory.Storage.CreatedAt, inventory.Storage.DisplayName, inventory.Storage.LastSessionNumber));
        Assert.Equal(["1 Newer", "2 Newer"], States(inventory));
    }

    [Fact]
    public void Read_MasterOfAnotherStorage_IsNotBelieved()
    {
        FileStorage other = Storages(_catalog).Create("Other", Folder, null);
        File.Copy(new StorageLayout(other.FullName).MasterIndex, _layout.MasterIndex, overwrite: true);
        IndexInventory inventory = Read();
        Assert.Equal((IndexState.Backup, Row(_catalog).Uuid), (inventory.MasterState, inventory.Storage!.Uuid));
        Assert.Contains(other.Uuid.ToString(), inventory.MasterProblem);
    }

    [Fact]
    public void Read_NothingButPhotos_HasNoStorage()
    {
        File.Delete(_layout.MasterIndex);
        File.Delete(_layout.MasterIndex + ".bak");
        Directory.Delete(_layout.Imports, recursive: true);
        IndexInventory inventory = Read();
        Assert.Null(inventory.Storage);
        Assert.Empty(inventory.Sessions);
    }

    [Fact]
    public void Verify_SameRevisionAndOtherBytes_GivesWayToThePreviousVersion()
    {
        string path = _layout.SessionIndex(1);
        File.WriteAllText(path, File.ReadAllText(path).Replace("\"camera_make\": \"X\"", "\"camera_make\": \"Y\""));
        SessionSource session = Read().Sessions[0];
        Assert.Equal((IndexState.Backup, path + ".bak", _rome), (session.State, session.UsablePath, session.Uuid));
        Assert.Contains("another SHA-256", session.Problem);
        File.Delete(path + ".bak");
        session = Read().Sessions[0];
        Assert.Equal((IndexState.Damaged, null, _rome, "Rome"), (session.State, session.UsablePath, session.Uuid, session.Title));
    }

    [Fact]
    public void Verify_AnotherRevision_IsNewerOrOlderThanTheMasterSays()
    {
        string path = _layout.SessionIndex(1);
        byte[] former = File.ReadAllBytes(path), master = File.ReadAllBytes(_layout.MasterIndex);
        Edit(_catalog, "photos/1.jpg", file => file.CameraMake = "Z");
        byte[] later = File.ReadAllBytes(_layout.MasterIndex);
        File.WriteAllBytes(_layout.MasterIndex, master);
        Assert.Equal(IndexState.Newer, Read().Sessions[0].State);
        File.WriteAllBytes(_layout.MasterIndex, later);
        File.WriteAllBytes(path, former);
        File.Delete(path + ".bak");
        Assert.Equal(IndexState.Older, Read().Sessions[0].State);
    }

    [Fact]
    [Trait("Cultures", "th_TH")]
    public void Verify_CutAnywhere_IsFoundAndTold()
    {
        string path = _layout.SessionIndex(2);
        byte[] whole = File.ReadAllBytes(path);
        File.Delete(path + ".bak");
        for (int length = 0; length < whole.Length - 1; length++)
        {
            File.WriteAllBytes(path, whole[..length]);
            SessionSource session = Read().Sessions[1];
            Assert.Equal((IndexState.Damaged, null, _oslo), (session.State, session.UsablePath, session.Uuid));
            Assert.Contains(path, session.Problem);
        }
    }

    [Fact]
    public void Read_SessionIndexGone_IsMissingOrStandsInByItsPreviousVersion()
    {
        string path = _layout.SessionIndex(1);
        File.Delete(path);
        Assert.Equal(["1 Backup", "2 Valid"], States(Read()));
        File.Delete(path + ".bak");
        SessionSource session = Read().Sessions[0];
        Assert.Equal((IndexState.Missing, "Rome"), (session.State, session.Title));
        Assert.Contains("is not there", session.Problem);
    }

    [Fact]
    public void Read_TwoSessionIndexesSwapped_EachIsFoundInTheOthersPlace()
    {
        (string one, string other, string aside) = (_layout.SessionIndex(1), _layout.SessionIndex(2), _layout.SessionIndex(1) + ".x");
        File.Move(one, aside);
        File.Move(other, one);
        File.Move(aside, other);
        IndexInventory inventory = Read();
        Assert.Equal(["1 Backup", "2 Backup"], States(inventory));
        Assert.Equal([other, one], inventory.Sessions.Select(session => session.UsablePath));
        Assert.Contains("another session", inventory.Sessions[0].Problem);
    }

    [Fact]
    public void Read_SessionRemoved_IsNotListed()
    {
        string path = _layout.SessionIndex(1);
        byte[] former = File.ReadAllBytes(path);
        RemoveSession(_catalog, _rome);
        File.WriteAllBytes(path, former);
        Assert.Equal(["2 Valid"], States(Read()));
    }

    [Fact]
    public void Read_SessionIndexUnknownToTheMasterAndUnreadable_IsTold()
    {
        File.WriteAllText(_layout.SessionIndex(7), "{}");
        SessionSource session = Read().Sessions[2];
        Assert.Equal((7, IndexState.Damaged, null), (session.Number, session.State, session.Uuid));
        Assert.Contains("no import_session", session.Problem);
    }

    [Fact]
    public void Read_SessionIndexOfAnotherStorage_IsNotUsed()
    {
        string path = _layout.SessionIndex(2);
        File.WriteAllText(path, File.ReadAllText(path).Replace(Row(_catalog).Uuid.ToString(), Samples.Storage.ToString()));
        SessionSource session = Read().Sessions[1];
        Assert.Equal((IndexState.Backup, path + ".bak"), (session.State, session.UsablePath));
        Assert.Contains("another storage", session.Problem);
    }
}
