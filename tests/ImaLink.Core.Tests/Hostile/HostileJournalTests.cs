using ImaLink.Files;
using ImaLink.Index;

namespace ImaLink.Tests.Hostile;

/// <summary>Journals, the trash and ledgers that somebody tampered with: nothing outside is touched on their word.</summary>
public sealed class HostileJournalTests : HostileStorageTest
{
    public static TheoryData<string> All => [.. Kinds];

    [Theory, MemberData(nameof(All))]
    public void Journal_AsItWas_IsCompleted(string kind)
    {
        Interrupt(kind);
        GoOn(kind);
        Assert.False(Directory.Exists(Holder(kind).Journals) && Directory.EnumerateDirectories(Holder(kind).Journals).Any());
        Assert.Empty(Mine.Errors);
    }

    [Theory, MemberData(nameof(All))]
    public void Journal_PathsLeadOut_NothingIsWrittenThere(string kind)
    {
        Interrupt(kind);
        string before = Import.Tree.Of(Outside);
        foreach (string file in Directory.EnumerateFiles(Holder(kind).Journals, "*.json*", SearchOption.AllDirectories))
            File.WriteAllText(file, File.ReadAllText(file).Replace("photos/", "photos/../../../outside/", StringComparison.Ordinal));
        var error = Record.Exception(() => GoOn(kind));
        Assert.True(error is null or ImaLinkException { Code: ErrorCode.IndexCorrupt or ErrorCode.RestoreFailed }, $"{error}");
        Assert.Equal(before, Import.Tree.Of(Outside));
    }

    [Theory, MemberData(nameof(All))]
    public void Journal_FolderForIncomingFilesIsALink_NothingThereIsTouched(string kind)
    {
        Interrupt(kind);
        foreach (string name in new[] { "1", "2", "3" })
            File.WriteAllText(Path.Combine(Outside, "keep", name), "the owner's");
        string incoming = Directory.EnumerateDirectories(Holder(kind).Incoming).Single();
        Directory.Delete(incoming, recursive: true);
        Directory.CreateSymbolicLink(incoming, Path.Combine(Outside, "keep"));
        string before = Import.Tree.Of(Outside);
        Record.Exception(() => GoOn(kind));
        Assert.Equal(before, Import.Tree.Of(Outside));
    }

    [Theory]
    [InlineData("9223372036854775807")]
    [InlineData("9007199254740992")]
    [InlineData("-1")]
    public void Copy_LedgerSaysImpossibleSizes_IsRefusedOrTheReplicaStaysReadable(string size)
    {
        ImportSession session = Photos(3);
        Backup = Second();
        string ledger = Mine.Layout.Ledger(1);
        File.WriteAllText(ledger, System.Text.RegularExpressions.Regex.Replace(File.ReadAllText(ledger), "\"file_size\":[0-9]+", $"\"file_size\":{size}"));
        var error = Record.Exception(() => Copy(session, new DurableFiles()));
        Assert.True(error is null or ImaLinkException { Code: ErrorCode.IndexCorrupt }, $"{error}");
        Assert.InRange(SessionIndexFile.ReadHeader(Backup.Layout.SessionIndex(1)).Bytes, 0, Sizes.Max);
        Backup.Write();
    }

    [Fact]
    public void Move_JournalNamesFilesElsewhere_TheyAreNotDeleted()
    {
        Interrupt("move");
        string lines = Path.Combine(Directory.EnumerateDirectories(Holder("move").Journals).Single(), "verified.jsonl");
        File.AppendAllText(lines, $$"""{"path":"../../outside/keep/own.jpg","sha256":"{{new string('a', 64)}}","file_size":11,"modified_at":""}""" + "\n\n");
        var error = Assert.Throws<ImaLinkException>(() => GoOn("move"));
        Assert.Equal(ErrorCode.IndexCorrupt, error.Code);
        Assert.Contains("verified.jsonl", error.Message);
        Assert.True(File.Exists(Path.Combine(Outside, "keep", "own.jpg")));
    }

    [Theory]
    [InlineData("\"photos/IMG_000.jpg\"", "\"/etc/passwd\"")]
    [InlineData("\"photos/IMG_000.jpg\"", "\"photos/../../x\"")]
    [InlineData("\"Imported\"", "null")]
    [InlineData("\"Imported\"", "7")]
    public void Ledger_Damaged_IsRefusedWithTheLine(string part, string damage)
    {
        ImportSession session = Photos(2);
        string ledger = Mine.Layout.Ledger(1), text = File.ReadAllText(ledger);
        Assert.Contains(part, text);
        File.WriteAllText(ledger, text.Replace(part, damage, StringComparison.Ordinal));
        var error = Assert.Throws<ImaLinkException>(() => Mine.Items(session));
        Assert.Equal(ErrorCode.IndexCorrupt, error.Code);
        Assert.Contains($"Line 1 of '{ledger}'", error.Message);
    }

    [Fact]
    public void Ledger_LineWithoutEnd_IsRefused()
    {
        ImportSession session = Photos(1);
        using (FileStream stream = File.OpenWrite(Mine.Layout.Ledger(1)))
            stream.SetLength(1L << 31); // sparse
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(ErrorCode.IndexCorrupt, Assert.Throws<ImaLinkException>(() => Mine.Items(session)).Code);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200L << 20);
    }

    [Fact]
    public void Trash_EntriesLeadOut_AreRefused()
    {
        Interrupt("remove");
        Mine.Write();
        string entries = Directory.EnumerateFiles(Mine.Layout.Trash, "entries.jsonl", SearchOption.AllDirectories).First();
        File.WriteAllText(entries, File.ReadAllText(entries).Replace("photos/", "photos/../../../outside/", StringComparison.Ordinal) + "\n");
        var error = Assert.Throws<ImaLinkException>(() => Mine.Use(db => new ImaLink.Trash.TrashService(db, Timeout).Find(null, null, Throwing).ToList()));
        Assert.Equal(ErrorCode.IndexCorrupt, error.Code);
        Assert.Contains(entries, error.Message);
        Assert.Contains("Line 1", error.Message);
        Assert.NotNull(SessionIndexFile.ReadHeader(Mine.Layout.SessionIndex(1)));
    }
}
