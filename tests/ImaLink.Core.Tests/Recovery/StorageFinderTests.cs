using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Recovery;
using ImaLink.Tests.Catalog;

namespace ImaLink.Tests.Recovery;

/// <summary>Storages are found by what lies on the disk, whatever became of them, and nothing else is.</summary>
public sealed class StorageFinderTests : StorageTest
{
    private readonly CatalogDatabase _catalog;
    private readonly StorageLayout _layout;
    private readonly Guid _uuid;
    private readonly List<ImaLinkException> _errors = [];

    public StorageFinderTests()
    {
        _catalog = Open();
        _uuid = Storages(_catalog).Create("NAS", Directory.CreateDirectory(Path.Combine(Folder, "mnt", "disk")).FullName, "Photos").Uuid;
        _layout = Layout(_catalog);
        AddSession(_catalog, "Rome", "photos/1.jpg", "photos/2.jpg");
        File.Delete(_layout.MasterIndex + ".bak");
    }

    private string Root => Path.Combine(Folder, "mnt");

    private List<FoundStorage> Find(string? root = null, CatalogDatabase? catalog = null) =>
        new StorageFinder(catalog).Find(root ?? Root, new OperationReporter { Error = _errors.Add }, default).ToList();

    [Fact]
    public void Find_HealthyStorage_TellsWhatItsIndexSays()
    {
        var found = Assert.Single(Find());
        Assert.Equal((_uuid, "NAS", "Photos", _layout.Root, "Valid"), (found.Uuid, found.Name, found.Description, found.FullName, found.Index));
        Assert.Equal((1, 0, 2L, 24L), (found.Sessions, found.LostSessions, found.TotalFiles, found.TotalBytes));
        Assert.Equal((Path.GetDirectoryName(_layout.Root), Path.GetFileName(_layout.Root)), (found.BasePath, found.DirectoryName));
        Assert.Equal((Row(_catalog).CreatedAt, null, null), (ImaLink.Index.IndexTime.FormatUtc(found.CreatedAt!.Value), found.IsRegistered, found.Detail));
        Assert.Equal(found, Assert.Single(Find(_layout.Root)));
        Assert.Empty(_errors);
    }

    public static TheoryData<string, string, string?> Damages => new()
    {
        { "index.json is gone", "Missing", null },
        { "index.json is damaged", "Damaged", null },
        { "all but photos is gone", "Missing", null },
        { "all but imports is gone", "Missing", null },
        { "the program's own folder is gone and the directory renamed", "Valid", "My photos" },
        { "index.json is damaged and the directory renamed", "Damaged", "My photos" },
        { "index.json is gone and the directory renamed", "Missing", "My photos" },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public void Find_DamagedStorage_IsFoundAllTheSame(string damage, string index, string? renamed)
    {
        if (damage.StartsWith("index.json is gone", StringComparison.Ordinal) || damage.StartsWith("all but", StringComparison.Ordinal))
            File.Delete(_layout.MasterIndex);
        if (damage.StartsWith("index.json is damaged", StringComparison.Ordinal))
            File.WriteAllText(_layout.MasterIndex, "{ \"storage_info\": ");
        foreach (string folder in damage.StartsWith("all but photos", StringComparison.Ordinal) ? new[] { _layout.Private, _layout.Imports }
            : damage.StartsWith("all but imports", StringComparison.Ordinal) ? [_layout.Private, _layout.Photos]
            : damage.StartsWith("the program's", StringComparison.Ordinal) ? [_layout.Private] : [])
            Directory.Delete(folder, recursive: true);
        if (renamed is not null)
            Directory.Move(_layout.Root, Path.Combine(Root, renamed));
        var found = Assert.Single(Find());
        Assert.Equal((index, renamed is null ? _layout.Root : Path.Combine(Root, renamed)), (found.Index, found.FullName));
        Assert.Equal(index == "Valid", found.Detail is null);
        Assert.Equal(damage.StartsWith("all but photos", StringComparison.Ordinal) ? null : _uuid, found.Uuid);
        Assert.Empty(_errors);
    }

    [Fact]
    public void Find_SessionWithoutIndex_IsCountedAsLost()
    {
        File.Delete(_layout.SessionIndex(1));
        File.Delete(_layout.SessionIndex(1) + ".bak");
        var found = Assert.Single(Find());
        Assert.Equal(("Valid", 1, 1), (found.Index, found.Sessions, found.LostSessions));
        Assert.Contains("session_1.json", found.Detail);
    }

    [Fact]
    public void Find_WhatLooksLikeAStorage_IsNotOne()
    {
        Directory.CreateDirectory(Path.Combine(Root, "imalink_20241018_143052_a1b2c3d4"));
        Directory.CreateDirectory(Path.Combine(Root, "site", "photos"));
        File.WriteAllText(Path.Combine(Root, "site", "index.json"), "{}");
        Directory.CreateDirectory(Path.Combine(Root, "imalink_backups", "photos"));
        Assert.Equal(["NAS"], Find().Select(storage => storage.Name));
    }

    [Theory]
    [InlineData(".snapshots")]
    [InlineData("$RECYCLE.BIN")]
    [InlineData("System Volume Information")]
    public void Find_HiddenAndSystemFolders_AreEnteredOnlyWhenNamed(string folder)
    {
        Directory.Move(Path.Combine(Root, "disk"), Path.Combine(Root, folder));
        Assert.Empty(Find());
        Assert.Single(Find(Path.Combine(Root, folder)));
    }

    [Fact]
    public void Find_VirtualFolders_AreNotEntered()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are none.");
        Assert.All(["/proc", "/sys", "/dev"], folder => Assert.True(SystemFolders.IsVirtual(folder)));
        Assert.False(SystemFolders.IsVirtual(Root + "/proc"));
    }

    [Fact]
    public void Find_LinksAndWhatLiesInAStorage_AreNotEntered()
    {
        string inner = Path.Combine(_layout.Photos, "imalink_20241018_143052_a1b2c3d4", "photos");
        Directory.CreateDirectory(inner);
        string other = Path.Combine(Folder, "outside");
        Directory.Move(Path.Combine(Root, "disk"), other);
        Directory.CreateSymbolicLink(Path.Combine(Root, "link"), other);
        Directory.CreateSymbolicLink(Path.Combine(Root, "circle"), Root);
        Assert.Empty(Find());
        Assert.Single(Find(other));
        Assert.Single(Find(Path.Combine(Root, "link")));
    }

    [Fact]
    public void Find_WithCatalog_TellsWhetherItIsRegisteredAndWhere()
    {
        var found = Assert.Single(Find(catalog: _catalog));
        Assert.Equal((true, _layout.Root), (found.IsRegistered, found.RegisteredPath));
        Directory.Move(Path.Combine(Root, "disk"), Path.Combine(Root, "moved"));
        found = Assert.Single(Find(catalog: _catalog));
        Assert.Equal((true, _layout.Root), (found.IsRegistered, found.RegisteredPath));
        Assert.NotEqual(found.FullName, found.RegisteredPath);
        found = Assert.Single(Find(catalog: Open("other")));
        Assert.Equal((false, null), (found.IsRegistered, found.RegisteredPath));
    }

    [Fact]
    public void Find_FolderThatCannotBeListed_CostsOneErrorAndNothingElse()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "No path is too long there.");
        // Paths that no call takes: made by moving one deep folder into another.
        string Deep(string name) => Path.Combine([Root, name, .. Enumerable.Repeat(new string('x', 200), 15)]);
        Directory.CreateDirectory(Deep("a"));
        Directory.CreateDirectory(Deep("b"));
        Directory.Move(Path.Combine(Root, "b"), Path.Combine(Deep("a"), "b"));
        try
        {
            Assert.Equal(["NAS"], Find().Select(storage => storage.Name));
            Assert.Equal(ErrorCode.PathTooLong, Assert.Single(_errors).Code);
        }
        finally
        {
            Directory.Move(Path.Combine(Deep("a"), "b"), Path.Combine(Root, "b"));
        }
    }

    [Fact]
    public void Find_FolderWithoutPermission_CostsOneErrorAndNothingElse()
    {
        if (OperatingSystem.IsWindows())
            return;
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "Permissions do not bind this user.");
        string locked = Directory.CreateDirectory(Path.Combine(Root, "locked")).FullName;
        File.SetUnixFileMode(locked, UnixFileMode.None);
        try
        {
            Assert.Equal(["NAS"], Find().Select(storage => storage.Name));
            Assert.Equal((ErrorCode.AccessDenied, locked), (Assert.Single(_errors).Code, _errors[0].Target));
        }
        finally
        {
            File.SetUnixFileMode(locked, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public void Find_NoFolder_IsAnError()
    {
        Assert.Empty(Find(Path.Combine(Root, "nowhere")));
        Assert.Empty(Find(_layout.MasterIndex));
        Assert.Equal([ErrorCode.PathNotFound, ErrorCode.PathNotFound], _errors.Select(error => error.Code));
        Assert.Contains("is a file", _errors[1].Message);
    }

    [Fact]
    public void Find_Cancelled_Stops() => Assert.Throws<OperationCanceledException>(() =>
        new StorageFinder(null).Find(Root, OperationReporter.None, new CancellationToken(canceled: true)).ToList());
}
