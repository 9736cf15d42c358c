using System.Security.Cryptography;
using ImaLink.Archive;
using ImaLink.Files;
using ImaLink.Import;
using ImaLink.Index;

namespace ImaLink.Tests.Import;

/// <summary>
/// Every change that an import makes to the disk fails once, or is the last one that the process makes, or the last before the
/// power fails. Whatever happens, the import is resumed, and then nothing tells it from one that was left in peace.
/// </summary>
[Trait("Category", "Faults")]
public sealed class FaultTests : ImportTest
{
    private readonly HashSet<string> _contents = [];

    private static string Digest(byte[] bytes) => Convert.ToHexString(SHA256.HashData(bytes));

    /// <summary>Twenty files: photos, duplicates, variants, sidecars, a collision, and what is no photo.</summary>
    private void FillSource()
    {
        for (int i = 1; i <= 8; i++)
            Put($"DCIM/IMG_{i}.jpg", TestPhotos.Jpeg(i));
        Put("DCIM/IMG_1.xmp", TestPhotos.Xmp("1"));
        Put("DCIM/IMG_2.jpg.xmp", TestPhotos.Xmp("2"));
        Put("DCIM/orphan.xmp", TestPhotos.Xmp("orphan"));
        Put("DCIM/text.jpg", "no photo"u8.ToArray());
        Put("more/img_1.jpg", TestPhotos.Jpeg(1));
        Put("more/img_1.xmp", TestPhotos.Xmp("another"));
        Put("more/variant.jpg", TestPhotos.Variant(2));
        Put("more/variant.xmp", TestPhotos.Xmp("variant"));
        Put("more/collision.jpg", TestPhotos.Collision(30));
        Put("more/plain.jpg", TestPhotos.Bare(30));
        Put("more/IMG_3.JPG", TestPhotos.Jpeg(9));
        Put("more/img_3.jpg", TestPhotos.Jpeg(10));
        foreach (string file in Directory.EnumerateFiles(Source, "*", SearchOption.AllDirectories))
            _contents.Add(Digest(File.ReadAllBytes(file)));
    }

    private ImportRequest Request => new() { Paths = [Source], Title = "Italy" };

    [Theory]
    [InlineData("one call fails")]
    [InlineData("the process dies")]
    [InlineData("the power fails")]
    public void Import_InterruptedAtEveryChange_ResumedAsIfNothingHadHappened(string flavour)
    {
        FillSource();
        string before = Tree.Of(Source);
        Mine.Import(Request);
        string undisturbed = Snapshot.Of(Mine);
        int runs = 0, again = 0;
        // Where the power fails no call after it is made either, and more is lost: without IMALINK_FAULTS the process dies at some changes only.
        int step = flavour == "the process dies" && Environment.GetEnvironmentVariable("IMALINK_FAULTS") is null ? 5 : 1;
        var row = new FaultRow("Import-ImaSession, as if undisturbed", flavour);
        // In memory where that can be had: thousands of flushes, whose order is what is tested.
        string place = Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Folder, Path.GetFileName(Folder) + "-faults");
        try
        {
            for (bool failed = true; failed; runs++)
            {
                string folder = Path.Combine(place, $"{runs}");
                var archive = new TestArchive(folder);
                var fault = new Fault(runs * step + 1, flavour, archive.Layout);
                failed = false;
                try
                {
                    archive.With(fault.Point).Import(Request);
                }
                catch (Exception e) when (e is InjectedException || e.InnerException is InjectedException)
                {
                    failed = true;
                }

                failed |= fault.Happened;
                if (failed)
                    row.Struck();
                if (failed && flavour == "the power fails")
                    fault.LosePower();
                foreach (string photo in archive.Photos())
                    row.NothingIsLost(fault.At, () => Assert.True(_contents.Contains(Digest(File.ReadAllBytes(archive.Photo(photo)))), $"'{photo}' is partial."));
                if (archive.Sessions(service => service.Resumable(null, null).Any()))
                    archive.Resume();
                else if (archive.Sessions(service => service.Find(null, null).All(session => session.Status != "Completed")))
                    (_, again) = (archive.Import(Request), again + 1);
                else
                    Finish(archive, fault.At.Contains("/hotpreviews/", StringComparison.Ordinal));
                row.Holds(fault.At, () => Assert.Empty(archive.Leftovers()));
                row.Holds(fault.At, () => Assert.True(undisturbed == Snapshot.Of(archive), Difference(undisturbed, Snapshot.Of(archive))));
                Directory.Delete(folder, recursive: true);
            }
        }
        finally
        {
            Directory.Delete(place, recursive: true);
        }

        Assert.Equal(before, Tree.Of(Source));
        TestContext.Current.TestOutputHelper?.WriteLine($"{flavour}: {runs} runs, {again} of them had not begun.");
        row.End();
    }

    /// <summary>The import had ended, perhaps without cleaning up. A preview that could not be written fails nothing, and is all that is lacking then.</summary>
    private static void Finish(TestArchive archive, bool previewFailed)
    {
        archive.Write();
        if (!previewFailed)
            return;
        archive.Use(db =>
        {
            using StorageWriter writer = StorageWriter.Open(db, db.Storages.All().Single(), new DurableFiles(), TimeSpan.FromSeconds(1), default);
            new PreviewPass(writer, OperationReporter.None).Run(db.Sessions.All().Single().Id, default);
            writer.WriteIndexes(default);
            return true;
        });
    }

    private static string Difference(string expected, string actual)
    {
        string[] one = expected.Split('\n'), other = actual.Split('\n');
        return "missing:\n" + string.Join('\n', one.Except(other)) + "\nunexpected:\n" + string.Join('\n', other.Except(one));
    }

    private sealed class InjectedException() : Exception("Injected.");

    /// <summary>The n-th change does not happen; depending on the flavour, none after it does either.</summary>
    private sealed class Fault(int number, string flavour, StorageLayout layout)
    {
        private readonly Dictionary<string, long> _unflushed = [];
        private readonly Dictionary<string, List<string>> _unflushedNames = [];
        private readonly Lock _lock = new();
        private int _calls;

        public bool Happened { get; private set; }

        public string At { get; private set; } = "";

        public void Point(DurableOperation operation, string path)
        {
            lock (_lock)
            {
                if (++_calls == number)
                    (Happened, At) = (true, $"{operation} {path}");
                if (_calls == number || (Happened && flavour != "one call fails"))
                    throw flavour == "one call fails" ? new ImaLinkException(ErrorCode.WriteFailed, "Injected.", path, new InjectedException()) : new InjectedException();
                Note(operation, path);
            }
        }

        private void Note(DurableOperation operation, string path)
        {
            switch (operation)
            {
                case DurableOperation.Create or DurableOperation.Write:
                    _unflushed.TryAdd(path, File.Exists(path) ? new FileInfo(path).Length : 0);
                    break;
                case DurableOperation.Flush:
                    _unflushed.Remove(path);
                    break;
                case DurableOperation.Rename:
                    string folder = Path.GetDirectoryName(path)!;
                    _unflushedNames.TryAdd(folder, []);
                    _unflushedNames[folder].Add(path);
                    break;
                case DurableOperation.FlushDirectory:
                    _unflushedNames.Remove(path);
                    break;
            }
        }

        /// <summary>Takes away what the medium need not have: bytes and names that were not flushed, and all names in incoming.</summary>
        public void LosePower()
        {
            foreach (string name in _unflushedNames.Values.SelectMany(names => names))
                File.Delete(name);
            foreach ((string path, long length) in _unflushed.Where(file => File.Exists(file.Key)))
                using (var file = new FileStream(path, FileMode.Open))
                    file.SetLength(Math.Min(length, file.Length));
            if (Directory.Exists(layout.Incoming))
                foreach (string copy in Directory.EnumerateFiles(layout.Incoming, "*", SearchOption.AllDirectories))
                    File.Delete(copy);
        }
    }
}
