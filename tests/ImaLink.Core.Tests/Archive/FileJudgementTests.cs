using ImaLink.Archive.Judging;
using ImaLink.Media.Formats.Ends;

namespace ImaLink.Tests.Archive;

[Trait("Category", "Culture")]
public sealed class FileJudgementTests
{
    private static readonly DateTime Then = new(2024, 6, 14, 9, 30, 0, DateTimeKind.Utc);

    [Theory]
    // size, seconds later, other bytes, other image, prefix by a replica, ends early → verdict
    [InlineData(100, 0, false, false, null, null, "Valid")]
    [InlineData(100, 5000, false, false, null, null, "Valid")]
    [InlineData(100, 0, true, true, null, null, "Corrupt")]
    [InlineData(100, 0, true, false, null, null, "Corrupt")]
    [InlineData(100, 2, true, true, null, null, "Corrupt")]
    [InlineData(100, -1, true, true, null, null, "Corrupt")]
    [InlineData(100, 3600, true, true, null, null, "Corrupt")]
    [InlineData(100, -3601, true, true, null, null, "Corrupt")]
    [InlineData(100, 1800, true, true, null, null, "Changed")]
    [InlineData(100, 1800, true, false, null, null, "MetadataChanged")]
    [InlineData(100, 90000, true, true, null, null, "Changed")]
    [InlineData(100, -7000, true, true, null, null, "Changed")]
    [InlineData(120, 1800, true, false, null, null, "MetadataChanged")]
    [InlineData(120, 1800, true, true, null, null, "Changed")]
    [InlineData(120, 0, true, false, null, null, "MetadataChanged")]
    [InlineData(120, 0, true, true, null, null, "Corrupt")]
    [InlineData(60, 0, true, true, true, null, "Truncated")]
    [InlineData(60, 1800, true, true, true, false, "Truncated")]
    [InlineData(60, 0, true, true, null, true, "Truncated")]
    [InlineData(60, 1800, true, true, null, true, "Truncated")]
    [InlineData(60, 1800, true, true, false, true, "Changed")]
    [InlineData(60, 0, true, true, false, true, "Corrupt")]
    [InlineData(60, 0, true, true, null, false, "Changed")] // whole, and of another size: an editor that keeps the time
    [InlineData(120, 0, true, true, null, false, "Changed")]
    [InlineData(120, 0, true, true, null, true, "Corrupt")]
    [InlineData(60, 0, true, true, null, null, "Truncated")]
    [InlineData(100, 3600, true, false, null, null, "MetadataChanged")]
    [InlineData(100, 1800, true, true, null, true, "Truncated")] // its end is overwritten with zeros
    [InlineData(60, 1800, true, false, null, false, "MetadataChanged")]
    [InlineData(60, 1800, true, true, null, null, "Changed")]
    [InlineData(0, 1800, true, true, null, null, "Truncated")]
    public void Judge_OfWhatWasSeen(long size, int later, bool otherBytes, bool otherImage, bool? isPrefix, bool? endsEarly, string expected)
    {
        var seen = new FileSight
        {
            Exists = true,
            Size = size,
            ModifiedAt = Then.AddSeconds(later),
            Sha256 = otherBytes ? "b" : "a",
            Hothash = otherImage ? "y" : "x",
            IsPrefix = isPrefix,
            End = new FileEnd(endsEarly switch { true => EndState.Cut, false => EndState.Whole, null => EndState.Unknown }, "its picture has no end mark"),
        };
        Assert.Equal(expected, FileJudgement.Judge(new RecordedFile(100, Then, "a", "x"), seen).Verdict);
    }

    [Theory]
    [InlineData(true, "Changed")]
    [InlineData(false, "MetadataChanged")]
    public void Judge_NoTimeRecorded_IsNoDecay(bool otherImage, string expected)
    {
        var seen = new FileSight { Exists = true, Size = 100, ModifiedAt = Then, Sha256 = "b", Hothash = otherImage ? "y" : "x" };
        Assert.Equal(expected, FileJudgement.Judge(new RecordedFile(100, null, "a", "x"), seen).Verdict);
    }

    [Fact]
    public void Judge_NotThereOrNotRead()
    {
        var recorded = new RecordedFile(100, Then, "a", "x");
        Assert.Equal(FileVerdict.Missing, FileJudgement.Judge(recorded, new FileSight { Exists = false }).Verdict);
        Assert.Equal(new Judgement(FileVerdict.Unreadable, "why"), FileJudgement.Judge(recorded, new FileSight { Exists = true, Trouble = "why" }));
    }

    [Theory]
    [InlineData(-60, "Corrupt")]
    [InlineData(60, "MetadataChanged")]
    [InlineData(null, "MetadataChanged")]
    public void JudgeCompanion_OtherBytes_GoesByTheLastCheck(int? writtenAfterCheck, string expected)
    {
        var seen = new FileSight { Exists = true, Size = 5, ModifiedAt = Then, Sha256 = "b" };
        DateTime? verified = writtenAfterCheck is { } seconds ? Then.AddSeconds(-seconds) : null;
        Assert.Equal(expected, FileJudgement.JudgeCompanion(new RecordedFile(5, null, "a", ""), verified, seen).Verdict);
    }

    [Theory]
    [InlineData(0, 5, null, "Corrupt")]
    [InlineData(0, 7, null, "Corrupt")]
    [InlineData(60, 5, null, "MetadataChanged")]
    [InlineData(60, 4, false, "MetadataChanged")]
    [InlineData(60, 4, true, "Truncated")]
    [InlineData(60, 0, null, "Truncated")]
    public void JudgeCompanion_TimeRecorded_GoesByItAsForAPhoto(int later, int size, bool? isPrefix, string expected)
    {
        var seen = new FileSight { Exists = true, Size = size, ModifiedAt = Then.AddSeconds(later), Sha256 = "b", IsPrefix = isPrefix };
        Assert.Equal(expected, FileJudgement.JudgeCompanion(new RecordedFile(5, Then, "a", ""), Then.AddDays(1), seen).Verdict);
    }
}
