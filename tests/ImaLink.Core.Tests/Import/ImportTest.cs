using ImaLink.Index;

namespace ImaLink.Tests.Import;

/// <summary>An empty archive and an empty source for each test.</summary>
public abstract class ImportTest : TemporaryFolderTest
{
    private protected ImportTest()
    {
        Source = Path.Combine(Folder, "card");
        Directory.CreateDirectory(Source);
        Mine = new TestArchive(Path.Combine(Folder, "archive"));
    }

    private protected TestArchive Mine { get; }

    protected string Source { get; }

    /// <summary>Puts a file into the source; it is given a time of modification that tells it apart.</summary>
    protected string Put(string name, byte[] content)
    {
        string path = Path.Combine(Source, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        File.SetLastWriteTimeUtc(path, new DateTime(2023, 5, 6, 7, 8, 9, DateTimeKind.Utc).AddTicks(1234567 + content.Length * 10_000_000L));
        return path;
    }

    /// <summary>The ledger as "file name: verdict", in its order, after everything that must agree with it was compared.</summary>
    private protected List<string> Verdicts(ImportSession session) => Verdicts(Mine, session);

    private protected static List<string> Verdicts(TestArchive archive, ImportSession session)
    {
        var items = archive.Items(session);
        AssertAddsUp(archive, session, items);
        return items.ConvertAll(item => $"{Path.GetFileName(item.SourcePath)}: {item.Verdict}");
    }

    /// <summary>Ledger, counts, index, catalog and disk say the same.</summary>
    private protected static void AssertAddsUp(TestArchive archive, ImportSession session, List<ImportItem> items)
    {
        int Count(string verdict) => items.Count(item => item.Verdict == verdict);
        Assert.Equal("Completed", session.Status);
        Assert.Equal(session.SourceFiles, items.Count);
        Assert.Equal(
            (session.Imported, session.Duplicate, session.Variant, session.Companion, session.Skipped, session.StillChanging, session.Failed),
            (Count("Imported"), Count("Duplicate"), Count("Variant"), Count("Companion"), Count("Skipped"), Count("StillChanging"), Count("Failed")));
        Assert.Equal(items.Count, session.Imported + session.Duplicate + session.Variant + session.Companion + session.Skipped + session.StillChanging + session.Failed);
        Assert.Equal(items.Count, items.DistinctBy(item => item.SourcePath).Count());

        SessionHeader header = SessionIndexFile.ReadHeader(session.IndexFile);
        Assert.Equal(session.SourceFiles, header.Counts!.SourceFiles);
        Assert.Equal((session.Imported, session.Variant, session.Bytes), (header.Counts.Imported, header.Counts.Variant, header.Bytes));
        List<FileEntry> index = TestArchive.Index(session);
        Assert.Equal(
            items.Where(item => item.Verdict is "Imported" or "Variant").Select(item => item.FullName!).Order(StringComparer.Ordinal),
            index.Select(entry => archive.Layout.FullName(entry.Path!)).Order(StringComparer.Ordinal));
        Assert.Equal(items.Where(item => item.FullName is not null).Sum(item => item.Length), session.Bytes);
        foreach (ImportItem item in items.Where(item => item.FullName is not null))
            Assert.Equal(File.ReadAllBytes(item.SourcePath), File.ReadAllBytes(item.FullName!));
        MasterIndex master = MasterIndexFile.Read(archive.Layout.MasterIndex);
        SessionSummary summary = Assert.Single(master.ImportSessions, summary => summary.Uuid == session.Uuid);
        Assert.Equal(IndexDigest.Of(session.IndexFile), summary.IndexSha256);
        Assert.Equal(index.Count, summary.FileCount);
        Assert.Empty(archive.Leftovers());
    }

    private protected static ImaLinkException Fails(ErrorCode code, Action action)
    {
        var error = Assert.Throws<ImaLinkException>(action);
        Assert.True(code == error.Code, $"{error.Code}: {error.Message}");
        return error;
    }
}
