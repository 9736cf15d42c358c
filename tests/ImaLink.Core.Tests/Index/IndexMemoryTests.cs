using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Index.Journals;

namespace ImaLink.Tests.Index;

/// <summary>Measured alone: what other tests hold would count too.</summary>
[CollectionDefinition(nameof(IndexMemoryTests), DisableParallelization = true)]
[Collection(nameof(IndexMemoryTests))]
public sealed class IndexMemoryTests : TemporaryFolderTest
{
    [Fact]
    public void Files_HundredThousand_AreWrittenAndReadInBoundedMemory()
    {
        const int count = 100_000;
        var path = Path.Combine(Folder, "session_1.json");
        using (var stream = new BufferedStream(File.Create(path), 1 << 16))
            SessionIndexFile.Write(stream, Samples.Header(), Enumerable.Range(0, count).Select(Numbered));
        GC.Collect();
        long before = GC.GetTotalMemory(forceFullCollection: true), highest = 0;
        var read = 0;
        foreach (var file in SessionIndexFile.ReadFiles(path))
        {
            if (read++ % 10_000 == 0)
                highest = Math.Max(highest, GC.GetTotalMemory(forceFullCollection: true) - before);
        }

        Assert.Equal(count, read);
        Assert.True(new FileInfo(path).Length > 40L << 20);
        Assert.True(highest < 24L << 20, $"{highest:N0} bytes were held");
    }

    [Fact]
    public void RestoreJournal_HundredThousand_AreWrittenAndReadInBoundedMemory()
    {
        const int count = 100_000;
        var files = new DurableFiles();
        var journal = new RestoreJournal(Journal.Prepare(files, new StorageLayout(Folder), RestorePlan.JournalKind, Guid.NewGuid(), Guid.NewGuid()), files);
        GC.Collect();
        long before = GC.GetTotalMemory(forceFullCollection: true), highest = 0;
        Assert.True(journal.Begin(Enumerable.Range(0, count).Select(i => Measured(i, new RestoredFile
        {
            Trash = "20260101T000000Z_00000000",
            Entry = new TrashEntry { Number = i + 1, RemovedAt = "2026-01-01T00:00:00Z", Session = Samples.Header(), Hothash = $"{i:x8}{i:x56}", Entry = Numbered(i) },
            Path = $"photos/2024/IMG_{i:D6}.jpg",
        }))));
        Assert.Equal(count, journal.Files().Select((file, i) => Measured(i, file)).Count());
        Assert.True(new FileInfo(Path.Combine(journal.Journal.Folder, "files.jsonl")).Length > 80L << 20);
        Assert.True(highest < 24L << 20, $"{highest:N0} bytes were held");

        RestoredFile Measured(int i, RestoredFile file)
        {
            if (i % 10_000 == 0)
                highest = Math.Max(highest, GC.GetTotalMemory(forceFullCollection: true) - before);
            return file;
        }
    }

    private static FileEntry Numbered(int i)
    {
        var file = Samples.File($"photos/2024/IMG_{i:D6}.jpg");
        file.Hothash = file.Sha256 = $"{i:x8}{i:x56}";
        file.CameraMake = file.CameraModel = file.LensModel = "A camera of some name";
        file.OriginalPath = $"/media/card/DCIM/100CANON/IMG_{i:D6}.JPG";
        return file;
    }
}
