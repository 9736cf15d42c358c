using System.Globalization;
using System.Text;
using System.Text.Json;
using ImaLink.Media.Containers;
using ImaLink.Media.Formats;
using ImaLink.Media.Identity;
using ImaLink.Media.Metadata;
using ImaLink.Media.Metadata.Embedding;
using ImaLink.SamplePhotos;
using ImaLink.Tests.Media.Identity;

namespace ImaLink.Tests.Media.Metadata.Embedding;

/// <summary>Every file of the corpus with a description inside, and bare: the picture is the same, and exiftool reads what was put in, or finds nothing private.</summary>
public sealed class EmbeddingCorpusTests(ITestOutputHelper output) : TemporaryFolderTest
{
    private static readonly ImageFacts Said = new()
    {
        Title = "Lake Łódź",
        Description = "A lake\nat dawn",
        Rating = 4,
        Label = "red",
        Author = "Anna",
        Rights = "(c) Anna",
        Keywords = ["Places/Italy/Rome", "flat"],
        Persons = [new PersonFact("Ben", new RegionFact(0.5, 0.4, 0.2, 0.3))],
        GpsLatitude = 41.89,
        GpsLongitude = -12.49,
        Location = new Dictionary<string, string> { ["city"] = "Rome", ["country"] = "Italy" },
        TakenAt = CaptureTime.Parse("2024-10-18T14:30:52", "said"),
    };

    // What of a picture no copy to be shown to anybody may tell.
    private static readonly string[] Private =
        ["GPS", "Serial", "PersonInImage", "RegionInfo", "RegionName", "OwnerName", "Artist", "CameraID", "MakerNote", "ThumbnailImage", "PreviewImage", "JpgFromRaw", "Description", "Location", "City", "Sub-location", "ImageUniqueID", "DocumentID"];

    // Their strips end behind the file.
    private static readonly string[] CutShort = ["bep__imagemeta/sample.dng", "synthetic/tiff-strip-past-eof.tif"];

    [Fact]
    public void Put_IntoEachFileOfTheCorpus_KeepsThePictureAndIsReadBack()
    {
        Assert.SkipWhen(Corpus.Folder is null, "The corpus is not beside the repository (shared/corpus).");
        var made = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var left = new SortedDictionary<string, int>(StringComparer.Ordinal);
        List<string> trouble = [], unproven = [];
        var copies = new Dictionary<string, string>();
        foreach ((string name, string path, FileIdentity before, ImageFacts facts) in Files())
        {
            string copy = Path.Combine(Folder, $"{copies.Count:0000}{Path.GetExtension(name)}");
            // Where the picture ends behind the file, what is appended becomes a part of it: the proof sees that, and the cmdlet writes a sidecar.
            bool isMade = Put(path, copy, before, facts, isBare: false), isProven = isMade && IdentityReader.Read(copy).Hothash == before.Hothash;
            if (isMade && !isProven)
                unproven.Add(name);
            if (!isProven)
            {
                left[before.Format] = left.GetValueOrDefault(before.Format) + 1;
                continue;
            }

            made[before.Format] = made.GetValueOrDefault(before.Format) + 1;
            copies.Add(copy, name);
            CompareItems(path, copy, name, trouble);
            using FileStream stream = File.OpenRead(copy);
            ImageFacts read = FactReader.Read(stream, before.Format);
            if ((read.Title, read.Description, read.Rating, read.Author, read.Width, read.Height) != (Said.Title, Said.Description, Said.Rating, Said.Author, facts.Width, facts.Height))
                trouble.Add($"{name}: read back as {read.Title}, {read.Description}, {read.Rating}, {read.Author}, {read.Width} x {read.Height} instead of {facts.Width} x {facts.Height}");
        }

        int told = ReadByExifTool(copies, trouble);
        Tell($"{copies.Count} files with a description, their hothash the same: {Text(made)}; not by this way: {Text(left)}; {(told < 0 ? "exiftool is not on this machine" : $"read back by exiftool: {told}")}");
        Assert.True(trouble.Count == 0, string.Join('\n', trouble));
        Assert.True(copies.Count > 100, "Where is the corpus?");
        Assert.All(unproven, name => Assert.Contains(name, CutShort));
        Assert.All(new[] { "JPEG", "PNG", "WEBP", "TIFF", "HEIC", "AVIF" }, format => Assert.Contains(made.Keys, known => known.Equals(format, StringComparison.OrdinalIgnoreCase) || known.EndsWith(format, StringComparison.OrdinalIgnoreCase)));
    }

    /// <summary>Previews behind the picture, makers' notes, lists of pictures and all else that exiftool finds is there to the byte; places in the file may be others.</summary>
    [Fact]
    public void Put_IntoEachFileOfTheCorpus_LeavesAllElseThatExifToolFinds()
    {
        Assert.SkipWhen(Corpus.Folder is null, "The corpus is not beside the repository (shared/corpus).");
        var copies = new Dictionary<string, string>();
        var trouble = new List<string>();
        foreach ((string name, string path, FileIdentity before, ImageFacts facts) in Files())
        {
            string copy = Path.Combine(Folder, $"{copies.Count:0000}{Path.GetExtension(name)}");
            if (Put(path, copy, before, facts, isBare: false) && IdentityReader.Read(copy).Hothash == before.Hothash)
                copies.Add(copy, path);
        }

        if (Rest(copies.Keys) is not { } after || Rest(copies.Values) is not { } former)
        {
            Assert.Skip("exiftool is not on this machine.");
            return;
        }

        foreach ((string copy, string path) in copies)
            trouble.AddRange(former[path].Where(tag => after[copy].GetValueOrDefault(tag.Key) != tag.Value).Select(tag => $"{Path.GetRelativePath(Corpus.Folder, path)}: {tag.Key} was {Short(tag.Value)} and is {Short(after[copy].GetValueOrDefault(tag.Key))}"));
        Tell($"{copies.Count} files, {former.Values.Sum(tags => tags.Count)} tags outside of XMP and IPTC compared with those of the copies");
        trouble.RemoveAll(line => line.StartsWith(Nonsense, StringComparison.Ordinal));
        Assert.True(trouble.Count == 0, string.Join('\n', trouble));

        static string Short(string? text) => text is null ? "gone" : text.Length > 60 ? text[..60] + "…" : text;
    }

    /// <summary>All tags of files but XMP, IPTC and what tells of the file itself, by the path of each.</summary>
    private Dictionary<string, Dictionary<string, string>>? Rest(IEnumerable<string> paths)
    {
        string[] groups = ["XMP", "IPTC", "File", "System", "ExifTool", "Composite"];
        string? json = SidecarSamples.ExifTool(Arguments(paths, "-json", "-a", "-G1", "-b", "-n"));
        return json is null ? null : JsonDocument.Parse(json).RootElement.EnumerateArray().ToDictionary(file => file.GetProperty("SourceFile").GetString()!, file => file.EnumerateObject()
            .Where(tag => tag.Name.Contains(':', StringComparison.Ordinal) && !Array.Exists(groups, group => tag.Name.StartsWith(group, StringComparison.Ordinal))
                && !Array.Exists(Places, place => tag.Name.EndsWith(place, StringComparison.Ordinal)))
            .DistinctBy(tag => tag.Name).ToDictionary(tag => tag.Name, tag => tag.Value.GetRawText(), StringComparer.Ordinal), StringComparer.Ordinal);
    }

    // Of IPTC the digest goes with its words; WebP's flags say that there is XMP.
    private static readonly string[] Places = ["Offset", "Offsets", "Start", "Pointer", "IPTCDigest", "MediaDataSize", "WebP_Flags"];

    // Its EXIF names a picture that begins in the middle of EXIF and ends in what follows it.
    private const string Nonsense = "photoprism__photoprism/image-2011.jpg: ExifIFD:OtherImage ";

    [Fact]
    public void Put_BareIntoEachFileOfTheCorpus_LeavesNothingPrivate()
    {
        Assert.SkipWhen(Corpus.Folder is null, "The corpus is not beside the repository (shared/corpus).");
        var copies = new Dictionary<string, string>();
        var trouble = new List<string>();
        foreach ((string name, string path, FileIdentity before, ImageFacts facts) in Files())
        {
            string copy = Path.Combine(Folder, $"{copies.Count:0000}{Path.GetExtension(name)}");
            if (!Put(path, copy, before, facts, isBare: true))
                continue;
            if (IdentityReader.Read(copy).Hothash == before.Hothash)
                copies.Add(copy, name);
            else
                File.Delete(copy); // the cmdlet refuses it
        }

        if (SidecarSamples.ExifTool(Arguments(copies.Keys, "-json", "-a", "-u", "-G1")) is not { } json)
        {
            Assert.Skip("exiftool is not on this machine.");
            return;
        }

        foreach (JsonElement file in JsonDocument.Parse(json).RootElement.EnumerateArray())
            foreach (JsonProperty tag in file.EnumerateObject())
                if (tag.Name.Split(':') is [var group, var name] && group is not ("System" or "File" or "ExifTool") && !group.StartsWith("ICC", StringComparison.Ordinal) && Array.Exists(Private, word => name.Contains(word, StringComparison.OrdinalIgnoreCase)))
                    trouble.Add($"{copies[file.GetProperty("SourceFile").GetString()!]}: {tag.Name}");
        Tell($"{copies.Count} bare files, in {trouble.Count} of them something private by exiftool");
        Assert.True(trouble.Count == 0, string.Join('\n', trouble));
        Assert.True(copies.Count > 50, "Where is the corpus?");
    }

    private static IEnumerable<(string Name, string Path, FileIdentity Identity, ImageFacts Facts)> Files()
    {
        foreach (CorpusFile file in Corpus.Files().Where(file => file.PadTo is null))
        {
            string path = file.Provide("");
            FileIdentity identity = IdentityReader.Read(path);
            if (identity.Kind == MediaKind.Video || identity.Scheme != HothashScheme.ImageData)
                continue;
            using FileStream stream = File.OpenRead(path);
            yield return (file.Name, path, identity, FactReader.Read(stream, identity.Format));
        }
    }

    private static bool Put(string path, string copy, FileIdentity identity, ImageFacts facts, bool isBare)
    {
        using FileStream source = File.OpenRead(path);
        using var reader = new ByteReader(source);
        ImageFacts said = isBare ? new ImageFacts { Title = "Lake", Width = facts.Width, Height = facts.Height, Orientation = facts.Orientation } : Said with { Width = facts.Width, Height = facts.Height, Orientation = facts.Orientation };
        if (EmbeddedXmp.Put(new ByteRange(reader), identity.Format, new Insertion(former => Packet(former, said), said, isBare)) is not { } made)
            return false;
        using FileStream target = File.Create(copy);
        made.File.WriteTo(target, TestContext.Current.CancellationToken);
        return true;
    }

    /// <summary>Every item of a HEIF file but that of the packet is what it was, wherever it lies now.</summary>
    private static void CompareItems(string path, string copy, string name, List<string> trouble)
    {
        using FileStream one = File.OpenRead(path), other = File.OpenRead(copy);
        using ByteReader before = new(one), after = new(other);
        if (Items(new ByteRange(before)) is not { } items || Items(new ByteRange(after)) is not { } moved)
            return;
        foreach ((long id, IsoMediaItemTable.Item item) in items.Items)
            if (item.Type != Box.Named("mime"u8) && (moved.Items[id].Type != item.Type || !moved.Content(new ByteRange(after), moved.Items[id]).ToArray(int.MaxValue).AsSpan().SequenceEqual(items.Content(new ByteRange(before), item).ToArray(int.MaxValue))))
                trouble.Add($"{name}: item {id} is another one");
    }

    private static IsoMediaItemTable? Items(ByteRange file)
    {
        for (long at = 0; Box.Read(file, at, file.Length) is { IsOpen: false } box; at = box.End)
            if (box.Is("meta"u8))
                return IsoMediaItemTable.Read(file, box);
        return null;
    }

    private static byte[] Packet(byte[]? former, ImageFacts said)
    {
        XmpDocument document = XmpDocument.New();
        try
        {
            document = former is null ? document : XmpDocument.Parse(former);
        }
        catch (InvalidDataException)
        {
            // As the cmdlet does it: the description takes its place.
        }

        XmpRecipe.Write(document, said);
        return document.ToBytes();
    }

    private int ReadByExifTool(Dictionary<string, string> copies, List<string> trouble)
    {
        if (SidecarSamples.ExifTool(Arguments(copies.Keys, "-json", "-struct", "-G1", "-n", "-XMP-dc:all", "-XMP-xmp:Rating", "-XMP-exif:GPSLatitude", "-XMP-exif:GPSLongitude", "-XMP-digiKam:TagsList", "-XMP-lr:HierarchicalSubject", "-XMP-mwg-rs:RegionInfo", "-XMP-photoshop:City", "-XMP-exif:DateTimeOriginal")) is not { } json)
            return -1;
        int told = 0;
        foreach (JsonElement file in JsonDocument.Parse(json).RootElement.EnumerateArray())
        {
            string read = string.Join('|', new[] { "XMP-dc:Title", "XMP-dc:Description", "XMP-xmp:Rating", "XMP-exif:GPSLatitude", "XMP-exif:GPSLongitude", "XMP-dc:Creator", "XMP-digiKam:TagsList", "XMP-lr:HierarchicalSubject", "XMP-photoshop:City", "XMP-exif:DateTimeOriginal" }
                .Select(tag => file.TryGetProperty(tag, out JsonElement value) ? CanonicalJson.Of(value) : "-"));
            const string wanted = "\"Lake Łódź\"|\"A lake\\nat dawn\"|4|41.89|-12.49|[\"Anna\"]|[\"Places/Italy/Rome\",\"flat\"]|[\"Places|Italy|Rome\",\"flat\"]|\"Rome\"|\"2024:10:18 14:30:52\"";
            bool hasRegion = file.TryGetProperty("XMP-mwg-rs:RegionInfo", out JsonElement region) && CanonicalJson.Of(region).Contains("\"Name\":\"Ben\"", StringComparison.Ordinal);
            if (read == wanted && hasRegion)
                told++;
            else
                trouble.Add($"{copies[file.GetProperty("SourceFile").GetString()!]}: exiftool reads {read}, region {hasRegion}");
        }

        return told;
    }

    /// <summary>A list of files: one process for all, which goes on where a file has a fault of its own.</summary>
    private string[] Arguments(IEnumerable<string> files, params string[] options)
    {
        string list = Path.Combine(Folder, "list.txt");
        File.WriteAllLines(list, files, new UTF8Encoding(false));
        return ["-q", "-q", "-m", .. options, "-@", list];
    }

    private static string Text(SortedDictionary<string, int> counts) => string.Join(", ", counts.Select(count => string.Create(CultureInfo.InvariantCulture, $"{count.Key} {count.Value}")));

    private void Tell(string text)
    {
        output.WriteLine(text);
        Console.WriteLine(text);
    }
}
