using System.Text;
using System.Text.Json;
using ImaLink.Index;

namespace ImaLink.Tests.Index;

/// <summary>
/// Every field of both kinds of index with everything that does not belong there: what has another type is refused, the rest is
/// read or refused, and what is read names nothing outside of photos/ and can be written again.
/// </summary>
public sealed class HostileFieldTests : TemporaryFolderTest
{
    private static byte[] Session { get; } = Samples.Session(Samples.Header(), [Full(), Samples.File("photos/d.jpg"), Samples.File("photos/e.jpg", '2')]);

    private static byte[] Master { get; } = Samples.Bytes(Samples.Master());

    private static FileEntry Full()
    {
        FileEntry file = Samples.File("photos/c.jpg");
        (file.TakenAt, file.CreatedAt, file.ModifiedAt, file.MissingSince, file.LastVerified) = ("2024-06-14T09:00:00+02:00", "2024-06-14T07:00:00Z", "2024-06-14T07:00:00Z", "2024-06-14T07:00:00Z", "2024-06-14T07:00:00Z");
        (file.OriginalFilename, file.OriginalPath, file.FileFormat, file.MimeType, file.Orientation) = ("c.jpg", "/card/c.jpg", "JPEG", "image/jpeg", 1);
        (file.CameraMake, file.CameraModel, file.LensModel, file.Iso, file.Aperture, file.ExposureTime, file.FocalLength) = ("A", "B", "C", 100, 2.8, 0.01, 50);
        (file.GpsLatitude, file.GpsLongitude, file.GpsAltitude, file.Fingerprint) = (47.5, 8.5, 400, new string('f', 32));
        file.FormerHothashes = [new string('9', 64)];
        file.Previous = [new FormerContent { Sha256 = new string('8', 64), FileSize = 7, Until = "2024-12-31T00:00:00Z" }];
        file.Companions = [new CompanionEntry { Path = "photos/c.xmp", FileSize = 3, Sha256 = new string('7', 64), Kind = "xmp" }];
        file.Said = [new("gps", """{"latitude":47.5,"longitude":8.5}""", 2, Samples.Writer), new("person:Anna", """{"h":0.2,"w":0.2,"x":0.5,"y":0.5}""", 1, null), new("tag:Italy/Rome", "true", 2, null), new("title", "\"Forum\"", 2, Samples.Writer)];
        return file;
    }

    [Fact]
    public void SessionIndex_AnyValueIsSomethingElse_IsReadOrRefused()
    {
        // What the writer counts anew each time is no part of it.
        int counted = Encoding.UTF8.GetString(Session).IndexOf("\"statistics\"", StringComparison.Ordinal);
        Assert.InRange(ForEachDamage(Session, counted, Read), 1500, int.MaxValue);
    }

    [Fact]
    public void MasterIndex_AnyValueIsSomethingElse_IsReadOrRefused() => Assert.InRange(ForEachDamage(Master, Master.Length, bytes =>
    {
        MasterIndex master = MasterIndexFile.Read(Write("index.json", bytes));
        Samples.Bytes(master);
    }), 800, int.MaxValue);

    [Fact]
    public void AnyIndex_AnyKeyTwice_IsRefused()
    {
        Assert.All(JsonDamage.Values(Session).Where(value => value.NameStart >= 0), value => AssertRefused(() => Read(JsonDamage.Double(Session, value))));
        Assert.All(JsonDamage.Values(Master).Where(value => value.NameStart >= 0), value => AssertRefused(() => MasterIndexFile.Read(Write("index.json", JsonDamage.Double(Master, value)))));
    }

    private static int ForEachDamage(byte[] json, int end, Action<byte[]> read)
    {
        int cases = 0;
        // A later version may say anything of an image: it is kept.
        JsonDamage.Value[] said = [.. JsonDamage.Values(json).Where(value => value.NameStart >= 0 && json.AsSpan(value.NameStart).StartsWith("\"said\""u8))];
        foreach (JsonDamage.Value value in JsonDamage.Values(json).Where(value => value.End <= end))
        {
            foreach (string hostile in JsonDamage.Hostile)
            {
                cases++;
                byte[] damaged = JsonDamage.Replace(json, value, hostile);
                JsonValueKind kind = JsonDamage.KindOf(hostile);
                Exception? error = Record.Exception(() => read(damaged));
                Assert.True(error is not null || said.Any(block => block.Start < value.Start && value.End <= block.End) || kind == value.Kind || JsonValueKind.Null == kind || JsonValueKind.Null == value.Kind, Around(damaged, value));
                if (error is not null)
                    AssertNamesTheFile(error);
            }
        }

        return cases;
    }

    private static string Around(byte[] json, JsonDamage.Value value) =>
        "This was taken: " + Encoding.UTF8.GetString(json, Math.Max(0, value.Start - 60), Math.Min(100, json.Length - Math.Max(0, value.Start - 60)));

    /// <summary>Reads everything, and writes it again as the next change would.</summary>
    private void Read(byte[] bytes)
    {
        string path = Write("session_1.json", bytes);
        SessionHeader header = SessionIndexFile.ReadHeader(path);
        List<FileEntry> files = [.. SessionIndexFile.ReadFiles(path)];
        SessionRemainder remainder = SessionIndexFile.ReadRemainder(path);
        string root = Path.Combine(Folder, "storage", "photos") + Path.DirectorySeparatorChar;
        foreach (string named in files.SelectMany(file => (file.Companions ?? []).Select(companion => companion.Path).Append(file.Path!)))
            Assert.StartsWith(root, Path.GetFullPath(Path.Combine(Folder, "storage", named)), StringComparison.Ordinal);
        SessionIndexFile.Write(Stream.Null, header, files, remainder);
    }

    private static void AssertRefused(Action read) => AssertNamesTheFile(Assert.ThrowsAny<Exception>(read));

    private static void AssertNamesTheFile(Exception exception)
    {
        var error = Assert.IsType<ImaLinkException>(exception);
        Assert.Equal(ErrorCode.IndexCorrupt, error.Code);
        Assert.Contains(".json' is no usable", error.Message);
        Assert.True(error.Message.Length < 1000, error.Message);
    }
}
