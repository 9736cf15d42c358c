using ImaLink.Archive;
using ImaLink.Archive.Placement;
using ImaLink.Files;
using ImaLink.Import;
using ImaLink.Reconcile;

namespace ImaLink.Tests.Trash;

/// <summary>What comes back from the trash is what went into it, in a place that is free.</summary>
[Trait("Category", "Culture")]
public sealed class TrashRestoreTests : TrashTest
{
    [Fact]
    public void Restore_PlaceIsTaken_LiesBesideItWithItsCompanion()
    {
        Remove(_catalog, "photos/a.nef");
        File.WriteAllText(Disk.FullName("photos/a.nef"), "another");
        Restore(_catalog, Trash(_catalog).Single().Id);
        Assert.Equal("another", File.ReadAllText(Disk.FullName("photos/a.nef")));
        Assert.Equal("photos/a.nef", File.ReadAllText(Disk.FullName("photos/a_1.nef")));
        Assert.Equal("sidecar", File.ReadAllText(Disk.FullName("photos/a_1.nef.xmp")));
        Assert.Contains("photos/a_1.nef", Paths(_catalog));
        Assert.Equal("photos/a_1.nef.xmp", _catalog.Files.Companions(_catalog.Files.ByPath(Row(_catalog).Id, "photos/a_1.nef")!.Id).Single().Path);
    }

    [Fact]
    public void Restore_OnlyTheCompanionsPlaceIsTaken_LosesNeither()
    {
        Remove(_catalog, "photos/a.nef");
        File.WriteAllText(Disk.FullName("photos/a.nef.xmp"), "newer sidecar");
        Restore(_catalog, Trash(_catalog).Single().Id);
        Assert.Equal("newer sidecar", File.ReadAllText(Disk.FullName("photos/a.nef.xmp")));
        Assert.Equal("sidecar", File.ReadAllText(Disk.FullName("photos/a.nef_1.xmp")));
        AssertConsistent(_catalog);
    }

    [Fact]
    public void Restore_PlaceIsTakenAfterThePlanWasMade_FindsAnotherAndTheStorageStaysUsable()
    {
        Remove(_catalog, "photos/b.jpg");
        var done = false;
        Visit(_catalog, writer => new FileRestoration(writer).Restore(Located(writer), OperationReporter.None, _ => { }, default), new DurableFiles
        {
            FaultPoint = (operation, path) =>
            {
                if (!done && operation == DurableOperation.Rename && path == Disk.FullName("photos/b.jpg"))
                    File.WriteAllText(path, "in the way");
                done |= operation == DurableOperation.Rename;
            },
        });
        Assert.Equal("in the way", File.ReadAllText(Disk.FullName("photos/b.jpg")));
        Assert.Equal("photos/b.jpg", File.ReadAllText(Disk.FullName("photos/b_1.jpg")));
        File.Delete(Disk.FullName("photos/b.jpg"));
        AssertConsistent(_catalog);
    }

    [Fact]
    public void Restore_FolderThatMayNotBeListed_CostsItsFilesOneErrorAndNoOther()
    {
        if (OperatingSystem.IsWindows())
            return;
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "Permissions do not bind this user.");
        Remove(_catalog, "photos/b.jpg", "photos/c/d.jpg");
        string[] ids = [.. Trash(_catalog).Select(item => item.Id)];
        string locked = Directory.CreateDirectory(Disk.FullName("photos/c")).FullName;
        File.SetUnixFileMode(locked, UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        try
        {
            Assert.Equal([ErrorCode.RestoreFailed], Restore(_catalog, ids));
            Assert.Equal(["photos/a.nef", "photos/b.jpg"], Paths(_catalog));
            Assert.Equal("photos/c/d.jpg", Assert.Single(Trash(_catalog)).FormerPath);
        }
        finally
        {
            File.SetUnixFileMode(locked, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        Assert.Empty(Restore(_catalog, Trash(_catalog).Single().Id));
        AssertConsistent(_catalog);
    }

    [Fact]
    public void Restore_DamagedInTheTrash_IsRefusedAndLeftThere()
    {
        Remove(_catalog, "photos/b.jpg");
        var item = Trash(_catalog).Single();
        File.WriteAllText(item.FullName, "rotten");
        Assert.Equal([ErrorCode.RestoreFailed], Restore(_catalog, item.Id));
        Assert.Equal("rotten", File.ReadAllText(item.FullName));
        Visit(_catalog);
    }

    [Fact]
    public void Restore_OwnerEditedItAfterImport_ComesBackAsItWasAndAScanSeesTheEdit()
    {
        File.WriteAllText(Disk.FullName("photos/b.jpg"), "edited by its owner");
        Remove(_catalog, "photos/b.jpg");
        var item = Trash(_catalog).Single();
        Assert.Equal((Hash("edited by its owner"), 19), (item.Sha256, item.Length));
        Assert.Empty(Restore(_catalog, item.Id));
        Assert.Equal("edited by its owner", File.ReadAllText(Disk.FullName("photos/b.jpg")));
        Assert.Equal(Hash("photos/b.jpg"), _catalog.Files.ByPath(Row(_catalog).Id, "photos/b.jpg")!.Sha256);
        var findings = new List<Finding>();
        new ReconcileService(_catalog, Patience, new ImportService(_catalog, Patience)).Compare(Row(_catalog).Uuid, full: false, findings.Add, OperationReporter.None, default);
        Assert.Equal(FindingVerdict.Changed, Assert.Single(findings, finding => finding.RelativePath == "photos/b.jpg").Verdict);
    }

    [Fact]
    public void Restore_OneIsDamaged_TheOthersComeBack()
    {
        Remove(_catalog, "photos/a.nef", "photos/b.jpg", "photos/c/d.jpg");
        File.WriteAllText(Trash(_catalog)[1].FullName, "rotten");
        Assert.Equal([ErrorCode.TrashItemNotFound, ErrorCode.RestoreFailed], Restore(_catalog, ["no/1", .. Trash(_catalog).Select(item => item.Id)]));
        Assert.Equal(["photos/a.nef", "photos/c/d.jpg"], Paths(_catalog));
        Assert.Equal("b.jpg", Assert.Single(Trash(_catalog)).Name);
        AssertConsistent(_catalog);
    }

    [Fact]
    public void Restore_TheIndexKeptInTheTrashIsDamaged_ComesBack()
    {
        RemoveSession(_catalog, _session);
        var trash = Trash(_catalog);
        File.WriteAllText(Path.Combine(Path.GetDirectoryName(trash[0].FullName)!, "session_1.json"), "damaged");
        Restore(_catalog, trash[0].Id);
        Restore(_catalog, trash[1].Id);
        Assert.Equal(2, Paths(_catalog).Count);
        AssertConsistent(_catalog);
    }

    [Fact]
    public void Restore_AnotherSessionClaimsAPathOfItsSession_ComesBackRegistered()
    {
        AddSession(_catalog, "Oslo", "photos/e.jpg", "photos/f.jpg");
        Remove(_catalog, "photos/e.jpg");
        Claim(1, "photos/f.jpg");
        Assert.Empty(Restore(_catalog, [.. Trash(_catalog).Select(item => item.Id)]));
        Assert.Equal(["photos/a.nef", "photos/b.jpg", "photos/c/d.jpg", "photos/e.jpg", "photos/f.jpg"], Paths(_catalog));
        Assert.Empty(Trash(_catalog));
        AssertConsistent(_catalog);
    }

    [Fact]
    public void Merge_AgainWhileAClaimStands_LeavesWhatCameBackAlone()
    {
        AddSession(_catalog, "Oslo", "photos/e.jpg", "photos/f.jpg");
        Remove(_catalog, "photos/e.jpg");
        Claim(1, "photos/f.jpg");
        Visit(_catalog);
        using (var killed = StorageWriter.Open(_catalog, Row(_catalog), new DurableFiles(), Patience, default))
        {
            // As a restoration does that is interrupted before it writes the index.
            var session = _catalog.Sessions.OfStorage(killed.StorageId)[1];
            _catalog.Files.Put(killed.StorageId, session.Id, AddFile(killed.Layout, "photos/e.jpg", "photos/e.jpg"));
            _catalog.Sessions.MarkDirty(session.Id);
        }

        Visit(_catalog);
        Assert.Contains("photos/e.jpg", Paths(_catalog));
        using var other = Open("other");
        Storages(other).Register(Disk.Root, null, default);
        Assert.Equal(Paths(_catalog), Paths(other));
    }

    [Fact]
    public void Restore_UnknownItem_IsNotFound() => Assert.Equal([ErrorCode.TrashItemNotFound], Restore(_catalog, "no/1"));

    [Fact]
    public void Restore_OfARemovedSession_BringsSessionAndLedgerBack()
    {
        var before = Content(_catalog);
        var ledger = File.ReadAllText(Disk.Ledger(1));
        RemoveSession(_catalog, _session);
        Assert.False(File.Exists(Disk.Ledger(1)) || File.Exists(Disk.SessionIndex(1)));
        Assert.Empty(_catalog.Sessions.All());
        AssertConsistent(_catalog);
        Restore(_catalog, [.. Trash(_catalog).Select(item => item.Id)]);
        Assert.Equal(ledger, File.ReadAllText(Disk.Ledger(1)));
        Assert.Equal(WithoutRevisions(before), WithoutRevisions(Content(_catalog)));
        Assert.Single(Sessions(_catalog).Items(Sessions(_catalog).Get(Selector.ByUuid(_session), null)));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Disk.Trash));
        AssertConsistent(_catalog);
    }

    private static string WithoutRevisions(string content) => System.Text.RegularExpressions.Regex.Replace(content, "revision \\d+ ", "");
}
