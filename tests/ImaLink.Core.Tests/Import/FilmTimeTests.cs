using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Import;
using ImaLink.Index;
using ImaLink.SamplePhotos;

namespace ImaLink.Tests.Import;

/// <summary>
/// A film's header is UTC, and so is the time of a file: both are placed, sorted and found by what clocks of the session's zone showed, on
/// whatever machine.
/// </summary>
[Trait("Category", "Culture")]
public sealed class FilmTimeTests : ImportTest
{
    private const string NewYork = "America/New_York";

    private static readonly DateTime NewYear = new(2021, 1, 1, 1, 0, 0); // in UTC: 20:00 of the day before in New York

    private ImportSession Import(string zone, string layout = "{yyyy}/{MM}/{dd}/{name}") => Mine.Import(Source, options: request => request with { TimeZone = zone, Layout = layout });

    private ImportSession Film(string zone, DateTime utc)
    {
        Put("film.mp4", TinyFilm.Encode(1, utc));
        return Import(zone);
    }

    private ImageFile Known(FileFilter? filter = null) => Mine.Use(db => new FileQuery(db).Run(filter ?? new()).Single());

    /// <summary>How many files of a time are found with the catalog, and by the index alone.</summary>
    private (int, int) Found(DateTime after, DateTime before)
    {
        var filter = FileFilter.Of(new PhotoFilter { After = after, Before = before });
        var browser = new IndexBrowser(Mine.Layout.Root, default);
        return (Mine.Use(db => new FileQuery(db).Run(filter).Count()), browser.Sessions(null).Sum(session => browser.Files(session, filter).Count()));
    }

    private static string Told(ImageFile file) => FormattableString.Invariant($"{file.TakenAt:yyyy-MM-dd HH:mm:ss} {file.TakenAtOffset} {file.TakenAtSource}");

    private string ByIndex()
    {
        var browser = new IndexBrowser(Mine.Layout.Root, default);
        return Told(browser.Files(browser.Sessions(null).Single(), new FileFilter()).Single());
    }

    /// <summary>Writes the index of the session as another program would.</summary>
    private void Rewrite(ImportSession session, Action<SessionHeader> change)
    {
        SessionHeader header = SessionIndexFile.ReadHeader(session.IndexFile);
        header.Revision++;
        change(header);
        List<FileEntry> files = [.. SessionIndexFile.ReadFiles(session.IndexFile)];
        new DurableFiles().Replace(session.IndexFile, stream => SessionIndexFile.Write(stream, header, files));
        Mine.Write();
    }

    [Fact]
    public void Film_OfNewYearsEve_StaysInItsYear()
    {
        ImportSession session = Film(NewYork, NewYear);
        Assert.Equal(["2020/12/31/film.mp4"], Mine.Photos());
        Assert.Equal("2020-12-31 20:00:00 -05:00:00 QuickTime:CreateDate", Told(Known()));
        Assert.Equal("2020-12-31 20:00:00 -05:00:00 QuickTime:CreateDate", ByIndex());
        FileEntry entry = TestArchive.Index(session).Single();
        Assert.Equal("2021-01-01T01:00:00+00:00", entry.TakenAt); // the instant, as the file states it
        Assert.Equal((1, 1), Found(new(2020, 12, 31), new(2021, 1, 1)));
        Assert.Equal((0, 0), Found(new(2021, 1, 1), new(2022, 1, 1)));
        Assert.Equal("2020", Mine.Use(db => new CheckTable(db).Measure(MeasureGrouping.Year).Single().Key));
    }

    [Fact]
    public void Simulation_PlacesAsTheImportDoes()
    {
        Put("film.mp4", TinyFilm.Encode(1, NewYear));
        var request = new ImportRequest { Paths = [Source], Title = "Italy", TimeZone = NewYork, Layout = "{yyyy}" };
        ImportItem item = Mine.Sessions(service => service.Simulate(Selector.ByUuid(Mine.Storage.Uuid), request, Mine.Reporter, default).Single());
        Assert.EndsWith(Path.Combine("2020", "film.mp4"), item.FullName);
    }

    [Fact]
    public void LayoutScript_IsToldTheLocalTimes()
    {
        Put("film.mp4", TinyFilm.Encode(1, NewYear));
        File.SetLastWriteTimeUtc(Path.Combine(Source, "film.mp4"), new DateTime(2021, 1, 1, 2, 0, 0, DateTimeKind.Utc));
        Mine.Import(Source, options: request => request with
        {
            TimeZone = NewYork,
            LayoutScript = file => FormattableString.Invariant($"{file.Facts.TakenAt!.Time:yyyy-MM-dd HH}{file.Facts.TakenAt.Offset}/{file.ModifiedAt:yyyy-MM-dd HH}/").Replace(':', '.'),
        });
        Assert.Equal(["2020-12-31 20-05.00.00/2020-12-31 21/film.mp4"], Mine.Photos());
    }

    [Theory]
    [InlineData(NewYork, "2020/12/31")]
    [InlineData("Asia/Tokyo", "2021/01/01")]
    [InlineData("Etc/UTC", "2021/01/01")]
    public void FileWithoutADate_IsPlacedByItsTimeInTheZone(string zone, string folder)
    {
        File.SetLastWriteTimeUtc(Put("bare.jpg", TestPhotos.Bare(1)), DateTime.SpecifyKind(NewYear, DateTimeKind.Utc));
        Import(zone);
        Assert.Equal([folder + "/bare.jpg"], Mine.Photos());
        Assert.Null(Known().TakenAt);
    }

    [Fact]
    public void TimeOfTheCamera_IsLeftAsItIs()
    {
        Put("a.jpg", TestPhotos.Jpeg(1, takenAt: NewYear));
        Import(NewYork);
        Assert.Equal(["2021/01/01/a.jpg"], Mine.Photos());
        Assert.Equal((NewYear, null), (Known().TakenAt, Known().TakenAtOffset));
    }

    /// <summary>Clocks are set back at 06:00 UTC: half past one comes twice, and the offsets tell which is which; no time comes twice in spring, and none is left out.</summary>
    [Fact]
    public void Films_WhenClocksAreSet_HaveTheTimeThatClocksShowed()
    {
        DateTime[] times = [new(2020, 11, 1, 5, 30, 0), new(2020, 11, 1, 6, 30, 0), new(2020, 3, 8, 6, 59, 59), new(2020, 3, 8, 7, 0, 0)];
        for (int i = 0; i < times.Length; i++)
            Put($"{i}.mp4", TinyFilm.Encode((uint)i, times[i]));
        Import(NewYork);
        List<ImageFile> files = Mine.Use(db => new FileQuery(db).Run(new()).OrderBy(file => file.Name, StringComparer.Ordinal).ToList());
        Assert.Equal(["01:30:00 -04:00:00", "01:30:00 -05:00:00", "01:59:59 -05:00:00", "03:00:00 -04:00:00"], files.Select(file => FormattableString.Invariant($"{file.TakenAt:HH:mm:ss} {file.TakenAtOffset}")));
        Assert.Equal(times, files.Select(file => file.TakenAt!.Value - file.TakenAtOffset!.Value));
        Assert.Equal((2, 2), Found(new(2020, 11, 1, 1, 0, 0), new(2020, 11, 1, 2, 0, 0)));
        Assert.Equal((0, 0), Found(new(2020, 3, 8, 2, 0, 0), new(2020, 3, 8, 3, 0, 0)));
    }

    [Fact]
    public void Set_AnotherZone_TellsAndFindsItsFilmsByIt()
    {
        ImportSession session = Film(NewYork, NewYear);
        TestArchive other = Mine.SeenBy(Path.Combine(Folder, "other.db"));
        Mine.Sessions(service => service.Set(session, null, null, null, "Asia/Tokyo"));
        Assert.Equal("2021-01-01 10:00:00 09:00:00 QuickTime:CreateDate", Told(Known()));
        Assert.Equal((1, 1), Found(new(2021, 1, 1), new(2021, 1, 2)));
        Assert.Equal(["2020/12/31/film.mp4"], Mine.Photos());

        // Another catalog takes it over with the index, with which nothing else of the file has changed.
        Assert.Equal(1, other.Use(db => new FileQuery(db).Run(FileFilter.Of(new PhotoFilter { Before = new(2021, 1, 1) })).Count()));
        other.Write();
        Assert.Equal("2021-01-01 10:00:00 09:00:00 QuickTime:CreateDate", Told(other.Use(db => new FileQuery(db).Run(FileFilter.Of(new PhotoFilter { After = new(2021, 1, 1) })).Single())));
    }

    /// <summary>So it is with all sessions of earlier versions, and with those that a newer one put into a zone which is not known here.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData("Moon/Tranquility")]
    public void SessionWithoutAZone_LeavesUtc(string? zone)
    {
        ImportSession session = Film(NewYork, NewYear);
        Rewrite(session, header => header.TimeZone = zone);
        Assert.Equal("2021-01-01 01:00:00 00:00:00 QuickTime:CreateDate", Told(Known()));
        Assert.Equal("2021-01-01 01:00:00 00:00:00 QuickTime:CreateDate", ByIndex());
        Assert.Equal((1, 1), Found(NewYear, NewYear.AddSeconds(1)));
        Mine.Sessions(service => service.Set(session, null, null, null, NewYork));
        Assert.Equal("2020-12-31 20:00:00 -05:00:00 QuickTime:CreateDate", Told(Known()));
    }

    [Fact]
    public void FileThatPassesToAnotherSession_HasTheTimeOfThatOne()
    {
        ImportSession mine = Film(NewYork, NewYear);
        Put("other.jpg", TestPhotos.Jpeg(2));
        ImportSession tokyo = Mine.Import(Path.Combine(Source, "other.jpg"), "Kyoto", request => request with { TimeZone = "Asia/Tokyo" });
        Mine.Use(db =>
        {
            db.Files.SetSession(db.Files.IdsOfSession(mine.Id).Single(), tokyo.Id);
            return 0;
        });
        Assert.Equal("2021-01-01 10:00:00 09:00:00 QuickTime:CreateDate", Told(Known(FileFilter.Of(new PhotoFilter { After = new(2021, 1, 1, 10, 0, 0), Formats = ["MP4"] }))));
    }
}
