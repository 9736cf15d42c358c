using System.Diagnostics;
using ImaLink.Index;
using ImaLink.Photos;
using ImaLink.Tests.Import;
using ImaLink.Tests.Index;

namespace ImaLink.Tests.Photos;

/// <summary>The images of one shot are found among what is there already.</summary>
public sealed class GroupUpdateTests(ITestOutputHelper output) : PhotoGroupTest
{
    private static readonly DateTime At = new(2024, 5, 6, 10, 11, 12);

    [Fact]
    public void Update_PairsThatNobodyGrouped_AreFoundOnceWithTheirEvidence()
    {
        Pairs(3);
        Mine.Import(Source, options: request => request with { Layout = "all" });
        Forget();
        Assert.Equal(7, Photos().Length);

        List<PhotoGroup> told = Run(isRehearsal: true);
        Assert.Equal(7, Photos().Length);
        List<PhotoGroup> found = Run();

        Assert.Equal(found.Select(group => $"{group}"), told.Select(group => $"{group}"));
        Assert.Equal(["I1.jpg, I1-edit.jpg same-name-and-time 2 1", "I2.jpg, I2-edit.jpg same-name-and-time 2 1", "I3.jpg, I3-edit.jpg same-name-and-time 2 1"],
            found.Select(group => $"{string.Join(", ", group.Files.Select(Path.GetFileName))} {group.Evidence} {group.Images} {group.Joined}").Order());
        Assert.All(found, group => Assert.All(group.Files, file => Assert.True(File.Exists(file))));
        Assert.Equal(["I1 I1-edit", "I2 I2-edit", "I3 I3-edit", "single"], Photos());
        AssertAsRestored();
        Assert.Empty(Run());
    }

    [Fact]
    public void Update_OfASession_LeavesTheOthers()
    {
        Pairs(1);
        Mine.Import(Source, "One", options: request => request with { Layout = "one" });
        Directory.Delete(Source, true);
        Put("J.jpg", TestPhotos.Jpeg(50, takenAt: At));
        Put("J-edit.jpg", TestPhotos.Jpeg(51, takenAt: At));
        Mine.Import(Source, "Two", options: request => request with { Layout = "two" });
        Forget();

        Assert.Single(Run([new FileFilter { Sessions = [new Selector("Two")] }]));
        Assert.Contains("J J-edit", Photos());
        Assert.DoesNotContain("I1 I1-edit", Photos());
        Assert.Single(Run([new FileFilter { Storages = [Selector.ByUuid(Mine.Storage.Uuid)] }]));
        Assert.Contains("I1 I1-edit", Photos());
    }

    [Fact]
    public void Update_AfterTheOwnersWord_ChangesNothing()
    {
        Pairs(2);
        Mine.Import(Source, options: request => request with { Layout = "all" });
        Split("I1.jpg");
        Join("I2.jpg", "single.jpg");
        string[] before = Photos();

        Assert.Empty(Run());
        Assert.Equal(before, Photos());
    }

    [Fact]
    public void Update_StoppedAtAnyPlace_GoesOn()
    {
        Pairs(5);
        Mine.Import(Source, options: request => request with { Layout = "all" });
        Forget();
        Mine.Use<object?>(catalog =>
        {
            foreach (PhotoGroup _ in new GroupUpdateService(catalog, Patience).Run([], false, OperationReporter.None, default))
                break; // as Select-Object -First 1
            return null;
        });
        AssertAsRestored();
        Run();
        Assert.Equal(6, Photos().Length);
        AssertAsRestored();
    }

    /// <summary>Names of very many files that could all be of one shot: what a few of them cost must not grow with it.</summary>
    [Fact]
    public void Update_VeryManyFilesOfOneName_IsNotQuadratic()
    {
        int count = int.TryParse(Environment.GetEnvironmentVariable("IMALINK_GROUPED"), out int wanted) ? wanted : 4000;
        Put("one.jpg", TestPhotos.Jpeg(1, takenAt: At));
        Mine.Import(Source);
        Mine.Use<object?>(catalog =>
        {
            long storage = catalog.Storages.All().Single().Id, session = catalog.Sessions.OfStorage(storage).Single().Id;
            var clock = Stopwatch.StartNew();
            int taken = 0;
            foreach (int[] batch in Enumerable.Range(0, count).Chunk(500))
            {
                ImaLink.Archive.Grouping.ShotGrouping.Around(catalog, () =>
                {
                    foreach (int i in batch)
                        catalog.Files.Put(storage, session, Entry(i));
                });
                taken = Math.Max(taken, (int)catalog.Scalar<long>("SELECT count(*) FROM temp.shot"));
            }

            output.WriteLine($"{count:N0} files of one name and folder, {count / 2:N0} pairs: taken in and grouped in {clock.Elapsed.TotalSeconds:N1} s, at most {taken:N0} images at once");
            Assert.True(taken <= 3000, $"{taken} images were looked at for 256.");
            Assert.Equal(count / 2 + 1, catalog.Scalar<long>("SELECT count(*) FROM photo"));
            catalog.Execute("DELETE FROM statement WHERE field IN ('photo', 'role')");
            catalog.PhotoModel.ChangedFiles("storage_id", storage);
            clock.Restart();
            long before = GC.GetTotalMemory(forceFullCollection: true), most = 0, found = 0;
            foreach (PhotoGroup _ in new GroupUpdateService(catalog, Patience).Run([], false, OperationReporter.None, default))
                if (++found % 1000 == 0)
                    most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
            output.WriteLine($"grouped again in {clock.Elapsed.TotalSeconds:N1} s with {most / 1e6:N1} MB more");
            Assert.Equal(count / 2, found);
            Assert.Equal(count / 2 + 1, catalog.Scalar<long>("SELECT count(*) FROM photo"));
            return null;
        });
        static FileEntry Entry(int i)
        {
            // "Wedding abc.CR3" and "Wedding abc.JPG": 17,576 words and more, all of the shot "Wedding".
            string word = string.Concat(Enumerable.Range(0, 5).Select(place => (char)('A' + i / 2 / (int)Math.Pow(26, place) % 26)));
            FileEntry entry = Samples.File($"photos/all/Wedding {word}.{(i % 2 == 0 ? "CR3" : "JPG")}");
            entry.Hothash = entry.Sha256 = $"{i + 1:x64}";
            (entry.TakenAt, entry.TakenAtSource, entry.FileFormat) = (IndexTime.FormatLocal(At.AddSeconds(i / 2 * 10)), "EXIF:DateTimeOriginal", i % 2 == 0 ? "CR3" : "JPEG");
            return entry;
        }
    }

    private void Pairs(int count)
    {
        for (int i = 1; i <= count; i++)
        {
            Put($"I{i}.jpg", TestPhotos.Jpeg(2 * i, takenAt: At.AddMinutes(i)));
            Put($"I{i}-edit.jpg", TestPhotos.Jpeg(2 * i + 1, takenAt: At.AddMinutes(i)));
        }

        Put("single.jpg", TestPhotos.Jpeg(99, takenAt: At));
    }

    /// <summary>As it was before there were groups.</summary>
    private void Forget() => Mine.Use<object?>(catalog =>
    {
        catalog.Transaction(() =>
        {
            catalog.Execute("DELETE FROM statement");
            catalog.PhotoModel.ChangedFiles("storage_id", 1);
            foreach (long image in catalog.Query("SELECT id FROM image", row => row.GetInt64(0)).ToList())
                catalog.PhotoModel.Changed(image, isRegrouped: true);
        });
        return null;
    });

    private List<PhotoGroup> Run(FileFilter[]? filters = null, bool isRehearsal = false) =>
        Mine.Use(catalog => new GroupUpdateService(catalog, Patience).Run(filters ?? [], isRehearsal, OperationReporter.None, default).ToList());
}
