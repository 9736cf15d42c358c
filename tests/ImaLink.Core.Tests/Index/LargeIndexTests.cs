using System.Globalization;
using ImaLink.Index;

namespace ImaLink.Tests.Index;

/// <summary>Indexes larger than any that is written: refused in bounded memory, or read.</summary>
[Collection(nameof(IndexMemoryTests))]
public sealed class LargeIndexTests : TemporaryFolderTest
{
    private const long MostAllocated = 400L << 20;

    [Fact]
    public void AnyIndex_TwoGigabytesOfNothing_IsRefused()
    {
        // Sparse: it takes no room on the disk.
        string path = Path.Combine(Folder, "session_1.json");
        byte[] session = Samples.Session(Samples.Header(), [Samples.File("photos/a.jpg")]);
        File.WriteAllBytes(path, session);
        using (FileStream stream = File.OpenWrite(path))
            stream.SetLength(1L << 31);
        AssertRefused(() => SessionIndexFile.ReadFiles(path).Count());
        AssertRefused(() => SessionIndexFile.ReadRemainder(path));
        AssertRefused(() => MasterIndexFile.Read(path));
        Assert.Equal("Rom 📷", SessionIndexFile.ReadHeader(path).Title);
    }

    [Theory]
    [InlineData("\"future\": [", "0,", "0]", 34 << 20)]
    [InlineData("\"future\": [", "{},", "{}]", 34 << 20)]
    [InlineData("\"future\": \"", "x", "\"", 70 << 20)]
    [InlineData("\"copies\": [", "{},", "{}]", 34 << 20)]
    [InlineData("\"said\": { \"title\": \"", "x", "\" }", 50 << 20)]
    [InlineData("\"said\": { \"tags\": [", "\"x\",", "\"x\"] }", 50 << 20)]
    [InlineData("\"future\": ", "  ", "1", 70 << 20)]
    public void SessionIndex_EntryWithoutEnd_IsRefused(string begin, string part, string end, int length)
    {
        string text = Samples.Utf8(Samples.Session(Samples.Header(), [Samples.File("photos/a.jpg")]));
        int at = text.IndexOf("\"file_size\"", StringComparison.Ordinal);
        string path = Path.Combine(Folder, "session_1.json"), block = string.Concat(Enumerable.Repeat(part, (1 << 20) / part.Length));
        using (var file = new StreamWriter(path))
        {
            file.Write(text[..at] + begin);
            for (int written = 0; written < length; written += block.Length)
                file.Write(block);
            file.Write(end + ", " + text[at..]);
        }

        AssertRefused(() => SessionIndexFile.ReadFiles(path).Count());
    }

    [Fact]
    public void SessionIndex_MillionsOfSmallValuesInAnEntry_AreReadInBoundedMemory()
    {
        string text = Samples.Utf8(Samples.Session(Samples.Header(), [Samples.File("photos/a.jpg")]));
        string path = Path.Combine(Folder, "session_1.json");
        File.WriteAllText(path, text.Replace("\"file_size\"", $"\"future\": [{string.Concat(Enumerable.Repeat("0,", 5_000_000))}0], \"file_size\""));
        Assert.Equal(1, Bounded(() => SessionIndexFile.ReadFiles(path).Count()));
    }

    [Fact]
    public void SessionIndex_ImageWithFortyThousandCopies_IsWrittenAndRead()
    {
        const int Copies = 45_000;
        string path = Path.Combine(Folder, "session_1.json");
        using (FileStream stream = File.Create(path))
            SessionIndexFile.Write(stream, Samples.Header(), Enumerable.Range(0, Copies).Select(Copy));
        Assert.InRange(new FileInfo(path).Length, 16 << 20, long.MaxValue);
        Assert.Equal(Copies, SessionIndexFile.ReadFiles(path).Select(file => file.Path).Distinct().Count());
    }

    [Fact]
    public void SessionIndex_MoreCopiesThanAnyReaderTakes_AreNotWritten()
    {
        var error = Assert.Throws<ImaLinkException>(() => SessionIndexFile.Write(Stream.Null, Samples.Header(), Enumerable.Range(0, 5_000).Select(number =>
        {
            FileEntry file = Copy(number);
            file.Filename = new string('x', 8_000);
            return file;
        })));
        Assert.Equal(ErrorCode.WriteFailed, error.Code);
        Assert.Contains("photos/IMG_0.jpg", error.Message);
    }

    private static FileEntry Copy(int number)
    {
        FileEntry file = Samples.File(string.Create(CultureInfo.InvariantCulture, $"photos/IMG_{number}.jpg"));
        (file.ModifiedAt, file.LastVerified, file.Fingerprint) = ("2024-06-14T07:00:00Z", "2024-06-14T07:00:00Z", new string('f', 32));
        return file;
    }

    private static void AssertRefused(Func<object> read)
    {
        var error = Bounded(() => Assert.Throws<ImaLinkException>(() => { read(); }));
        Assert.Equal(ErrorCode.IndexCorrupt, error.Code);
        Assert.Contains("session_1.json", error.Message);
    }

    private static T Bounded<T>(Func<T> work)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        T result = work();
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated < MostAllocated, $"{allocated:N0} bytes were allocated");
        return result;
    }
}
