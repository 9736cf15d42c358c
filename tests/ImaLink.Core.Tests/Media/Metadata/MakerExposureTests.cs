using ImaLink.Media.Metadata;
using static ImaLink.Tests.Media.Formats.Vectors;

namespace ImaLink.Tests.Media.Metadata;

/// <summary>ISO, aperture and exposure time that only the notes of a camera's maker state.</summary>
public sealed class MakerExposureTests
{
    [Fact]
    public void Nikon_WithAStructureOfItsOwn_GivesIso()
    {
        byte[] note = [.. "Nikon\0\u0002\u0010\0\0"u8, .. new TiffBuilder(littleEndian: false).Raw(2, 3, 2, [0, 0, 0, 200]).Build()];
        Assert.Equal(200, Read("NIKON CORPORATION", "NIKON D100", note).Iso);
    }

    [Fact]
    public void Nikon_WithADirectoryAlone_GivesIso() =>
        Assert.Equal(200, Read("NIKON CORPORATION", "NIKON D1", Directory((0x0001, 7, 4, [1, 0, 0, 0]), (0x0002, 3, 2, [0, 0, 200, 0]))).Iso);

    [Fact]
    public void Nikon_WithoutIso_HasNone() =>
        Assert.Null(Read("NIKON CORPORATION", "NIKON D1", Directory((0x0002, 7, 4, [0, 0, 0, 0]))).Iso);

    [Theory]
    [InlineData("Minolta Co., Ltd.", 3)]
    [InlineData("KONICA MINOLTA", 1)]
    public void Minolta_InItsSettings_GivesAll(string make, int tag)
    {
        var settings = Big(0, 0, 0, 0, 0, 0, 0, 0, 56, 108, 48);
        var place = Exif(make, "DiMAGE 7i", Directory((tag, 7, settings.Length, new byte[4]))).Length;
        var facts = Read(Exif(make, "DiMAGE 7i", Directory((tag, 7, settings.Length, Little(place)))), settings);

        Assert.Equal((200, 5.656854, 0.005524), (facts.Iso, Math.Round(facts.Aperture!.Value, 6), Math.Round(facts.ExposureTime!.Value, 6)));
    }

    /// <summary>Notes of several makers, for tests that damage them.</summary>
    internal static IEnumerable<byte[]> Samples() =>
    [
        Exif("NIKON", "D100", [.. "Nikon\0\u0002\u0010\0\0"u8, .. new TiffBuilder(littleEndian: false).Raw(2, 3, 2, [0, 0, 0, 200]).Build()]),
        Exif("CASIO", "QV", Directory((0x0014, 3, 1, [64, 0, 0, 0]))), Exif("Minolta", "7i", Directory((3, 7, 44, [8, 0, 0, 0]))),
        Exif("EASTMAN KODAK", "DX", Join(Text("KDK INFO"), At(0x62, (0x60, Big16(108))))),
    ];

    public static TheoryData<string, byte[]> KodakNotes => new()
    {
        { "KODAK DX4900", Join(Text("KDK INFO"), At(0x62, (0x1E, Big16(280)), (0x20, Big(400)), (0x60, Big16(108)))) },
        { "KODAK DX3900", Join(Text("KDK0000\0"), At(0x62, (0x1E, Little16(280)), (0x20, Little(400)), (0x60, Little16(108)))) },
        { "KODAK DC240", At(0x50, (0x0C, Big16(0x07D1)), (0x38, Big(400)), (0x3C, Big16(280)), (0x4E, Big16(108))) },
        { "KODAK CX6230", At(0x20, (0x14, Big(400)), (0x1C, Big16(280)), (0x1E, Big16(108))) },
        { "KODAK DX3215", At(0x20, (0x10, Big(400)), (0x18, Big16(280)), (0x1A, Big16(108))) },
        { "KODAK DX3700", At(0x20, (0x10, Little(400)), (0x18, Little16(280)), (0x1A, Little16(108))) },
        { "KODAK M320", At(0x40, (0, Text("IIII\u0002\0")), (0x0C, Little16(280)), (0x10, Little(4000)), (0x14, Text("2009/01/02 ")), (0x34, Little16(108))) },
    };

    [Theory]
    [MemberData(nameof(KodakNotes))]
    public void Kodak_InATableOfAnyKind_GivesAll(string model, byte[] note)
    {
        var facts = Read("EASTMAN KODAK COMPANY", model, note);
        Assert.Equal((108, 2.8, 0.004), (facts.Iso, facts.Aperture, facts.ExposureTime));
    }

    [Fact]
    public void Casio_GivesIsoAsItIsOrByItsCode()
    {
        Assert.Equal(64, Read("CASIO", "QV-3000EX", Directory((0x0014, 3, 1, [64, 0, 0, 0]))).Iso);
        Assert.Equal(100, Read("CASIO COMPUTER CO.,LTD", "EX-Z3", [.. "QVC\0\0\0"u8, .. Directory((0x0014, 3, 1, [6, 0, 0, 0]))]).Iso);
    }

    [Fact]
    public void Pentax_OfTheFirstCameras_GivesIso() =>
        Assert.Equal(100, Read("Asahi Optical Co.,Ltd", "PENTAX Optio 330", Directory((0x0014, 3, 1, [100, 0, 0, 0]))).Iso);

    [Fact]
    public void WhatExifStates_CountsFirst()
    {
        var exif = new TiffBuilder().Ascii(0x010F, "CASIO").Pointer(
            0x8769, new TiffBuilder().Short(0x8827, 400).Raw(0x927C, 7, 18, Directory((0x0014, 3, 1, [64, 0, 0, 0]))));
        Assert.Equal(400, Read(exif.Build()).Iso);
    }

    [Theory]
    [InlineData("NIKON CORPORATION")]
    [InlineData("Minolta Co., Ltd.")]
    [InlineData("EASTMAN KODAK COMPANY")]
    [InlineData("CASIO")]
    public void NoteOfAnyBytes_NeverThrows(string make)
    {
        var random = new Random(1);
        string[] starts = ["", "Nikon\0\u0002", "KDK INFO", "IIII\u0002\0", "QVC\0"];
        for (var i = 0; i < 500; i++)
        {
            var note = new byte[random.Next(5, 200)];
            random.NextBytes(note);
            var start = Text(starts[i % starts.Length]);
            start.AsSpan(0, Math.Min(start.Length, note.Length)).CopyTo(note);
            Assert.NotNull(Read(make, "KODAK DX3700", note));
        }
    }

    /// <summary>A directory in the byte order of the structure, as notes without a header are.</summary>
    private static byte[] Directory(params (int Tag, int Type, int Count, byte[] Value)[] entries) => Join(
        Little16(entries.Length), Join([.. entries.Select(entry => Join(Little16(entry.Tag, entry.Type), Little(entry.Count), entry.Value))]), Little(0));

    private static byte[] At(int length, params (int Place, byte[] Value)[] values)
    {
        var note = new byte[length];
        foreach (var (place, value) in values)
            value.CopyTo(note, place);
        return note;
    }

    private static byte[] Exif(string make, string model, byte[] note) => new TiffBuilder().Ascii(0x010F, make).Ascii(0x0110, model)
        .Pointer(0x8769, new TiffBuilder().Raw(0x927C, 7, (uint)note.Length, note)).Build();

    private static ImageFacts Read(string make, string model, byte[] note) => Read(Exif(make, model, note));

    private static ImageFacts Read(params byte[][] parts)
    {
        using var stream = new MemoryStream(Join(parts));
        return FactReader.Read(stream, "TIFF");
    }
}
