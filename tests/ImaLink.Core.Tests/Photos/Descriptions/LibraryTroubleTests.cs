using ImaLink.Files;
using ImaLink.Photos.Descriptions;
using Microsoft.Data.Sqlite;

namespace ImaLink.Tests.Photos.Descriptions;

/// <summary>Databases that cannot be read, or want to do harm; and nothing is ever written beside one.</summary>
public sealed class LibraryTroubleTests : DescriptionTest
{
    private const string Rated = "UPDATE Adobe_images SET rating = 3;";

    private ImaLinkException FailsToTake(ErrorCode code, string path) => Fails(code, () => Take(path));

    /// <summary>Names, lengths, times and bytes of what lies there.</summary>
    private List<string> Beside() => [.. Directory.EnumerateFiles(Folder, "*", SearchOption.TopDirectoryOnly).Where(path => !path.Contains("archive", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
        .Select(path => $"{path} {File.GetLastWriteTimeUtc(path).Ticks} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path)))}")];

    [Fact]
    public void Open_WhatIsNotThereOrNoFile_IsNamed()
    {
        FailsToTake(ErrorCode.PathNotFound, Path.Combine(Folder, "nowhere.lrcat"));
        FailsToTake(ErrorCode.PathIsDirectory, Source);
    }

    [Theory]
    [InlineData("")]
    [InlineData("SQLite format 3\0")]
    [InlineData("This is a list of photos, and of nothing else: there is no database in it, although it is longer than a header is.")]
    public void Open_NoDatabase_IsNotALibrary(string text)
    {
        FailsToTake(ErrorCode.NotALibrary, Write("Lightroom.lrcat", System.Text.Encoding.UTF8.GetBytes(text)));
    }

    [Fact]
    public void Open_DatabaseOfSomebodyElse_IsNotALibrary()
    {
        LibrarySample.Change(Lightroom, "CREATE TABLE moz_places (id INTEGER PRIMARY KEY, url TEXT);");
        var error = FailsToTake(ErrorCode.NotALibrary, Lightroom);
        Assert.Contains("another program", error.Message, StringComparison.Ordinal);
        FailsToTake(ErrorCode.NotALibrary, Mine.Catalog);
    }

    [Fact]
    public void Open_ThatLightroomHasOpen_IsBusyAndSaysWhatToDo()
    {
        Fill("a.jpg");
        MakeLightroom(Rated, null, "a.jpg");
        File.WriteAllText(Lightroom + ".lock", "");

        var error = FailsToTake(ErrorCode.LibraryBusy, Lightroom);

        Assert.Contains("Close it", error.Message, StringComparison.Ordinal);
        Assert.Empty(Said("a.jpg"));
    }

    [Fact]
    public void Open_ThatIsBeingWritten_IsBusy()
    {
        Fill("a.jpg");
        MakeDigikam("", null, "a.jpg");
        using var writer = new SqliteConnection($"Data Source={Digikam};Pooling=False");
        writer.Open();
        using SqliteCommand command = writer.CreateCommand();
        command.CommandText = "BEGIN EXCLUSIVE";
        command.ExecuteNonQuery();

        FailsToTake(ErrorCode.LibraryBusy, Digikam);
    }

    [Fact]
    public void Read_LeavesNoTraceBesideIt()
    {
        Fill("a.jpg");
        MakeLightroom(Rated + " PRAGMA journal_mode = WAL;", null, "a.jpg");
        MakeDigikam("UPDATE ImageInformation SET rating = 4;", null, "a.jpg");
        List<string> before = Beside();

        Assert.Equal("Taken", Take(Lightroom)[0].Verdict);
        Assert.Equal("Taken", Take(Digikam)[0].Verdict);

        Assert.Equal(before, Beside());
    }

    [Fact]
    public void Read_OnAMediumThatMayOnlyBeRead_Works()
    {
        Fill("a.jpg");
        MakeLightroom(Rated + " PRAGMA journal_mode = WAL;", null, "a.jpg");
        File.SetAttributes(Lightroom, FileAttributes.ReadOnly);

        Assert.Equal("Taken", Take(Lightroom)[0].Verdict);
    }

    /// <summary>A program that crashed leaves what it wrote last in a log beside its database.</summary>
    [Fact]
    public void Read_WithALogThatACrashLeft_HasWhatStandsInIt()
    {
        Fill("a.jpg");
        MakeLightroom("PRAGMA journal_mode = WAL;", null, "a.jpg");
        string crashed = Path.Combine(Folder, "crashed.lrcat");
        using (var writer = new SqliteConnection($"Data Source={Lightroom};Pooling=False"))
        {
            writer.Open();
            using SqliteCommand command = writer.CreateCommand();
            command.CommandText = Rated;
            command.ExecuteNonQuery();
            File.Copy(Lightroom, crashed);
            File.Copy(Lightroom + "-wal", crashed + "-wal");
        }

        List<string> before = Beside();
        Assert.Equal("Taken", Take(crashed)[0].Verdict);
        Assert.Equal("3", Value("a.jpg", "rating"));
        Assert.Equal(before, Beside());
    }

    [Fact]
    public void Read_Damaged_IsAnErrorAndKeepsWhatWasTaken()
    {
        Fill("a.jpg");
        MakeLightroom(Rated, null, "a.jpg");
        byte[] bytes = File.ReadAllBytes(Lightroom);
        Array.Fill(bytes, (byte)0x5A, 4096, bytes.Length - 4096);
        File.WriteAllBytes(Lightroom, bytes);

        FailsToTake(ErrorCode.LibraryDamaged, Lightroom);
    }

    [Fact]
    public void Read_CutShort_IsAnError()
    {
        Fill("a.jpg");
        MakeLightroom(Rated, null, "a.jpg");
        using (FileStream file = File.OpenWrite(Lightroom))
            file.SetLength(file.Length / 2);

        FailsToTake(ErrorCode.LibraryDamaged, Lightroom);
    }

    [Fact]
    public void Read_OfAVersionWithLess_NamesWhatIsNotThere()
    {
        Fill("a.jpg");
        MakeLightroom(Rated + """
            ALTER TABLE Adobe_images DROP COLUMN copyName; ALTER TABLE Adobe_images DROP COLUMN originalCaptureTime; ALTER TABLE Adobe_images DROP COLUMN masterImage;
            ALTER TABLE AgLibraryKeyword DROP COLUMN keywordType; ALTER TABLE AgLibraryIPTC DROP COLUMN altTextAccessibility;
            DROP TABLE AgLibraryFace; DROP TABLE AgLibraryFolderStackImage; DROP TABLE AgHarvestedExifMetadata; DROP TABLE AgLibraryCollection;
            """, null, "a.jpg");

        List<DescriptionResult> results = Take(Lightroom);

        Assert.Equal("3", Value("a.jpg", "rating"));
        foreach (string missing in new[] { "Adobe_images.masterImage", "Adobe_images.copyName", "AgLibraryKeyword.keywordType", "AgLibraryFace", "AgLibraryFolderStackImage", "AgLibraryCollection" })
            Assert.Contains(missing, results[^1].Detail!, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OfDigikamWithLess_NamesWhatIsNotThere()
    {
        Fill("a.jpg");
        MakeDigikam("DROP TABLE ImageCopyright; DROP TABLE ImageRelations; DROP TABLE ImageTagProperties; DROP TABLE TagProperties; ALTER TABLE ImageInformation DROP COLUMN width; UPDATE ImageInformation SET rating = 2;", null, "a.jpg");

        Assert.Contains("ImageCopyright", Take(Digikam)[^1].Detail!, StringComparison.Ordinal);
        Assert.Equal("2", Value("a.jpg", "rating"));
    }

    [Fact]
    public void Read_HostileValues_AreBoundedAndTold()
    {
        Fill("a.jpg", "b.jpg");
        MakeLightroom("""
            UPDATE Adobe_images SET rating = 'many', pick = x'FF', colorLabels = 12, captureTime = 'yesterday', fileWidth = 1e300 WHERE id_local = 1;
            UPDATE Adobe_images SET rating = 4711 WHERE id_local = 2;
            INSERT INTO AgLibraryIPTC (image, caption) VALUES (1, printf('%.*c', 10000000, 'x')), (2, 'a' || char(0) || 'b');
            INSERT INTO AgHarvestedExifMetadata (image, gpsLatitude, gpsLongitude) VALUES (1, 1000, 1000), (2, 'north', 'east');
            INSERT INTO AgLibraryKeyword (id_local, id_global, name, parent) VALUES (1, 'k1', 'round', 2), (2, 'k2', 'and', 1), (3, 'k3', printf('%.*c', 10000000, 'y'), NULL), (4, 'k4', 'good', 4711);
            INSERT INTO AgLibraryKeywordImage (image, tag) VALUES (1, 1), (1, 3), (1, 4), (1, 4712), (4713, 1);
            INSERT INTO AgLibraryCollection (id_local, creationId, name, parent) VALUES (1, 'com.adobe.ag.library.collection', 'Snake', 2), (2, 'com.adobe.ag.library.group', 'Tail', 1), (3, 'com.adobe.ag.library.collection', printf('%.*c', 10000000, 'z'), NULL);
            INSERT INTO AgLibraryCollectionImage (collection, image, positionInCollection) VALUES (1, 1, 'a'), (3, 1, 'a'), (3, 4711, 'b'), (4712, 1, 'a');
            INSERT INTO AgLibraryFolderStackImage (image, position, stack) VALUES (1, 'top', 1), (1, '', 1), (4711, 1, 1);
            INSERT INTO Adobe_AdditionalMetadata (id_global, image, xmp) VALUES ('p1', 1, x'7FFFFFFF789C0102030405'), ('p2', 2, '<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>');
            UPDATE AgLibraryFile SET baseName = '../../../../etc/passwd' WHERE id_local = 101;
            CREATE TABLE AgLibraryKeywordSynonym2 AS SELECT 1 AS x;
            """, null, "a.jpg", "b.jpg");

        List<DescriptionResult> results = Take(Lightroom);

        Assert.Equal(["a.jpg: Taken by import path, time", "passwd.jpg: Unchanged by name, time"], Photos(results));
        Assert.Equal(["label", "tag:and/round", "tag:good"], Said("a.jpg").Keys.Order(StringComparer.Ordinal));
        Assert.All(results, result => Assert.True((result.Detail ?? "").Length < 4000, result.Detail));
        Assert.Contains("damaged", results[0].Detail!, StringComparison.Ordinal);
        Assert.Contains(results, result => result is { Kind: DescriptionKind.Album, Verdict: DescriptionVerdict.Taken, Source: "Untitled" });
    }

    [Fact]
    public void Read_HostileValuesOfDigikam_AreBounded()
    {
        Fill("a.jpg");
        MakeDigikam("""
            UPDATE ImageInformation SET rating = 'many', creationDate = 12, width = -5, height = 1e300, orientation = 99;
            INSERT INTO Tags (id, pid, name) VALUES (1, 2, 'round'), (2, 1, 'and'), (3, 3, 'self'), (4, 0, 'Anna');
            INSERT INTO TagProperties VALUES (4, 'person', NULL);
            INSERT INTO ImageTags VALUES (1, 1), (1, 3), (1, 4711);
            INSERT INTO ImageTagProperties VALUES (1, 4, 'tagRegion', '<!DOCTYPE r [<!ENTITY a "9">]><rect x="&a;" y="1" width="1" height="1"/>'), (1, 4, 'tagRegion', '<rect x="1e999"/>'), (1, 4, 'tagRegion', 'junk');
            INSERT INTO ImageComments (imageid, type, language, comment) VALUES (1, 3, 'x-default', printf('%.*c', 10000000, 'x'));
            INSERT INTO ImagePositions (imageid, latitudeNumber, longitudeNumber, altitude) VALUES (1, 'north', 9e999, 1);
            INSERT INTO ImageRelations VALUES (1, 1, 2), (4711, 1, 2);
            INSERT INTO AlbumRoots VALUES (2, NULL, 0, 1, NULL, NULL);
            INSERT INTO Albums (albumRoot, relativePath, caption, icon) VALUES (2, '../../..', printf('%.*c', 10000000, 'x'), 4711), (99, '/lost', NULL, NULL);
            """, null, "a.jpg");

        List<DescriptionResult> results = Take(Digikam);

        Assert.Equal(["a.jpg: Taken by import path, size"], Photos(results));
        Assert.Equal(["person:Anna", "tag:and/round", "tag:self"], Said("a.jpg").Keys.Order(StringComparer.Ordinal));
        Assert.Equal("true", Value("a.jpg", "person:Anna"));
        Assert.All(results, result => Assert.True((result.Detail ?? "").Length < 4000, result.Detail));
    }

    [Fact]
    public void Read_ValueOfAbsurdLength_IsAnError()
    {
        Fill("a.jpg");
        MakeLightroom("INSERT INTO AgLibraryIPTC (image, caption) VALUES (1, printf('%.*c', 70000000, 'x'));", null, "a.jpg");

        FailsToTake(ErrorCode.LibraryDamaged, Lightroom);
    }

    /// <summary>A view may be a query without end.</summary>
    [Fact]
    public void Read_ViewInPlaceOfATable_IsNotRead()
    {
        Fill("a.jpg");
        MakeLightroom(Rated + """
            DROP TABLE AgLibraryKeywordImage;
            CREATE VIEW AgLibraryKeywordImage AS WITH RECURSIVE forever(image) AS (SELECT 1 UNION ALL SELECT 1 FROM forever) SELECT image, 1 AS tag, 1 AS id_local FROM forever;
            """, null, "a.jpg");

        List<DescriptionResult> results = Take(Lightroom);

        Assert.Equal("Taken", results[0].Verdict);
        Assert.Contains("AgLibraryKeywordImage", results[^1].Detail!, StringComparison.Ordinal);
    }

    [Fact]
    public void Take_Stopped_KeepsWhatWasTold()
    {
        string[] names = [.. Enumerable.Range(1, 9).Select(i => $"{i}.jpg")];
        Fill(names);
        MakeLightroom(Rated, null, names);
        using var stop = new CancellationTokenSource();

        Mine.Use<object?>(db =>
        {
            var service = new DescriptionImportService(db, TimeSpan.FromSeconds(2));
            Assert.ThrowsAny<OperationCanceledException>(() =>
            {
                foreach (DescriptionResult result in service.Run(Lightroom, false, Mine.Reporter, stop.Token))
                    stop.Cancel();
            });
            return null;
        });

        Assert.Equal("3", Value("1.jpg", "rating"));
    }

    [Fact]
    public void Take_StorageThatCannotBeWritten_IsToldAndWrittenLater()
    {
        Fill("a.jpg");
        MakeLightroom(Rated, null, "a.jpg");
        Mine.Use<object?>(db =>
        {
            var files = new DurableFiles { FaultPoint = (_, path) => throw new ImaLinkException(ErrorCode.StorageFull, $"No room for {path}.", path) };
            Assert.NotEmpty(new DescriptionImportService(db, TimeSpan.FromSeconds(2), files).Run(Lightroom, false, Mine.Reporter, default));
            return null;
        });
        Assert.NotEmpty(Mine.Warnings);
        Assert.Equal("", Value("a.jpg", "rating"));

        Take(Lightroom);

        Assert.Equal("3", Value("a.jpg", "rating"));
    }
}
