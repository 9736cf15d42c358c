using System.Text.RegularExpressions;
using CsCheck;
using ImaLink.Index;

namespace ImaLink.Tests.Index;

[Trait("Category", "Culture")]
public sealed partial class SessionIndexFileTests : TemporaryFolderTest
{
    [Fact]
    [Trait("Cultures", "th_TH")]
    public void ReadFiles_WhatWasWritten_IsTheSameAndWritesTheSameBytes() => Samples.Files.Sample(files =>
    {
        var expected = files.ConvertAll(Samples.TextOf);
        var first = Samples.Session(Samples.Header(), files);
        var path = Write("session_1.json", first);
        var read = SessionIndexFile.ReadFiles(path).ToList();
        Assert.Equal(expected, read.ConvertAll(Samples.TextOf));
        Assert.Empty(Schema.OfSession(Samples.Utf8(first)));
        var header = SessionIndexFile.ReadHeader(path);
        Assert.Equal(WithoutTime(first), WithoutTime(Samples.Session(header, read)));
    }, iter: 400, threads: 1);

    [Fact]
    public void Write_UnknownFieldsAtEveryLevel_SurviveARewrite()
    {
        const string known = "\"uuid\":\"00000000-0000-4000-8000-000000000001\"";
        var text = $$"""
            {"comment":"top","import_session":{"id":1,{{known}},"title":"t","imported_at":"2024-10-18T14:30:52Z","file_storage_uuid":"{{Samples.Storage}}",
             "counts":{"source_files":1,"imported":1,"future_verdict":7},"default_author":{"name":"Ada","phone":"1"},
             "removed_files":[{"path":"photos/x.jpg","sha256":"{{new string('c', 64)}}","revision":1,"reason":"blurred" }],"bytes":0,"duration_seconds":0,"revision":1,"writer":"{{Samples.Writer}}","session_colour":"blue" },
             "files":{"{{new string('1', 64)}}":{"filename":"a.jpg","path":"photos/a.jpg","file_size":1,"sha256":"{{new string('1', 64)}}","has_hotpreview":false,"entry_future":[1,{"x":2}],
               "previous":[{"sha256":"{{new string('2', 64)}}","file_size":1,"why":"edited"}],"photo":{ {{known}},"primary":true,"revision":1,"writer":"{{Samples.Writer}}","mood":"happy" },
               "companions":[{"path":"photos/a.xmp","file_size":1,"sha256":"{{new string('3', 64)}}","kind":"xmp","tool":"lr"}],
               "copies":[{"path":"photos/b.jpg","file_size":1,"sha256":"{{new string('4', 64)}}","copy_future":true } ] } },
             "statistics":{"total_files":9,"total_size_bytes":9,"index_generated":"2024-10-18T14:30:52Z","imalink_version":"2.0","checksum_kind":"x"},"annex":{"a":[null]} }
            """;
        var path = Write("session_1.json", System.Text.Encoding.UTF8.GetBytes(text));
        using var stream = new MemoryStream();
        SessionIndexFile.Write(stream, SessionIndexFile.ReadHeader(path), SessionIndexFile.ReadFiles(path), SessionIndexFile.ReadRemainder(path));
        var rewritten = Samples.Utf8(stream.ToArray());
        foreach (var unknown in new[] { "comment", "future_verdict", "phone", "session_colour", "reason", "entry_future", "why", "mood", "tool", "copy_future", "checksum_kind", "annex" })
            Assert.Contains($"\"{unknown}\"", rewritten);
        Assert.Contains("\"total_files\": 2", rewritten);
        Assert.Single(Regex.Matches(rewritten, "imalink_version"));
        Assert.Empty(Schema.OfSession(rewritten));
        var again = Write("session_1.json", stream.ToArray());
        using var second = new MemoryStream();
        SessionIndexFile.Write(second, SessionIndexFile.ReadHeader(again), SessionIndexFile.ReadFiles(again), SessionIndexFile.ReadRemainder(again));
        Assert.Equal(WithoutTime(stream.ToArray()), WithoutTime(second.ToArray()));
    }

    [Fact]
    public void ReadFiles_FactsOfOtherBytes_AreOfNoVersionAndNoSource()
    {
        FileEntry[] files = [Facts("photos/a.jpg", 'a'), Facts("photos/b.jpg", 'b'), Facts("photos/c.jpg", 'c'), Facts("photos/d.jpg", 'd')];
        string text = Samples.Utf8(Samples.Session(Samples.Header(), files));
        Assert.Equal(Enumerable.Repeat((7, "EXIF:DateTimeOriginal"), 4), Read(text).Select(file => (file.FactsVersion ?? 0, file.TakenAtSource ?? "")));
        Assert.Empty(Schema.OfSession(text));
        // An earlier version records other bytes, and keeps what it does not know: of an entry, which its copy repeats, and of a copy alone.
        foreach (char edited in "ad")
            text = text.Replace($"\"sha256\": \"{new string(edited, 64)}\"", $"\"sha256\": \"{new string('e', 64)}\"", StringComparison.Ordinal);
        Assert.Equal([(0, ""), (0, ""), (7, "EXIF:DateTimeOriginal"), (0, "")],
            Read(text).OrderBy(file => file.Path, StringComparer.Ordinal).Select(file => (file.FactsVersion ?? 0, file.TakenAtSource ?? "")));
        text = Regex.Replace(text, "\"facts_of\": \"\\w+\",", "");
        Assert.All(Read(text), file => Assert.Equal((null, null), (file.FactsVersion, file.TakenAtSource)));

        FileEntry Facts(string path, char sha256)
        {
            FileEntry file = Samples.File(path, sha256 < 'c' ? '1' : '2');
            (file.Sha256, file.TakenAt, file.TakenAtSource, file.FactsVersion) = (new string(sha256, 64), "2024-10-18T14:30:52", "EXIF:DateTimeOriginal", 7);
            return file;
        }

        List<FileEntry> Read(string text) => [.. SessionIndexFile.ReadFiles(Write("session_1.json", System.Text.Encoding.UTF8.GetBytes(text)))];
    }

    [Fact]
    [Trait("Cultures", "th_TH")]
    public void Write_VeryManyRemovedFiles_CanBeReadAgain()
    {
        SessionHeader header = Samples.Header();
        header.RemovedFiles = [.. Enumerable.Range(0, 250_000).Select(n => new RemovedFile { Path = $"photos/2024/Italy Summer/IMG_{n:D6}.jpg", Sha256 = n.ToString("x64", System.Globalization.CultureInfo.InvariantCulture), Revision = 7 })];
        string path = Write("session_1.json", Samples.Session(header, [Samples.File("photos/a.jpg")]));
        Assert.True(new FileInfo(path).Length > JsonFileScanner.MaxValueBytes);
        Assert.Equal(250_000, SessionIndexFile.ReadHeader(path).RemovedFiles!.Count);
        Assert.Single(SessionIndexFile.ReadFiles(path));
    }

    [Fact]
    public void Write_CompanionRecords_AreOfVersion21AndNothingElseIs()
    {
        FileEntry file = Samples.File("photos/a.jpg");
        file.Companions = null;
        Assert.Contains("\"imalink_version\": \"2.0\"", Samples.Utf8(Samples.Session(Samples.Header(), [file])));
        FileEntry copy = Samples.File("photos/b.jpg");
        copy.Companions = [new CompanionEntry
        {
            Path = "photos/b.aae", FileSize = 1, Sha256 = new string('3', 64), Kind = "aae", ModifiedAt = "2024-10-18T14:30:52Z", State = "Missing", MissingSince = "2024-10-19T00:00:00Z", LastVerified = "2024-10-18T15:00:00Z",
        }];
        byte[] written = Samples.Session(Samples.Header(), [file, copy]);
        string text = Samples.Utf8(written);
        Assert.Contains("\"imalink_version\": \"2.1\"", text);
        Assert.Matches("(?s)\"kind\": \"aae\",\\s+\"modified_at\": \"2024-10-18T14:30:52Z\",\\s+\"state\": \"Missing\",\\s+\"missing_since\": \"2024-10-19T00:00:00Z\",\\s+\"last_verified\"", text);
        Assert.Empty(Schema.OfSession(text));
        CompanionEntry read = Assert.Single(SessionIndexFile.ReadFiles(Write("session_1.json", written)).Last().Companions!);
        Assert.Equal(("Missing", "2024-10-19T00:00:00Z", null), (read.State, read.MissingSince, read.Extra));
    }

    [Theory]
    [InlineData("\"state\": \"Gone\"")]
    [InlineData("\"kind\": \"\"")]
    [InlineData("\"kind\": null")]
    [InlineData("\"modified_at\": 7")]
    public void ReadFiles_CompanionIsUnusable_IsRefused(string field)
    {
        FileEntry file = Samples.File("photos/a.jpg");
        file.Companions = [new CompanionEntry { Path = "photos/a.xmp", FileSize = 1, Sha256 = new string('3', 64), Kind = field.Contains("kind", StringComparison.Ordinal) ? "zzz" : "xmp" }];
        string text = Samples.Utf8(Samples.Session(Samples.Header(), [file]));
        text = text.Contains("zzz", StringComparison.Ordinal) ? text.Replace("\"kind\": \"zzz\"", field) : text.Replace("\"kind\": \"xmp\"", "\"kind\": \"xmp\", " + field);
        string path = Write("session_1.json", System.Text.Encoding.UTF8.GetBytes(text));
        Assert.Equal(ErrorCode.IndexCorrupt, Assert.Throws<ImaLinkException>(() => SessionIndexFile.ReadFiles(path).ToList()).Code);
    }

    [Fact]
    public void Write_AnyIndex_IsIndentedSnakeCaseUtf8WithLf()
    {
        var text = Samples.Utf8(Samples.Session(Samples.Header(), [Samples.File("photos/Zürich/日本 📷.jpg")]));
        Assert.StartsWith("{\n  \"import_session\": {\n    \"id\": 1,\n", text);
        Assert.EndsWith("\n  }\n}\n", text);
        Assert.DoesNotContain('\r', text);
        Assert.DoesNotContain("null", text);
        Assert.Contains("\"path\": \"photos/Zürich/日本 📷.jpg\"", text.Replace("\\uD83D\\uDCF7", "📷"));
        Assert.All(Regex.Matches(text, "^ *\"([^\"]+)\":", RegexOptions.Multiline), match => Assert.Matches("^[a-z0-9_]+$", match.Groups[1].Value));
    }

    private static string WithoutTime(byte[] index) => Generated().Replace(Samples.Utf8(index), "");

    [GeneratedRegex("\"index_generated\": \"[^\"]*\"")]
    private static partial Regex Generated();
}
