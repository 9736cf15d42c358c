using ImaLink.Catalog;
using ImaLink.Index;
using ImaLink.Tests.Files;

namespace ImaLink.Tests.Catalog;

/// <summary>A catalog file is put back to an older copy by other means than ours: the catalog goes on as another writer.</summary>
public sealed class PutBackTests : StorageTest
{
    private CatalogDatabase _catalog;
    private readonly Guid _session, _uuid;

    public PutBackTests()
    {
        _catalog = Open();
        Create(_catalog);
        _session = AddSession(_catalog, "Rome", "photos/a.jpg");
        _uuid = _catalog.Uuid;
    }

    [Fact]
    public void Visit_PutBackToAnOlderCopy_IsAnotherWriterFromThenOn()
    {
        Copy();
        Retitle("Roma");
        Assert.Equal(_uuid, _catalog.Uuid);
        PutBack();
        Assert.Equal(_uuid, _catalog.Uuid);
        Visit(_catalog);
        Guid renewed = _catalog.Uuid;
        Assert.NotEqual(_uuid, renewed);
        Retitle("Rom");
        Assert.Equal(renewed, SessionIndexFile.ReadHeader(Layout(_catalog).SessionIndex(1)).Writer);
        Assert.Equal((renewed, "Rom"), (_catalog.Uuid, Sessions(_catalog).Get(Selector.ByUuid(_session), null).Title));
        Assert.Equal(renewed, Open().Uuid);
    }

    [Fact]
    public void Visit_EditedOfflineAfterItWasPutBack_BothEditsAreToldAndAllAgree()
    {
        using var other = Open("other");
        Storages(other).Register(Layout(_catalog).Root, null, default);
        Copy();
        EditPhoto("at home");
        Visit(_catalog);
        PutBack();
        EditPhoto("on the road"); // under the very version that "at home" has
        Visit(_catalog);
        Visit(other);
        Visit(_catalog);
        Assert.NotEqual(_uuid, _catalog.Uuid);
        Assert.Equal(Title(_catalog), Title(other));
        StatementConflict told = Assert.Single(Assert.Single(_catalog.StatementConflicts.OfStorage(Row(_catalog).Id)).Fields);
        Assert.Equal("title", told.Here.Field);
        Assert.Equal(["\"at home\"", "\"on the road\""], new[] { told.Here.Value, told.There.Value }.Order());
    }

    [Fact]
    public void Visit_KilledAtAnyCallOfAWrite_StaysTheSameWriter()
    {
        int n = 0;
        Faults.Everywhere((_, files) =>
        {
            try
            {
                Visit(_catalog, writer =>
                {
                    var row = _catalog.Sessions.OfStorage(writer.StorageId)[0];
                    row.Header.Description = $"{++n}";
                    _catalog.Sessions.Update(row with { Dirty = true, Pending = "description" });
                }, files);
            }
            catch (ImaLinkException)
            {
            }

            Visit(_catalog);
            Assert.Equal(_uuid, _catalog.Uuid);
        });
    }

    private void Retitle(string title) => Sessions(_catalog).Set(Sessions(_catalog).Get(Selector.ByUuid(_session), null), title, null, null);

    private void EditPhoto(string title) =>
        _catalog.Statements.Say(_catalog.Scalar<long>("SELECT id FROM photo"), new Dictionary<string, string?> { ["title"] = CanonicalJson.Of(title) });

    private static string? Title(CatalogDatabase catalog) => catalog.Scalar<string>("SELECT title FROM photo");

    private void Copy() => _catalog.CopyTo(Path.Combine(Folder, "copy.db"), OperationReporter.None, default);

    private void PutBack()
    {
        string path = _catalog.Path;
        _catalog.Dispose();
        File.Copy(Path.Combine(Folder, "copy.db"), path, overwrite: true);
        _catalog = Open();
    }
}
