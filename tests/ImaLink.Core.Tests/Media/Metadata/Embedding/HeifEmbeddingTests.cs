using ImaLink.Media.Containers;
using ImaLink.Media.Identity;
using ImaLink.Media.Metadata;
using ImaLink.Media.Metadata.Embedding;
using ImaLink.SamplePhotos;
using static ImaLink.Tests.Media.Formats.Vectors;

namespace ImaLink.Tests.Media.Metadata.Embedding;

/// <summary>XMP put into HEIC files of a few bytes: every item is what it was, wherever it lies now; files of another making are left.</summary>
public sealed class HeifEmbeddingTests : TemporaryFolderTest
{
    private static readonly byte[] Coded = Text("the coded picture"), Exif = [.. Big(0), .. new TiffBuilder().Ascii(0x010f, "Maker").Build()], Old = SidecarSamples.Of("<xmp:Label>theirs</xmp:Label><dc:title>Old</dc:title>");

    /// <summary>What such files differ in.</summary>
    /// <param name="Version">Of the table of places: 1 and 2 tell how an item lies, 2 has long numbers of items.</param>
    /// <param name="HasBase">Whether places count from a place of their own.</param>
    /// <param name="DataFirst">Whether the data lies before the table.</param>
    /// <param name="HasXmp">Whether it has a packet.</param>
    /// <param name="IsWide">Whether places have eight bytes.</param>
    private sealed record Making(int Version, bool HasBase, bool DataFirst, bool HasXmp, bool IsWide)
    {
        /// <summary>Boxes behind all others.</summary>
        internal byte[] More { get; init; } = [];
    }

    public static TheoryData<int, bool, bool, bool, bool> Makings
    {
        get
        {
            var data = new TheoryData<int, bool, bool, bool, bool>();
            foreach (int version in new[] { 0, 1, 2 })
                foreach (int bits in Enumerable.Range(0, 16))
                    data.Add(version, (bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0, (bits & 8) != 0);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Makings))]
    public void Put_IntoAnyMaking_MovesNothingButPlaces(int version, bool hasBase, bool dataFirst, bool hasXmp, bool isWide)
    {
        byte[] file = Heif(new Making(version, hasBase, dataFirst, hasXmp, isWide));
        byte[] made = Put(file)!;
        Assert.Equal((Read(made).Title, hasXmp ? "theirs" : null), ("New", Read(made).Label));
        Assert.Equal("Maker", Read(made).CameraMake);
        Assert.Equal(-1, made.AsSpan().IndexOf("Old"u8));
        Assert.Equal(IdentityReader.Read(Write("a.heic", file)).Hothash, IdentityReader.Read(Write("b.heic", made)).Hothash);
        Assert.Equal(HothashScheme.ImageData, IdentityReader.Read(Path.Combine(Folder, "b.heic"), IdentityParts.All).Scheme);
        byte[] again = Put(made)!;
        Assert.Equal("New", Read(again).Title);
        Assert.Equal(IdentityReader.Read(Path.Combine(Folder, "b.heic")).Hothash, IdentityReader.Read(Write("c.heic", again)).Hothash);
        if (hasBase && isWide && SidecarSamples.ExifTool("-s3", "-XMP-dc:Title", "-Make", Path.Combine(Folder, "b.heic")) is { } read)
            Assert.Equal("New\nMaker\n", read.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Put_IntoAFileWithAFilm_IsNotDone() => Assert.Null(Put(Heif(Plain with { More = Box("moov", Box("trak")) })));

    [Fact]
    public void Put_IntoAFileWithABoxThatNobodyKnows_IsNotDone() => Assert.Null(Put(Heif(Plain with { More = Box("mpvd", new byte[20]) })));

    [Fact]
    public void Put_IntoAFileThatIsCut_IsNotDone() => Assert.Null(Put(Heif(Plain)[..^3]));

    [Fact]
    public void Put_IntoAFileWhoseItemsLieInItsTable_IsNotDone()
    {
        byte[] file = Heif(Plain);
        int location = file.AsSpan().IndexOf("iloc"u8) + 4 + 4 + 2 + 2 + 2 + 2 + 2;
        Big(30).CopyTo(file, location); // into the 'meta' box
        Assert.Null(Put(file));
    }

    [Fact]
    public void Put_OfAPacketForWhichFieldsAreTooSmall_IsNotDone()
    {
        byte[] file = Heif(Plain);
        int sizes = file.AsSpan().IndexOf("iloc"u8) + 4 + 4;
        file[sizes] = 0x04; // places of no bytes
        Assert.Null(Put(file));
    }

    [Fact]
    public void Put_IntoDamagedBytes_NeverThrows()
    {
        byte[] file = Heif(Plain with { HasXmp = true });
        for (int i = 0; i < file.Length; i++)
            foreach (byte value in new byte[] { 0, 0xFF, (byte)(file[i] ^ 0x40) })
            {
                byte[] damaged = [.. file];
                damaged[i] = value;
                _ = Put(damaged);
            }
    }

    private static Making Plain => new(0, HasBase: false, DataFirst: false, HasXmp: false, IsWide: false);

    private static byte[]? Put(byte[] file)
    {
        var said = new ImageFacts { Title = "New", Label = "theirs" };
        return EmbeddedXmp.Put(ByteRange.Of(file), "HEIC", new Insertion(former =>
        {
            XmpDocument document = XmpDocument.New();
            try
            {
                document = former is null ? document : XmpDocument.Parse(former);
            }
            catch (InvalidDataException)
            {
                // A damaged one is replaced.
            }

            document.Set(XmpName.Title, XmpValue.Alt("New"));
            return document.ToBytes();
        }, said, IsBare: false))?.File.ToArray();
    }

    private static ImageFacts Read(byte[] file)
    {
        using var stream = new MemoryStream(file);
        return FactReader.Read(stream, "HEIC");
    }

    private static byte[] Heif(Making making)
    {
        byte[] type = Box("ftyp", Text("heic"), Big(0), Text("mif1heic"));
        (string Type, byte[] Content)[] items = [("hvc1", Coded), ("Exif", Exif), .. making.HasXmp ? [("mime\0application/rdf+xml\0", Old)] : Array.Empty<(string, byte[])>()];
        byte[] data = Box("mdat", [.. items.Select(item => item.Content)]);
        if (making.DataFirst)
            return Join(type, data, Meta(type.Length + 8), making.More);
        return Join(type, Meta(type.Length + Meta(0).Length + 8), data, making.More);

        byte[] Meta(int start)
        {
            List<byte[]> entries = [], locations = [];
            int offset = making.HasBase ? 0 : start;
            foreach (((string kind, byte[] content), int index) in items.Select((item, index) => (item, index + 1)))
            {
                entries.Add(FullBox("infe", 2, Big16(index, 0), Text(kind), new byte[1]));
                byte[] number = making.Version == 2 ? Big(index) : Big16(index), method = making.Version > 0 ? Big16(0) : [];
                locations.Add([.. number, .. method, .. Big16(0), .. making.HasBase ? Big(start) : [], .. Big16(1), .. Wide(offset), .. Big(content.Length)]);
                offset += content.Length;
            }

            return FullBox("meta", 0,
                FullBox("hdlr", 0, Big(0), Text("pict"), new byte[13]), FullBox("pitm", 0, Big16(1)),
                FullBox("iinf", 0, [.. Big16(items.Length), .. Join([.. entries])]),
                FullBox("iref", 0, Box("cdsc", Big16(2, 1, 1)), making.HasXmp ? Box("cdsc", Big16(3, 1, 1)) : []),
                Box("iprp", Box("ipco", FullBox("ispe", 0, Big(40, 30))), FullBox("ipma", 0, Big(1), Big16(1), [1, 1])),
                FullBox("iloc", making.Version, [(byte)((making.IsWide ? 0x80 : 0x40) | 4), (byte)(making.HasBase ? 0x40 : 0)], making.Version == 2 ? Big(items.Length) : Big16(items.Length), Join([.. locations])));
        }

        byte[] Wide(int number) => making.IsWide ? [.. Big(0), .. Big(number)] : Big(number);
    }
}
