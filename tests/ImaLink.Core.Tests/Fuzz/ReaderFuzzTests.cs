using System.Diagnostics;
using System.Globalization;
using ImaLink.Tests.Media.Formats;
using ImaLink.Tests.Media.Identity;
using static ImaLink.Tests.Media.Formats.Vectors;

namespace ImaLink.Tests.Fuzz;

/// <summary>
/// Every reader of image data against damaged and hostile files of every format: no exception, bounded work, at most 64 MB
/// allocated for a file. Short with a fixed seed by default. IMALINK_FUZZ_SECONDS makes the random run that long, with
/// another seed each time unless IMALINK_FUZZ_SEED gives one; a failure names seed and number, and the file in base64.
/// </summary>
public sealed class ReaderFuzzTests(ITestOutputHelper output)
{
    private const int ShortRun = 20_000;
    private static readonly byte[][] Samples = [.. SampleFiles.All()];

    [Fact]
    public void Cut_AtEveryByte()
    {
        using var target = new FuzzTarget();
        for (var i = 0; i < Samples.Length; i++)
        {
            for (var length = 0; length <= Samples[i].Length; length++)
                target.Run(Samples[i][..length], $"sample {i} cut at {length}");
        }

        Report(target);
    }

    [Fact]
    public void EveryByte_AsAnExtremeNumber()
    {
        using var target = new FuzzTarget();
        ulong[] values = IsLong ? FuzzMutator.Extremes : [0, 1, 0x7FFFFFFF, 0xFFFFFFFF];
        foreach (var size in IsLong ? new[] { 2, 4, 8 } : [4])
        {
            for (var i = 0; i < Samples.Length; i++)
            {
                for (var position = 0; position < Samples[i].Length; position++)
                {
                    foreach (var value in values)
                    {
                        foreach (var littleEndian in new[] { true, false })
                        {
                            var file = Samples[i].ToArray();
                            FuzzMutator.Put(file, position, size, value, littleEndian);
                            target.Run(file, $"sample {i} with {value:X} of {size} bytes at {position}");
                        }
                    }
                }
            }
        }

        Report(target);
    }

    [Fact]
    public void Random_StructuralDamage()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("IMALINK_FUZZ_SEED"), CultureInfo.InvariantCulture, out var given) ? given
            : IsLong ? Environment.TickCount : 1;
        using var target = new FuzzTarget();
        var mutator = new FuzzMutator(Samples, new Random(seed));
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; IsLong ? Stopwatch.GetElapsedTime(start) < Long : i < ShortRun; i++)
            target.Run(mutator.Next(), $"seed {seed}, number {i}");
        Report(target);
    }

    [Fact]
    public void MillionsOfBoxesAndChunks_TakeLinearWork()
    {
        using var target = new FuzzTarget();
        List<string> failures = [];
        foreach (var (name, head, part) in Floods())
        {
            var file = new byte[Length];
            head.CopyTo(file, 0);
            for (var at = head.Length; at + part.Length <= Length; at += part.Length)
                part.CopyTo(file, at);
            Try(name, file);
        }

        Try("directories that share the longest arrays", SharedArrays(42));
        Try("Fujifilm directories that share the longest arrays", RawImageDataTests.Raf(SharedArrays(42, 0xF007, 0xF008)));

        Report(target);
        Assert.True(failures.Count == 0, string.Join(Environment.NewLine, failures));

        void Try(string name, byte[] file)
        {
            try
            {
                target.Run(file, name);
            }
            catch (InvalidOperationException failure)
            {
                failures.Add(failure.Message);
            }
        }
    }

    /// <summary>Directories in a chain and below it, all with the same arrays of as many offsets and lengths as there may be.</summary>
    private static byte[] SharedArrays(ushort magic, ushort offsetTag = 0x111, ushort lengthTag = 0x117)
    {
        const int Most = 100_000;
        var tiff = new TiffBuilder(magic: magic);
        var array = (int)tiff.Data(new byte[Most * 4]);
        List<long> directories = [0];
        for (var i = 0; i < 60; i++)
        {
            directories.Add(tiff.Data(Join(
                Little16(2, offsetTag, 4), Little(Most, array), Little16(lengthTag, 4), Little(Most, array), Little((int)directories[^1]))));
        }

        return tiff.Build(tiff.Directory(directories[^1], TiffTestEntry.Long(0xF000, [.. directories[1..]])));
    }

    private static TimeSpan Long { get; } = TimeSpan.FromSeconds(
        double.TryParse(Environment.GetEnvironmentVariable("IMALINK_FUZZ_SECONDS"), CultureInfo.InvariantCulture, out var seconds) ? seconds : 0);

    private static bool IsLong => Long > TimeSpan.Zero;

    /// <summary>How large a flood is. What is not linear takes hundreds of times the looks that it may take in a quarter of eight megabytes, too.</summary>
    private static int Length { get; } = IsLong ? 8 << 20 : 2 << 20;

    /// <summary>The smallest part of each structure, as often as a file holds it.</summary>
    private static IEnumerable<(string Name, byte[] Head, byte[] Part)> Floods() =>
    [
        ("empty boxes", Box("ftyp", Text("isom"), Big(0)), Box("free")),
        ("empty meta boxes", Box("ftyp", Text("heic"), Big(0)), Box("meta")),
        ("empty tracks", Join(Box("ftyp", Text("isom"), Big(0)), Big(Length - 16), Text("moov")), Box("trak")),
        ("boxes in boxes", Box("ftyp", Text("isom"), Big(0)), Join(Big(1 << 20), Text("moov"))),
        ("items without extents", Join(Box("ftyp", Text("heic"), Big(0)), Big(Length - 16), Text("meta"), Big(0), Big(Length - 28), Text("iloc"),
            Big(0x02000000), Big16(0), Big(-1)), new byte[8]),
        ("items with extents of no bytes", Join(Box("ftyp", Text("heic"), Big(0)), Big(Length - 16), Text("meta"), Big(0), Big(Length - 28),
            Text("iloc"), Big(0x02000000), Big16(0), Big(-1)), [0, 0, 0, 1, 0, 0, 0, 0, 0xFF, 0xFF]),
        ("entries of items", Join(Box("ftyp", Text("heic"), Big(0)), Big(Length - 16), Text("meta"), Big(0), Big(Length - 28),
            Text("iinf"), Big(0), Big16(0xFFFF)), FullBox("infe", 2, Big16(1, 0), Text("hvc1"))),
        ("chunks of no bytes", [0x89, .. Text("PNG\r\n\u001a\n")], Chunk("tEXt")),
        ("IDAT of one byte", [0x89, .. Text("PNG\r\n\u001a\n")], Chunk("IDAT", 1)),
        ("RIFF in RIFF", Riff("AVI "), Join(Text("RIFF"), Little(-1), Text("AVIX"))),
        ("pictures of one byte", Riff("WEBP"), RiffChunk("VP8 ", 1)),
        ("JPEG 2000 boxes", Join(Big(12), Text("jP  \r\n\u0087\n")), Box("jp2c", [1])),
        ("restart markers", Join(Soi, Sos), [0xFF, 0xD0]),
        ("fill bytes", Join(Soi, Sos), [0xFF]),
        ("segments between scans", Join(Soi), [0xFF, 0xDA, 0xFF, 0xFE, 0, 2]),
        ("codes of a codestream", [0xFF, 0x4F, 0xFF, 0x51, 0], [0xFF, 0x30]),
        ("directories everywhere", Join(Text("II"), Little16(42), Little(8)), Join(Little16(1, 0x14A, 4), Little(10, 8), Little16(0))),
        ("directories of directories", Join(Text("MM"), Big16(42), Big(8)), Join(Big16(0x14A, 4), Big(3, 10))),
        ("entries of a Canon directory", Join(Text("II"), Little(26), Text("HEAPCCDR"), new byte[12]), Join(Little16(0x300A), Little(1 << 20, 64))),
        ("Minolta segments", Join(Text("\0MRM"), Big(1 << 22)), Join(Text("\0PAD"), Big(0))),
    ];

    private void Report(FuzzTarget target, [System.Runtime.CompilerServices.CallerMemberName] string test = "")
    {
        output.WriteLine($"{test}: {target}");
        Console.WriteLine($"{test}: {target}");
    }
}
