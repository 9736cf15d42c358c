using CsCheck;
using ImaLink.Catalog;
using ImaLink.Photos;
using ImaLink.Tests.Catalog;

namespace ImaLink.Tests.Archive;

/// <summary>Archives of photos of which everything is known, and filters of every kind that ask for them.</summary>
public abstract class KnownPhotoTest : StorageTest
{
    private static readonly string[]
        Tags = ["Places/Italy/Rome", "Places/Italy", "Places/France/Paris", "Family", "Food/Pizza [best]", "Çiçek/İris", "Straße", "日本/京都"],
        Persons = ["Anna", "Ben Example", "ÅSA", "İbrahim"],
        Titles = ["Lake in the morning", "Snow", "Grandfather at the lake", "紅葉の清水寺", "Straße & Café"],
        Authors = ["Ann Example", "Grandfather", "Ümit"],
        Albums = ["Travel", "Travel/Italy", "Calendar"],
        Titled = ["Lake 2024", "Scans"],
        Words = ["lake", "snow", "rome", "anna", "example", "img", "canon", "scans", "gran*", "pizza", "travel", "calendar", "nothing"];

    private static readonly string?[] Dates = [null, null, null, "1975", "197X", "1975-08", "1975-08-03", "1975~", "1974/1976", "2024-06-01T08:30:00"];

    private protected static Gen<T> One<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static Gen<KnownPhoto> Photo(int number) =>
        from said in Gen.Select(One<string?>([null, null, .. Titles]), One(Tags).Array[0, 3], One(Persons).Array[0, 2], Gen.Int[-3, 5], One<string?>(null, "pick", "reject"), One<string?>(null, null, "red", "Mine"), One<string?>([null, .. Authors]), One(Dates))
        from marks in Gen.Select(Gen.Int[0, 4], Gen.Int[0, 4], One<string?>([null, null, .. Albums]), One(Titled))
        from facts in Gen.Select(One<(string?, string?)>((null, null), ("Canon", "Canon EOS R5"), ("NIKON CORPORATION", "NIKON D750"), ("Apple", "iPhone 12"), (null, "X-T4")), One<string?>(null, "EF 50mm f/1.8", "XF35mm"),
            One<int?>(null, 100, 400, 3200), One<double?>(null, 1.8, 2.8, 8), One("JPEG", "NEF", "MP4", "HEIC"), One<(int?, int?)>((null, null), (6000, 4000), (4000, 6000), (1000, 1000)),
            One<(double, double)?>(null, null, (41.9, 12.5), (41.93, 12.5), (-16.5, 179.99), (-16.5, -179.99), (89.99, 10)))
        from taken in Gen.Select(Gen.Bool, Gen.Int[1990, 1999], Gen.Int[1, 12], Gen.Int[1, 28], Gen.Int[0, 23])
        select new KnownPhoto
        {
            Path = FormattableString.Invariant($"photos/{taken.Item2}/IMG_{number:D4}.{facts.Item5.ToLowerInvariant()}"),
            Session = marks.Item4,
            Title = said.Item1,
            Tags = [.. said.Item2.Distinct()],
            Persons = [.. said.Item3.Distinct()],
            Rating = said.Item4 < -1 ? null : said.Item4,
            Flag = said.Item5,
            Label = said.Item6,
            Favorite = marks.Item1 == 0,
            Hidden = marks.Item2 == 0,
            Author = said.Item7,
            Date = said.Item8,
            FileTaken = taken.Item1 ? FormattableString.Invariant($"{taken.Item2:D4}-{taken.Item3:D2}-{taken.Item4:D2}T{taken.Item5:D2}:15:30") : null,
            Make = facts.Item1.Item1,
            Model = facts.Item1.Item2,
            Lens = facts.Item2,
            Iso = facts.Item3,
            Aperture = facts.Item4,
            ExposureTime = facts.Item3 is null ? null : taken.Item5 < 12 ? 1.0 / 250 : 2,
            FocalLength = facts.Item2 is null ? null : taken.Item4 * 10,
            Format = facts.Item5,
            Width = facts.Item6.Item1,
            Height = facts.Item6.Item2,
            Gps = facts.Item7,
            Album = marks.Item3,
        };

    private protected static Gen<PhotoFilter> Filter(KnownPhoto[] photos)
    {
        Gen<Func<PhotoFilter, PhotoFilter>> With<T>(Gen<T> values, Func<PhotoFilter, T, PhotoFilter> with) => values.Select(value => (Func<PhotoFilter, PhotoFilter>)(filter => with(filter, value)));
        Gen<DateTime> time = Gen.Select(Gen.Int[1974, 2024], Gen.Int[1, 12], Gen.Int[1, 28]).Select((year, month, day) => new DateTime(year, month, day));
        Gen<Func<PhotoFilter, PhotoFilter>> condition = Gen.OneOf(
            With(time, (filter, value) => filter with { After = value }),
            With(time, (filter, value) => filter with { Before = value }),
            With(One("1975", "197X", "1995-06", "1990/1994", "1975-08-03", "1975-23").Array[1, 2], (filter, value) => filter with { Dates = value }),
            With(Gen.Int[1974, 1999].Array[1, 8], (filter, value) => filter with { Years = value }),
            With(Gen.Int[1, 12].Array[1, 4], (filter, value) => filter with { Months = value }),
            With(Gen.Int[1, 28].Array[1, 9], (filter, value) => filter with { Days = value }),
            With(Gen.Int[0, 23].Array[1, 9], (filter, value) => filter with { Hours = value }),
            With(Gen.Const(true), (filter, value) => filter with { WithoutDate = value }),
            With(One("Canon EOS R5", "*EOS*", "nikon*", "NIKON CORPORATION NIKON D750", "APPLE*", "x-t4", "*").Array[1, 2], (filter, value) => filter with { Cameras = value }),
            With(One("*50mm*", "xf35mm").Array[1, 2], (filter, value) => filter with { Lenses = value }),
            With(Gen.Select(One<double?>(null, 100, 400), One<double?>(null, 400, 3200)), (filter, value) => filter with { IsoMin = value.Item1, IsoMax = value.Item2 }),
            With(Gen.Select(One<double?>(null, 1.8), One<double?>(null, 2.8)), (filter, value) => filter with { ApertureMin = value.Item1, ApertureMax = value.Item2 }),
            With(Gen.Select(One<double?>(null, 1.0 / 250), One<double?>(null, 1.0 / 60)), (filter, value) => filter with { ExposureTimeMin = value.Item1, ExposureTimeMax = value.Item2 }),
            With(Gen.Select(One<double?>(null, 50), One<double?>(null, 200)), (filter, value) => filter with { FocalLengthMin = value.Item1, FocalLengthMax = value.Item2 }),
            With(One("NAS*", "*"), (filter, value) => filter with { Storages = [new Selector(value) { IsWildcard = true }] }),
            With(One(1, 2), (filter, value) => filter with { CopiesLessThan = value }), // no file was verified: all lack a copy
            With(Gen.Select(Gen.Int[-1, 3], Gen.Int[3, 5]), (filter, value) => filter with { RatingMin = value.Item1, RatingMax = value.Item2 }),
            With(Gen.Const(true), (filter, value) => filter with { Unrated = value }),
            With(One("Pick", "reject", "None").Array[1, 2], (filter, value) => filter with { Flags = value }),
            With(One("RED", "m*", "none", "green").Array[1, 2], (filter, value) => filter with { Labels = value }),
            With(Gen.Bool, (filter, value) => filter with { Favorite = value }),
            With(Gen.Bool, (filter, value) => filter with { Hidden = value }),
            With(Gen.Const(true), (filter, value) => filter with { IncludeHidden = value }),
            With(Gen.Select(One("places/italy", "Italy", "Paris", "family", "Food/Pizza [best]", "P*", "*i*", "çiçek", "İris", "STRAßE", "京都").Array[1, 3], Gen.Bool), (filter, value) => filter with { Tags = value.Item1, MatchAll = value.Item2 }),
            With(One("Places", "Rome", "Nowhere", "F*").Array[1, 2], (filter, value) => filter with { WithoutTags = value }),
            With(Gen.Const(true), (filter, value) => filter with { Untagged = value }),
            With(One("anna", "Ben*", "åsa", "A\u030Asa", "İbrahim").Array[1, 2], (filter, value) => filter with { Persons = value }),
            With(Gen.Const(true), (filter, value) => filter with { WithoutPerson = value }),
            With(One(Albums).Array[1, 2], (filter, value) => filter with { Albums = value }),
            With(One("Ann Example", "GRAND*", "ümit").Array[1, 2], (filter, value) => filter with { Authors = value }),
            With(One(Titled).Array[1, 2], (filter, value) => filter with { Sessions = [.. value.Select(name => new Selector(name))] }),
            With(Gen.Select(One<double[]>([41.9, 12.5], [-16.5, 180], [90, 0]), One<double?>(null, 5, 1000)), (filter, value) => filter with { Near = value.Item1, RadiusKm = value.Item2 }),
            With(Gen.Const(true), (filter, value) => filter with { WithoutGps = value }),
            With(One("JPEG", "nef", "jpg").Array[1, 2], (filter, value) => filter with { Formats = value }),
            With(One("Photo", "Raw", "Video").Array[1, 2], (filter, value) => filter with { Kinds = value }),
            With(One("Portrait", "Landscape", "Square"), (filter, value) => filter with { Shape = value }),
            With(One<double?>(1, 20, 24), (filter, value) => filter with { MegapixelsMin = value }),
            With(One("*1995*", "*/IMG_000?.*", "*/IMG_0012.*", "*/199?/IMG_0001*", "*.JPEG", "*_001*", "*.jp*g").Array[1, 2], (filter, value) => filter with { Paths = value }),
            With(One(photos).Array[1, 5], (filter, value) => filter with { Hothashes = [.. value.Select(photo => photo.Hothash)] }),
            With(Gen.Select(One(Words), One("", " ", " OR ", " NOT ", "NOT "), One(Words)).Select((one, with, other) => with.Length == 0 ? one : with == "NOT " ? with + other : one + with + other), (filter, value) => filter with { Text = value }));
        return condition.Array[0, 4].Select(conditions => conditions.Aggregate(new PhotoFilter(), (filter, with) => with(filter)));
    }

    private protected static KnownPhoto[] Made(int seed) => [.. Enumerable.Range(0, 60).Select(number => Photo(number).Generate(new PCG(1, (ulong)((seed * 100L) + number)), null!, out _))];

    private protected CatalogDatabase Archive(KnownPhoto[] photos, int seed)
    {
        var catalog = Open(FormattableString.Invariant($"catalog-{seed}"));
        if (catalog.Scalar<long>("SELECT count(*) FROM photo") > 0)
            return catalog;
        Storages(catalog).Create(FormattableString.Invariant($"NAS {seed}"), Folder, null);
        foreach (string title in Titled)
        {
            AddSession(catalog, title);
            long session = catalog.Sessions.All().Last().Id;
            Visit(catalog, writer =>
            {
                foreach (KnownPhoto photo in photos.Where(photo => photo.Session == title))
                    catalog.Files.Put(writer.StorageId, session, photo.Entry());
                catalog.Sessions.MarkDirty(session);
            });
        }

        var locator = new PhotoLocator(catalog);
        catalog.Transaction(() =>
        {
            foreach (KnownPhoto photo in photos)
                catalog.Statements.Say(locator.ByHothash(photo.Hothash)[0], photo.Said());
        });
        var albums = new AlbumService(catalog, Patience);
        foreach (string album in Albums)
        {
            Guid uuid = albums.Create(album, new AlbumEdit()).Uuid;
            albums.AddPhotos(uuid, [.. photos.Where(photo => photo.Album == album).Select(photo => locator.ByHothash(photo.Hothash)[0])], new AlbumPlace());
        }

        return catalog;
    }
}
