using ImaLink.Index;

namespace ImaLink.Tests.Index;

public sealed class RecordVersionTests
{
    private const string Low = "00000000-0000-0000-0000-000000000001", High = "ffffffff-0000-0000-0000-000000000001";

    /// <summary>Each is newer than the one before. Danish puts "aa" behind "b", and most languages "-" and capitals where bytes do not.</summary>
    [Fact]
    public void CompareTo_RevisionThenWriterThenValue_OrdinallyInEveryPair()
    {
        (long Revision, string? Writer, string Value)[] rising =
        [
            (1, null, "z"), (1, Low, "z"), (1, High, "a"), (2, Low, ""), (2, Low, "A"), (2, Low, "B"), (2, Low, "a"), (2, Low, "aa"), (2, Low, "b"), (2, Low, "co-op"), (2, Low, "coop"), (2, Low, "å"),
            (2, "aa000000-0000-0000-0000-000000000000", "b"), (2, "b0000000-0000-0000-0000-000000000000", "a"), (10, Low, "a"), (long.MaxValue, Low, "a"),
        ];
        for (int one = 0; one < rising.Length; one++)
            for (int other = 0; other < rising.Length; other++)
                Assert.Equal(Math.Sign(one - other), Math.Sign(Version(rising[one]).CompareTo(Version(rising[other]))));
    }

    [Fact]
    public void Text_AbsentAndEmptyAndShifted_Differ()
    {
        string[] texts = [RecordVersion.Text("a", null), RecordVersion.Text("a", ""), RecordVersion.Text("a"), RecordVersion.Text(null, "a"), RecordVersion.Text("", "a")];
        Assert.Equal(texts.Length, texts.Distinct().Count());
    }

    private static RecordVersion Version((long Revision, string? Writer, string Value) version) =>
        new(version.Revision, version.Writer is null ? null : Guid.Parse(version.Writer), () => version.Value);
}
