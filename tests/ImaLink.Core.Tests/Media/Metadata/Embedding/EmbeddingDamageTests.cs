using ImaLink.Media.Containers;
using ImaLink.Media.Metadata;
using ImaLink.Media.Metadata.Embedding;
using ImaLink.SamplePhotos;
using NetVips;

namespace ImaLink.Tests.Media.Metadata.Embedding;

/// <summary>Damaged files of each format are left, or get their packet: nothing throws, and nothing grows without bound.</summary>
public sealed class EmbeddingDamageTests
{
    private static readonly byte[] Packet = SidecarSamples.Of("<dc:title><rdf:Alt><rdf:li xml:lang='x-default'>Lake</rdf:li></rdf:Alt></dc:title>");

    public static TheoryData<string, bool> Kinds => new() { { "JPEG", false }, { "JPEG", true }, { "PNG", false }, { "PNG", true }, { "WEBP", false }, { "WEBP", true }, { "TIFF", false } };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Put_IntoDamagedBytes_NeverThrows(string format, bool isBare)
    {
        byte[] file = Put(Picture(format), format, isBare: false)!.File.ToArray();
        int made = 0;
        for (int i = 0; i < Math.Min(file.Length, 400); i++)
            foreach (int at in new[] { i, file.Length - 1 - i })
                foreach (byte value in new byte[] { 0, 0x7F, 0xFF })
                {
                    byte[] damaged = [.. file];
                    damaged[at] = value;
                    made += Put(damaged, format, isBare) is { File.Length: var length } && length < 2 * file.Length + 2 * Packet.Length ? 1 : 0;
                }

        Assert.True(made > 0, "None of them was usable.");
        for (int length = 0; length < file.Length; length += 7)
            _ = Put(file[..length], format, isBare);
    }

    private static EmbeddedFile? Put(byte[] file, string format, bool isBare) =>
        EmbeddedXmp.Put(ByteRange.Of(file), format, new Insertion(_ => Packet, new ImageFacts { Title = "Lake", Width = 8, Height = 8, Orientation = 6 }, isBare));

    private static byte[] Picture(string format)
    {
        using Image picture = Image.Black(8, 8);
        return format switch
        {
            "JPEG" => new Exif { Make = "Maker", Model = "Model", TakenAt = new DateTime(2024, 1, 1) }.InsertInto(picture.JpegsaveBuffer(keep: Enums.ForeignKeep.None)),
            "PNG" => picture.PngsaveBuffer(),
            "WEBP" => picture.WebpsaveBuffer(),
            _ => picture.TiffsaveBuffer(),
        };
    }
}
