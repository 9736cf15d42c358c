using System.Text;
using CsCheck;
using ImaLink.Catalog;
using ImaLink.Index;
using ImaLink.Tests.Index;

namespace ImaLink.Tests.Recovery;

/// <summary>Whatever became of a storage's indexes: what stands in them is restored, what does not is named, nothing escapes.</summary>
public sealed class DamagedIndexTests : RecoveryTest
{
    private const int Files = 12;
    private readonly CatalogDatabase _lost;
    private readonly StorageLayout _layout;
    private readonly byte[] _index, _master;
    private CatalogDatabase? _restored;

    public DamagedIndexTests()
    {
        _lost = Make("disk");
        _layout = Layout(_lost);
        AddSession(_lost, "Rome", [.. Enumerable.Range(1, Files).Select(i => $"photos/{i}.jpg")]);
        _index = File.ReadAllBytes(_layout.SessionIndex(1));
        _master = File.ReadAllBytes(_layout.MasterIndex);
    }

    /// <summary>The previous version is the one of the session's beginning, without files: it is of no use.</summary>
    private (CatalogDatabase Catalog, RestoreReport Report) RestoreWith(string file, byte[] content)
    {
        Errors.Clear();
        Warnings.Clear();
        File.WriteAllBytes(file, content);
        _restored?.Dispose();
        _restored = CatalogDatabase.OpenForReading(Path.Combine(Folder, "none.db")); // in memory
        List<RestoreReport> reports = Restore(_restored, Path.Combine(Folder, "disk"));
        return (_restored, reports.Find(report => report.Session is not null)!);
    }

    public override void Dispose()
    {
        _restored?.Dispose();
        base.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void SessionIndex_AnyByteFlipped_CostsNoMoreThanTheEntriesItTouches() => Gen.Select(Gen.Int[0, _index.Length - 1], Gen.Int[1, 255]).Sample(damage =>
    {
        byte[] damaged = [.. _index];
        damaged[damage.Item1] ^= (byte)damage.Item2;
        (CatalogDatabase restored, RestoreReport report) = RestoreWith(_layout.SessionIndex(1), damaged);
        Assert.True(report.State is "Backup" or "Damaged", report.State);
        Assert.InRange(report.Restored, Files - 2, Files);
        Assert.Equal((Files - report.Restored, 0L), (report.Damaged, report.Missing));
        Assert.Contains("session_1.json", Assert.Single(Warnings));
        Assert.Equal(Row(_lost).Uuid, Row(restored).Uuid);
        Assert.Equal("Rome", restored.Sessions.All().Single().Header.Title);
        Assert.All(restored.Files.BySession(restored.Sessions.All().Single().Id), file => Assert.Equal(Hash(file.Path), file.Sha256));
    }, iter: 80, threads: 1);

    [Fact]
    public void SessionIndex_CutAnywhere_GivesTheEntriesBeforeTheCut() => Gen.Int[0, _index.Length - 3].Sample(length =>
    {
        byte[] cut = _index[..length];
        (_, RestoreReport report) = RestoreWith(_layout.SessionIndex(1), cut);
        string text = Encoding.UTF8.GetString(cut);
        int files = text.IndexOf("\"files\"", StringComparison.Ordinal);
        int whole = files < 0 ? 0 : text[files..].Split("\n    }").Length - 1;
        Assert.InRange(report.Restored, Math.Min(whole, Files), Files);
        Assert.Equal(Files - report.Restored, report.Damaged);
    }, iter: 80, threads: 1);

    [Fact]
    public void SessionIndex_FormerVersionClaimsWhatAnotherSessionListsNow_LeavesItToThatOne()
    {
        Guid oslo = AddSession(_lost, "Oslo", "photos/o.jpg");
        Move(_lost, ("photos/3.jpg", "photos/moved.jpg"));
        Visit(_lost, writer =>
        {
            SessionRow session = _lost.Sessions.Find(writer.StorageId, oslo)!;
            _lost.Files.Put(writer.StorageId, session.Id, AddFile(_layout, "photos/3.jpg", "Oslo's"));
            _lost.Sessions.MarkDirty(session.Id);
        });
        File.Delete(_layout.SessionIndex(1));

        (CatalogDatabase restored, _) = RestoreWith(_layout.Manifest, File.ReadAllBytes(_layout.Manifest));
        SessionRow found = restored.Sessions.Find(Row(restored).Id, oslo)!;
        Assert.Equal((Hash("Oslo's"), found.Id, 0L), restored.Files.ByPath(Row(restored).Id, "photos/3.jpg") is { } file ? (file.Sha256, file.SessionId, found.Refused) : default);
        Assert.False(found.Dirty);
        Assert.Contains("'photos/3.jpg' to number 2", Assert.Single(Warnings));
        string once = Content(restored);
        Restore(restored, Path.Combine(Folder, "disk"));
        Assert.Equal(once, Content(restored));
    }

    [Fact]
    public void SessionIndex_DamagedWithoutPreviousVersion_IsReadEntryByEntry()
    {
        File.Delete(_layout.SessionIndex(1) + ".bak");
        string text = Encoding.UTF8.GetString(_index);
        (CatalogDatabase restored, RestoreReport report) = RestoreWith(_layout.SessionIndex(1), Encoding.UTF8.GetBytes(text.Replace("\"photos/3.jpg\"", "\"photos/3jpg")));
        Assert.Equal(("Damaged", Files - 1L, 1L), (report.State, report.Restored, report.Damaged));
        Assert.DoesNotContain("photos/3.jpg", Paths(restored));
    }

    [Fact]
    public void SessionIndex_DamagedAndRestored_IsWrittenWholeByTheNextChange()
    {
        (CatalogDatabase restored, _) = RestoreWith(_layout.SessionIndex(1), _index[..^40]);
        byte[] former = File.ReadAllBytes(_layout.SessionIndex(1) + ".bak");
        Edit(restored, "photos/1.jpg", file => file.CameraMake = "X");
        Schema.AssertStorage(_layout.Root);
        Assert.Equal(Paths(restored).Count, SessionIndexFile.ReadFiles(_layout.SessionIndex(1)).Count());
        Assert.Equal(former, File.ReadAllBytes(_layout.SessionIndex(1) + ".bak"));
        Assert.Equal("Healthy", Storages(restored).Test(Row(restored).Uuid, default).Verdict);
    }

    /// <summary>Changes the session in one write, so that the previous version is the one before.</summary>
    private void Change(Action<FileEntry> change) => Visit(_lost, writer =>
    {
        SessionRow session = _lost.Sessions.OfStorage(writer.StorageId).Single();
        foreach (FileEntry file in new FileEntries(_lost).OfSession(session.Id).ToList())
        {
            change(file);
            _lost.Files.Put(writer.StorageId, session.Id, file);
        }

        _lost.Sessions.MarkDirty(session.Id);
    });

    /// <summary>What is restored when a text in the session index is damaged.</summary>
    private (RestoreReport Report, Dictionary<string, FileEntry> Files) RestoreDamaged(string from, string to)
    {
        string text = File.ReadAllText(_layout.SessionIndex(1));
        Assert.Contains(from, text, StringComparison.Ordinal);
        (CatalogDatabase restored, RestoreReport report) = RestoreWith(_layout.SessionIndex(1), Encoding.UTF8.GetBytes(text.Replace(from, to, StringComparison.Ordinal)));
        return (report, new FileEntries(restored).OfSession(restored.Sessions.All().Single().Id).ToDictionary(file => file.Path!));
    }

    [Fact]
    public void SessionIndex_DamagedAfterEdits_GivesTheEditsAndOfThePreviousVersionOnlyWhatIsDamaged()
    {
        Change(file => file.CameraMake = "X");
        Change(file => { file.Say("rating", 4, 2); file.CameraMake = "Y"; });
        (RestoreReport report, Dictionary<string, FileEntry> files) = RestoreDamaged("\"photos/3.jpg\"", "\"photos/3jpg\"");
        Assert.Equal(((long)Files, 0L), (report.Restored, report.Damaged));
        Assert.All(files.Values, file => Assert.Equal(file.Path == "photos/3.jpg" ? (null, "X") : ("4", "Y"), (file.Word("rating"), file.CameraMake)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void SessionIndex_DamagedAfterMoves_GivesEachFileOnce(bool withManifest)
    {
        Change(file => file.Say("title", "A title"));
        Move(_lost, [.. Enumerable.Range(1, Files).Select(i => ($"photos/{i}.jpg", $"photos/moved/{i}.jpg"))]);
        if (!withManifest)
            File.Delete(_layout.Manifest);
        (RestoreReport report, Dictionary<string, FileEntry> files) = RestoreDamaged("\"photos/moved/3.jpg\"", "\"photos/moved/3.jpg");
        // The one that is damaged stands where it was: the next synchronisation finds that it was moved.
        Assert.Equal([.. Enumerable.Range(1, Files).Select(i => i == 3 ? "photos/3.jpg" : $"photos/moved/{i}.jpg").Order(StringComparer.Ordinal)],
            files.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(((long)Files, 0L), (report.Restored, report.Damaged));
    }

    [Fact]
    public void SessionIndex_DamagedAfterRemoval_DoesNotBringBackWhatWasRemoved()
    {
        Edit(_lost, "photos/1.jpg", file => file.CameraMake = "X");
        Remove(_lost, "photos/2.jpg");
        (_, Dictionary<string, FileEntry> files) = RestoreDamaged("\"removed_files\"", "\"removed_fides\"");
        Assert.Equal(Files - 1, files.Count);
        Assert.DoesNotContain("photos/2.jpg", files.Keys);
    }

    [Fact]
    public void SessionIndex_WordOfAPhotoDamaged_IsTakenFromThePreviousVersion()
    {
        Change(file => file.Say("title", "Forum", 2));
        Edit(_lost, "photos/1.jpg", file => file.CameraMake = "X");
        (_, Dictionary<string, FileEntry> files) = RestoreDamaged("\"Forum\"", "\"Forun\"");
        Assert.All(files.Values, file => Assert.Equal("Forum", file.Word("title")));
    }

    [Fact]
    public void SessionIndex_NothingOfItWhole_IsLost()
    {
        File.Delete(_layout.SessionIndex(1) + ".bak");
        (CatalogDatabase restored, RestoreReport report) = RestoreWith(_layout.SessionIndex(1), new byte[10_000]);
        Assert.Equal(("Damaged", 0L, (long)Files, null), (report.State, report.Restored, report.Damaged, report.IndexFile));
        Assert.Empty(restored.Sessions.All());
        Assert.Contains("session_1.json", Assert.Single(Errors).Message);
    }

    [Fact]
    public void MasterIndex_AnyByteFlippedOrCut_LosesNoFile() => Gen.Select(Gen.Int[0, _master.Length - 1], Gen.Int[0, 255]).Sample(damage =>
    {
        byte[] damaged = [.. _master];
        damaged[damage.Item1] ^= (byte)damage.Item2;
        (CatalogDatabase restored, _) = RestoreWith(_layout.MasterIndex, damage.Item2 == 0 ? _master[..damage.Item1] : damaged);
        Assert.Equal(Files, Paths(restored).Count);
    }, iter: 80, threads: 1);
}
