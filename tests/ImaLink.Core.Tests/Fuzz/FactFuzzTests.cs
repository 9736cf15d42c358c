using System.Diagnostics;
using System.Globalization;
using System.Text;
using ImaLink.Media.Metadata;
using ImaLink.Tests.Media.Identity;
using ImaLink.Tests.Media.Metadata;
using static ImaLink.Tests.Media.Formats.Vectors;

namespace ImaLink.Tests.Fuzz;

/// <summary>
/// Every reader of facts against damaged and hostile files of every container, on the smallest stack of a host: no exception, at most
/// 64 MB allocated for a file. IMALINK_FUZZ_SECONDS and IMALINK_FUZZ_SEED as in <see cref="ReaderFuzzTests"/>.
/// </summary>
public sealed class FactFuzzTests(ITestOutputHelper output)
{
    private const int ShortRun = 20_000;

    private static readonly byte[][] Samples =
    [
        ContainerSamples.Heic(), ContainerSamples.Cr3(), ContainerSamples.Jxl(), ContainerSamples.Jxl(packed: true), ContainerSamples.Jp2(), ContainerSamples.WebP(),
        ContainerSamples.Avi("2024:10:18 14:30:52"), ContainerSamples.Gif(), ContainerSamples.Psd(), ContainerSamples.Mrw(), ContainerSamples.X3f(), ContainerSamples.Crw(),
        ContainerSamples.Movie(Box("udta", Box("CNTH", Box("CNDA", TiffBuilder.Jpeg(ContainerSamples.Exif))))),
        FilmSamples.Transport([0x04, 0x20, 0x24, 0x10, 0x18, 0x14, 0x30, 0x52]), FilmSamples.Transport(null, timeCode: false),
        FilmSamples.Matroska(1, ("DATE_RECORDED", "2024-10-18 14:30:52"), tagBehind: true), FilmSamples.Matroska(1, openSegment: true),
        ContainerSamples.Movie(ContainerSamples.Keys(("com.apple.quicktime.make", "Maker"), ("com.apple.quicktime.location.ISO6709", "+12.5-098.5/"))),
        PngTextTests.Sample(), PixelFactsTests.ExrSample(), Text("#?RADIANCE\nCAPDATE= 2024:10:18 14:30:52\n\n-Y 30 +X 40\n"),
        Words(), Extended(), .. MakerExposureTests.Samples(), .. SampleFiles.All(),
    ];

    [Fact]
    public void Random_StructuralDamage()
    {
        var seconds = double.TryParse(Environment.GetEnvironmentVariable("IMALINK_FUZZ_SECONDS"), CultureInfo.InvariantCulture, out var given) ? given : 0;
        var seed = int.TryParse(Environment.GetEnvironmentVariable("IMALINK_FUZZ_SEED"), CultureInfo.InvariantCulture, out var stated) ? stated
            : seconds > 0 ? Environment.TickCount : 1;
        SmallStack.Run(() =>
        {
            var mutator = new FuzzMutator(Samples, new Random(seed));
            var (count, most, slowest) = (0, 0L, TimeSpan.Zero);
            for (var clock = Stopwatch.StartNew(); seconds > 0 ? clock.Elapsed.TotalSeconds < seconds : count < ShortRun; count++)
            {
                var file = mutator.Next();
                var (before, start) = (GC.GetAllocatedBytesForCurrentThread(), clock.Elapsed);
                try
                {
                    using var stream = new MemoryStream(file, writable: false);
                    FactReader.Read(stream, "");
                    var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
                    Assert.InRange(allocated, 0, FuzzTarget.MostAllocated);
                    most = Math.Max(most, allocated);
                }
                catch (Exception e)
                {
                    throw new InvalidOperationException($"seed {seed}, number {count}: {e}{Environment.NewLine}{Convert.ToBase64String(file.AsSpan(0, Math.Min(4096, file.Length)))}", e);
                }

                slowest = clock.Elapsed - start > slowest ? clock.Elapsed - start : slowest;
            }

            output.WriteLine($"{count:N0} files, 0 crashes, at most {most / 1048576.0:0.00} MB and {slowest.TotalMilliseconds:0} ms, seed {seed}");
        });
    }

    /// <summary>EXIF with a place and the words of Windows, and IPTC.</summary>
    private static byte[] Words()
    {
        var words = Encoding.Unicode.GetBytes("one;two\0");
        var exif = new TiffBuilder().Ascii(0x010e, "Grandma").Short(0x4749, 75).Raw(0x9c9e, 1, (uint)words.Length, words)
            .Pointer(0x8825, new TiffBuilder().Ascii(1, "S").Rational(2, TiffBuilder.Degrees(34, 30, 0)).Ascii(3, "E").Rational(4, TiffBuilder.Degrees(151, 0, 10)));
        var iptc = ContainerSamples.Iptc((90, "\u001b%G"), (5, "A title"), (25, "one"), (55, "20240102"));
        var jpeg = TiffBuilder.Jpeg(exif.Build());
        return [.. jpeg[..2], .. Segment(0xED, [.. "Photoshop 3.0\0"u8, .. ContainerSamples.Resource(0x0404, iptc)]), .. jpeg[2..]];
    }

    private static byte[] Extended()
    {
        var name = new string('0', 32);
        var part = Encoding.UTF8.GetBytes(XmpSamples.Packet("<tiff:Make>Maker</tiff:Make>"));
        return XmpSamples.Jpeg(
            XmpSamples.Packet("", $"xmpNote:HasExtendedXMP='{name}'"), XmpSamples.Extension(name, part.Length, 0, part[..100]),
            XmpSamples.Extension(name, part.Length, 100, part[100..]));
    }
}
