using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Reconcile;

namespace ImaLink.Tests.Reconcile;

/// <summary>Every durable call of a Sync fails once, N = 1, 2, 3, …: running again finishes, and a third run changes nothing.</summary>
[Trait("Category", "Faults")]
public sealed class SyncFaultTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("By hand")]
    public void Sync_EveryDurableCallFailsOnce_RunningAgainFinishes(string? addNew)
    {
        var row = new FaultRow($"Sync-ImaFileStorage{(addNew is null ? "" : " -AddNew")}, two storages", "a durable call fails");
        bool survived = false;
        // Every call of a Sync that adopts fails in OperationFaultTests, and those of two storages here without adoption: with it every third, all by IMALINK_FAULTS.
        int step = addNew is not null && Environment.GetEnvironmentVariable("IMALINK_FAULTS") is null ? 3 : 1;
        for (int n = 1; !survived; n += step)
        {
            using var run = new Run();
            survived = run.Survives(n, addNew);
            if (!survived)
                row.Struck();
        }

        row.End();
    }

    private sealed class Run : ReconcileTest
    {
        private static readonly string[] Kinds = ["Changed", "MetadataChanged", "Missing", "Moved", "Moved", "Moved", "New"];

        public bool Survives(int n, string? addNew)
        {
            FileStorage other = NewStorage("B");
            foreach (int number in Enumerable.Range(1, 8))
                Photo($"in/{number}.jpg", number);
            Photo("b/20.jpg", 20, storage: other);
            Adopt();
            Adopt("Other", other);
            Move("in/1.jpg", "in/x");
            Move("in/2.jpg", "in/1.jpg");
            Move("in/x", "in/2.jpg");
            File.Delete(Full("in/3.jpg"));
            Photo("in/4.jpg", 4, tag: 2);
            Photo("in/5.jpg", 105);
            Photo("in/9.jpg", 9);
            File.Move(Full("b/20.jpg", other), Full("in/20.jpg"));
            string[] photos = Photos();

            int calls = 0;
            Files = new DurableFiles
            {
                FaultPoint = (_, path) =>
                {
                    if (++calls == n)
                        throw new ImaLinkException(ErrorCode.WriteFailed, "Injected.", path);
                },
            };
            var told = new List<Finding>();
            bool failed = false;
            try
            {
                Service.Sync(Storage.Uuid, new SyncRequest { AddNewTitle = addNew }, told.Add, Reporter, CancellationToken.None);
            }
            catch (ImaLinkException)
            {
                failed = true;
            }

            failed |= Warnings.Count > 0; // the other storage could not be written
            Files = new DurableFiles();
            var again = Sync(new SyncRequest { AddNewTitle = addNew });
            Assert.Equal(Kinds, told.Concat(again).Select(finding => finding.Verdict).Distinct().Order()
                .SelectMany(kind => Enumerable.Repeat(kind, kind == "Moved" ? 3 : 1)));
            Assert.DoesNotContain(Sync(), finding => finding.Verdict != "New");
            Consistency.AssertConsistent(Catalog, Storage);
            Sync(storage: other);
            Consistency.AssertConsistent(Catalog, other);
            Assert.Equal(photos, Photos());
            Assert.Equal(FileState.Missing, Row("in/3.jpg").State);
            Assert.Equal(9, Catalog.Describe().Photos - (addNew is null ? 0 : 1));
            if (addNew is not null)
                Assert.NotNull(Row("in/9.jpg"));
            return !failed;
        }

        private string[] Photos() => [.. Directory.GetFiles(Path.Combine(Storage.FullName, "photos"), "*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal).Select(file => $"{file} {IndexDigest.Of(file)}")];
    }
}
