using System.Diagnostics;
using ImaLink.Media.Containers;
using ImaLink.Media.Formats;
using ImaLink.Media.Formats.Ends;
using ImaLink.Media.Identity;
using ImaLink.Tests.Media.Formats;

namespace ImaLink.Tests.Fuzz;

/// <summary>
/// Reads files that hold anything, and measures what that takes. Work is counted in looks at the file, not in time, so
/// that a verdict is the same on every machine.
/// </summary>
internal sealed class FuzzTarget : IDisposable
{
    public const long MostAllocated = 64 << 20;

    /// <summary>More passes over its own length than this are given up (<see cref="ImageData"/>).</summary>
    private const int MostPasses = 16;

    private readonly string _path = Path.GetTempFileName();
    private readonly Microsoft.Win32.SafeHandles.SafeFileHandle _file;

    public FuzzTarget() => _file = File.OpenHandle(_path, FileMode.Open, FileAccess.ReadWrite);

    public long Executions { get; private set; }

    public long LargestAllocation { get; private set; }

    public string LargestName { get; private set; } = "";

    public double SlowestMilliseconds { get; private set; }

    public string SlowestName { get; private set; } = "";

    public double MostLooksPerByte { get; private set; }

    /// <summary>Reads one file, by the reader of its format alone and for its identity.</summary>
    /// <param name="content">The file.</param>
    /// <param name="name">Tells how to make it again.</param>
    public void Run(byte[] content, string name)
    {
        RandomAccess.SetLength(_file, content.Length);
        RandomAccess.Write(_file, content, 0);
        Executions++;
        var before = GC.GetAllocatedBytesForCurrentThread();
        var start = Stopwatch.GetTimestamp();
        FileIdentity identity;
        long looks, hashed;
        try
        {
            using (var bytes = new FileBytes(_file))
            using (var data = new ImageData(bytes))
            {
                FormatDetector.Detect(bytes)?.ImageData?.Invoke(bytes, data);
                (looks, hashed) = (bytes.Looks, data.ByteCount);
            }

            using (var bytes = new FileBytes(_file))
            {
                FileEnd.Of(bytes, FormatDetector.Detect(bytes));
                looks = Math.Max(looks, bytes.Looks);
            }

            identity = IdentityReader.Read(_file, IdentityParts.All);
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"{name}: {exception}{Environment.NewLine}{Excerpt(content)}", exception);
        }

        var time = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        if (time > SlowestMilliseconds)
            (SlowestMilliseconds, SlowestName) = (time, $"{name}, {content.Length} bytes, {looks} looks");
        if (allocated > LargestAllocation)
            (LargestAllocation, LargestName) = (allocated, $"{name}, {content.Length} bytes");
        MostLooksPerByte = Math.Max(MostLooksPerByte, (double)looks / Math.Max(1000, content.Length));

        Require(allocated <= MostAllocated, $"{allocated} bytes allocated");
        Require(looks <= Budget(content.Length), $"{looks} looks");
        Require(hashed <= MostPasses * (long)content.Length, $"{hashed} bytes hashed");
        Require(identity.Length == content.Length && identity.Hothash.Length == 64, "no identity");
        Require(identity.Sha256 == Vectors.Sha256(content), "another sha256");

        void Require(bool holds, string what)
        {
            if (!holds)
                throw new InvalidOperationException($"{name}: {what} for {content.Length} bytes. {Excerpt(content)}");
        }
    }

    public void Dispose()
    {
        _file.Dispose();
        File.Delete(_path);
    }

    public override string ToString() =>
        $"{Executions:N0} executions, 0 crashes; largest allocation {LargestAllocation / 1048576.0:0.00} MB ({LargestName}); "
        + $"slowest {SlowestMilliseconds:0.0} ms ({SlowestName}); most looks per byte {MostLooksPerByte:0.00}";

    /// <summary>What a reader may look at: linear in the file, beside what every reader is granted (directories that overlap).</summary>
    private static long Budget(long length) => 100_000 + 64 * length;

    private static string Excerpt(byte[] content) => Convert.ToBase64String(content.AsSpan(0, Math.Min(1024, content.Length)));
}
