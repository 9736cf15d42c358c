using System.Globalization;
using ImaLink.Media.Formats;
using ImaLink.Media.Metadata;
using ImaLink.Media.Previews;
using NetVips;
using static ImaLink.Tests.Media.Formats.Vectors;

namespace ImaLink.Tests.Media.Previews;

/// <summary>A HEIF picture of two tiles, dark and bright, with a thumbnail of another shade, so that a preview tells what it was made of.</summary>
public sealed class HeifPreviewTests : TemporaryFolderTest
{
    private const int FirstTurn = 5;

    // 256 x 192 pixels of one shade of grey each, as x265 codes them.
    private static readonly byte[] Configuration = Convert.FromBase64String(
        "AQQIAAAAAAAAAAAAPPAA/Pz4+AAADwMgAAEAF0ABDAH//wQIAAADAJ/4AAADAAA8ugJAIQABACdCAQEECAAAAwCf+AAAAwAAPMAgIDBZbqSSmubAgAAAAwCAAAADAIQiAAEAB0QBwXKwYkA=");
    private static readonly byte[] Shade60 = Convert.FromBase64String("AAAAJygBribLA8DD9Cn//76qxf2iMi/1hRBswFkNXIEmFEZUXYT8pzIDQA==");
    private static readonly byte[] Shade200 = Convert.FromBase64String("AAAAJygBribLA8DD9Cn1D8KOFf2iMi/1hRBswFkNXIEmFEZUXYT8pzIDQA==");
    private static readonly byte[] Shade130 = Convert.FromBase64String("AAAAJCgBribJz8P0KfUGvlf2iMi/1hRBs1kNXIEmFEZUXYT8pzIDQA==");

    [Fact]
    public void Render_ThumbnailThatSuffices_StandsForThePicture()
    {
        // Stored 512 x 384 of two tiles above one another; the thumbnail has the same shape.
        using var preview = Render(Heif(512, 384, columns: 2, rows: 2, [Shade60, Shade200, Shade60, Shade200], Shade130));

        Assert.Equal((256, 192), (preview.Width, preview.Height));
        AssertShade(preview, 0.5, 0.5, 130);
    }

    [Fact]
    public void Render_TilesWithoutThumbnail_StandWhereTheyBelong()
    {
        using var preview = Render(Heif(512, 384, columns: 2, rows: 2, [Shade60, Shade200, Shade130, Shade60], thumbnail: null));

        Assert.Equal((256, 192), (preview.Width, preview.Height));
        AssertShade(preview, 0.25, 0.25, 60);
        AssertShade(preview, 0.75, 0.25, 200);
        AssertShade(preview, 0.25, 0.75, 130);
        AssertShade(preview, 0.75, 0.75, 60);
    }

    [Fact]
    public void Render_TilesThatReachBeyondThePicture_AreCutThere()
    {
        using var preview = Render(Heif(384, 192, columns: 2, rows: 1, [Shade60, Shade200], thumbnail: null));

        Assert.Equal((256, 128), (preview.Width, preview.Height));
        AssertShade(preview, 0.6, 0.5, 60);
        AssertShade(preview, 0.75, 0.5, 200);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Render_TurnedPicture_StandsUpright(bool hasThumbnail)
    {
        // 270 degrees anticlockwise: what is stored at the left comes to the top.
        using var preview = Render(Heif(512, 192, columns: 2, rows: 1, [Shade60, Shade200], hasThumbnail ? Shade130 : null, "irot3"));

        Assert.Equal((96, 256), (preview.Width, preview.Height));
        AssertShade(preview, 0.5, 0.2, 60); // the thumbnail has another shape: it does not count
        AssertShade(preview, 0.5, 0.8, 200);
    }

    [Theory]
    [InlineData("irot0", 1)]
    [InlineData("irot1", 8)]
    [InlineData("irot2", 3)]
    [InlineData("irot3", 6)]
    [InlineData("irot7", 6)] // two of the eight bits count
    [InlineData("imir0", 4)]
    [InlineData("imir1", 2)]
    [InlineData("irot1 imir0", 5)]
    [InlineData("imir0 irot1", 7)]
    [InlineData("irot1 imir1", 7)]
    [InlineData("imir1 irot1", 5)]
    public void Orientation_OfTurnedAndMirroredPictures_IsThatOfTheirPreview(string turns, int orientation)
    {
        var heif = Heif(512, 384, columns: 2, rows: 2, [Shade60, Shade200, Shade130, Shade60], thumbnail: null, turns);

        using var stream = new MemoryStream(heif);
        Assert.Equal((512, 384, orientation), FactReader.Read(stream, "HEIC") is var facts ? (facts.Width, facts.Height, facts.Orientation ?? 1) : default);
        using var preview = Render(heif);
        Assert.Equal(orientation > 4 ? (192, 256) : (256, 192), (preview.Width, preview.Height));
        Assert.Equal(Corners(orientation), Corners(preview));
        // What libheif makes of the whole file is the judge of both.
        stream.Position = 0;
        using var whole = MagickDecoder.Decode(stream, "whole", FormatTable.Named("HEIC"), TestContext.Current.CancellationToken).ToImage();
        Assert.Equal(Corners(orientation), Corners(whole));
    }

    /// <summary>The corners of a picture of 60, 200, 130, 60 that is turned as EXIF says it, from the upper left one in the order of reading.</summary>
    private static int[] Corners(int orientation) => orientation switch
    {
        1 or 7 => [60, 200, 130, 60],
        2 or 8 => [200, 60, 60, 130],
        3 or 5 => [60, 130, 200, 60],
        _ => [130, 60, 60, 200],
    };

    private static int[] Corners(Image image) => [.. new[] { (0.2, 0.2), (0.8, 0.2), (0.2, 0.8), (0.8, 0.8) }
        .Select(at => image.Getpoint((int)(image.Width * at.Item1), (int)(image.Height * at.Item2))[0])
        .Select(value => new[] { 60, 130, 200 }.MinBy(shade => Math.Abs(shade - value)))];

    [Fact]
    public void Render_DamagedThumbnail_LeavesThePicture()
    {
        using var preview = Render(Heif(512, 384, columns: 2, rows: 2, [Shade60, Shade60, Shade60, Shade60], new byte[40]));

        AssertShade(preview, 0.5, 0.5, 60);
    }

    [Fact]
    public void Render_CutOffAnywhere_GivesAPreviewOrFails()
    {
        var whole = Heif(512, 384, columns: 2, rows: 2, [Shade60, Shade200, Shade60, Shade200], Shade130);
        for (var length = 0; length < whole.Length; length += 11)
        {
            try
            {
                Render(whole[..length]).Dispose();
            }
            catch (ImaLinkException e)
            {
                Assert.Equal(ErrorCode.PreviewFailed, e.Code);
            }
        }
    }

    /// <summary>Item 1 is the picture, a grid of the items from 2 on; the last is the thumbnail.</summary>
    private static byte[] Heif(int width, int height, int columns, int rows, byte[][] tiles, byte[]? thumbnail, string turns = "irot0")
    {
        byte[][] turned = [.. turns.Split(' ').Select(turn => Box(turn[..4], [byte.Parse(turn[4..], CultureInfo.InvariantCulture)]))];
        byte[] turning = [.. Enumerable.Range(FirstTurn, turned.Length).Select(index => (byte)index)];
        byte[] grid = [0, 0, (byte)(rows - 1), (byte)(columns - 1), .. Big16(width, height)];
        byte[][] contents = thumbnail is null ? [grid, .. tiles] : [grid, .. tiles, thumbnail];
        var last = contents.Length;
        var type = Box("ftyp", Text("heic"), Big(0), Text("mif1heic"));
        byte[] Build(int offset)
        {
            List<byte[]> entries = [], associations = [], locations = [];
            for (var i = 0; i < contents.Length; i++)
            {
                var isGrid = i == 0;
                entries.Add(FullBox("infe", 2, Big16(i + 1, 0), Text(isGrid ? "grid" : "hvc1"), new byte[1]));
                byte[] properties = isGrid ? [3, 4, .. turning] : thumbnail is not null && i + 1 == last ? [1, 2, 4, .. turning] : [1, 2, 4];
                associations.Add([.. Big16(i + 1), (byte)properties.Length, .. properties]);
                locations.Add([.. Big16(i + 1, 0, 1), .. Big(offset, contents[i].Length)]);
                offset += contents[i].Length;
            }

            byte[] tileIds = [.. Enumerable.Range(2, tiles.Length).SelectMany(id => Big16(id))];
            return FullBox("meta", 0,
                FullBox("hdlr", 0, Big(0), Text("pict"), new byte[13]),
                FullBox("pitm", 0, Big16(1)),
                FullBox("iinf", 0, [.. Big16(contents.Length), .. Join([.. entries])]),
                FullBox("iref", 0, Box("dimg", Big16(1, tiles.Length), tileIds), thumbnail is null ? [] : Box("thmb", Big16(last, 1, 1))),
                Box("iprp",
                    Box("ipco", Box("hvcC", Configuration), FullBox("ispe", 0, Big(256, 192)), FullBox("ispe", 0, Big(width, height)),
                        FullBox("pixi", 0, [1, 8]), Join(turned)),
                    FullBox("ipma", 0, Big(contents.Length), Join([.. associations]))),
                FullBox("iloc", 0, [0x44, 0], Big16(contents.Length), Join([.. locations])));
        }

        return Join(type, Build(type.Length + Build(0).Length + 8), Box("mdat", contents));
    }

    private Image Render(byte[] heif)
    {
        var path = Write("a.heic", heif);
        return Image.NewFromBuffer(PreviewRenderer.Render(path, "HEIC", TestContext.Current.CancellationToken)!);
    }

    private static void AssertShade(Image preview, double x, double y, int shade) =>
        Assert.InRange(preview.Getpoint((int)(preview.Width * x), (int)(preview.Height * y))[0], shade - 5, shade + 5);
}
