using ImaLink.Files;
using ImaLink.Media.Containers;

namespace ImaLink.Media.Previews;

/// <summary>The kinds of TIFF that libvips refuses and ImageMagick reads; told by the first directory, which is what both decode.</summary>
internal static class TiffKind
{
    private const ushort BitsPerSample = 0x0102;
    private const ushort Compression = 0x0103;
    private const ushort Photometric = 0x0106;
    private const ushort PlanarConfiguration = 0x011c;
    private const ushort TileWidth = 0x0142;
    private const int OldJpeg = 6;
    private const int CieLab = 8;
    private const int SeparatePlanes = 2;

    public static bool IsBeyondVips(string path)
    {
        using var stream = FileReading.OpenStream(path);
        using var reader = new ByteReader(stream);
        if (TiffTree.Read(new ByteRange(reader), []) is not { Ifds: [var ifd, ..] } tree)
            return false;
        var bits = Number(BitsPerSample, 1);
        return Number(Compression, 1) == OldJpeg || bits is not (1 or 2 or 4 or 8 or 16 or 32 or 64)
            || (Number(Photometric, 0) == CieLab && bits == 8)
            || (Number(PlanarConfiguration, 1) == SeparatePlanes && ifd.Find(TileWidth) is not null);

        double Number(ushort tag, double otherwise) => ifd.Find(tag) is { } entry ? tree.GetNumber(entry) ?? otherwise : otherwise;
    }
}
