using ImaLink.Media.Metadata;
using ImaLink.Tests.Media.Identity;
using static ImaLink.Tests.Media.Formats.Vectors;

namespace ImaLink.Tests.Media.Metadata;

/// <summary>Of several pictures in a HEIF file the primary one counts, and properties turn it.</summary>
public sealed class HeifFactsTests
{
    private sealed record Item(int Id, string Type, byte[] Content)
    {
        public static Item Picture(int id) => new(id, "hvc1", [1, 2, 3]);

        public static Item Exif(int id, string model, int orientation = 6) => new(id, "Exif", [.. Big(0), .. new TiffBuilder().Ascii(0x0110, model).Short(0x0112, (ushort)orientation).Build()]);

        public static Item Xmp(int id, string title) => new(id, "mime\0application/rdf+xml\0", Text(ContainerSamples.Xmp.Replace("A title", title, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Read_SeveralPictures_TakesWhatDescribesThePrimaryOne(bool isPrimaryNamedFirst)
    {
        var facts = Read(
            [Item.Picture(1), Item.Picture(2), Item.Exif(3, "OTHER"), Item.Exif(4, "PHONE"), Item.Xmp(5, "Other"), Item.Xmp(6, "Mine")],
            [("cdsc", 3, [1]), ("cdsc", 4, [2]), ("cdsc", 5, [1]), ("cdsc", 6, [2])], primary: 2, isPrimaryNamedFirst: isPrimaryNamedFirst);

        Assert.Equal(("PHONE", "Mine"), (facts.CameraModel, facts.Title));
    }

    [Fact]
    public void Read_OtherPicturesFactsAlone_AreNotThePrimarys()
    {
        var facts = Read([Item.Picture(1), Item.Picture(2), Item.Exif(3, "OTHER")], [("cdsc", 3, [1])], primary: 2);

        Assert.Null(facts.CameraModel);
    }

    [Fact]
    public void Read_FactsThatSayNotWhatTheyDescribe_ComeBehindThoseThatDo()
    {
        var facts = Read([Item.Picture(1), Item.Exif(2, "SOMEBODY"), Item.Exif(3, "PHONE")], [("cdsc", 3, [1])]);

        Assert.Equal("PHONE", facts.CameraModel);
        Assert.Equal("SOMEBODY", Read([Item.Picture(1), Item.Exif(2, "SOMEBODY")], []).CameraModel);
    }

    [Fact]
    public void Read_FactsOfTheTiles_AreThoseOfThePictureThatTheyMake()
    {
        var facts = Read([Item.Picture(1), new Item(2, "grid", [0, 0, 0, 0, 0, 8, 0, 8]), Item.Exif(3, "PHONE")], [("dimg", 2, [1]), ("cdsc", 3, [1])], primary: 2);

        Assert.Equal("PHONE", facts.CameraModel);
    }

    [Fact]
    public void Read_ReferencesInACircle_EndAtOnce()
    {
        var facts = Read(
            [Item.Picture(1), Item.Exif(2, "A"), Item.Exif(3, "B")],
            [("cdsc", 2, [3]), ("cdsc", 3, [2, 3]), ("dimg", 1, [1, 2]), ("thmb", 1, [1]), ("cdsc", 1, [1])]);

        Assert.Equal("B", facts.CameraModel); // of a part of the picture, as the references have it
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("irot0", 1)]
    [InlineData("irot3", 6)]
    [InlineData("imir1", 2)]
    public void Read_OrientationOfExif_DoesNotCount(string turn, int orientation) =>
        Assert.Equal(orientation, Read([Item.Picture(1), Item.Exif(2, "PHONE", orientation: 8)], [], turn: turn).Orientation);

    [Theory]
    [InlineData("heic-several/h07-two-exif-primary2.heic", "PHONE", 1)]
    [InlineData("heic-orientation/h01-irot270-noexif.heic", null, 6)]
    [InlineData("heic-orientation/h02-exif6-noirot.heic", null, 1)]
    [InlineData("heic-orientation/h03-irot270-exif6.heic", null, 6)]
    [InlineData("heic-orientation/h04-irot90-exif1.heic", null, 8)]
    public void Read_Cases_AgreesWithTheirTable(string name, string? model, int? orientation)
    {
        string? path = Corpus.Folder is { } corpus ? Path.Combine(corpus, "..", "cases", name) : null;
        Assert.SkipWhen(!File.Exists(path), "The cases are not beside the repository (shared/cases).");
        using var stream = File.OpenRead(path!);
        var facts = FactReader.Read(stream, "HEIC");
        Assert.Equal((orientation, 128, 96), (facts.Orientation, facts.Width, facts.Height));
        if (model is not null)
            Assert.Equal(model, facts.CameraModel);
        var preview = ImaLink.Media.Previews.PreviewRenderer.Render(path!, "HEIC", TestContext.Current.CancellationToken)!;
        using var image = NetVips.Image.NewFromBuffer(preview);
        Assert.Equal(orientation > 4 ? (96, 128) : (128, 96), (image.Width, image.Height));
    }

    private static ImageFacts Read(Item[] items, (string Type, int From, int[] To)[] references, int primary = 1, string turn = "", bool isPrimaryNamedFirst = true)
    {
        using var stream = new MemoryStream(Heif(items, references, primary, turn, isPrimaryNamedFirst));
        return FactReader.Read(stream, "HEIC");
    }

    private static byte[] Heif(Item[] items, (string Type, int From, int[] To)[] references, int primary, string turn, bool isPrimaryNamedFirst)
    {
        var named = FullBox("pitm", 0, Big16(primary));
        var links = FullBox("iref", 0, [.. references.Select(link => Box(link.Type, Big16(link.From, link.To.Length), Big16(link.To)))]);
        var (turned, associated) = turn.Length == 0 ? (Array.Empty<byte>(), new byte[] { 1, 1 }) : (Box(turn[..4], [(byte)(turn[4] - '0')]), [2, 1, 2]);
        var type = Box("ftyp", Text("heic"), Big(0), Text("mif1heic"));
        byte[] Meta(int offset)
        {
            List<byte[]> entries = [], locations = [];
            foreach (var item in items)
            {
                entries.Add(FullBox("infe", 2, Big16(item.Id, 0), Text(item.Type), new byte[1]));
                locations.Add([.. Big16(item.Id, 0, 1), .. Big(offset, item.Content.Length)]);
                offset += item.Content.Length;
            }

            return FullBox("meta", 0,
                FullBox("hdlr", 0, Big(0), Text("pict"), new byte[13]), isPrimaryNamedFirst ? named : links,
                FullBox("iinf", 0, [.. Big16(items.Length), .. Join([.. entries])]), isPrimaryNamedFirst ? links : named,
                Box("iprp", Box("ipco", FullBox("ispe", 0, Big(40, 30)), turned), FullBox("ipma", 0, Big(1), Big16(primary), associated)),
                FullBox("iloc", 0, [0x44, 0], Big16(items.Length), Join([.. locations])));
        }

        return Join(type, Meta(type.Length + Meta(0).Length + 8), Box("mdat", [.. items.Select(item => item.Content)]));
    }
}
