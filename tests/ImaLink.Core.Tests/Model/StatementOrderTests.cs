using System.Text;
using CsCheck;
using ImaLink.Tests.Index;

namespace ImaLink.Tests.Model;

[Trait("Category", "Culture")]
public sealed class StatementOrderTests
{
    private static readonly Guid Low = Guid.Parse("00000000-0000-0000-0000-000000000001"), High = Guid.Parse("ffffffff-0000-0000-0000-000000000001");

    private static readonly string?[] Values = [null, "true", "\"a\"", "\"😀\"", "\"\uFFFD\"", Group("burst", Low), Group("burst", High), Group("0.1", Low), "{\"by\":\"0.1\",\"more\":1,\"uuid\":\"" + Low + "\"}", "{\"uuid\":7}", "[]"];

    private static readonly Gen<Statement> OfOneField = Gen.Select(Samples.OneOf(Values), Gen.Long[0, 2], Samples.OneOf<Guid?>(null, Low, High)).Select((value, revision, writer) => Said(StatementField.Photo, revision, writer, value));

    [Fact]
    public void Compare_RevisionThenWriterThenValue_InEveryPair() => AssertRising(StatementField.Title,
    [
        (1, null, null), (1, null, "\"z\""), (1, Low, null), (1, Low, "\"z\""), (1, High, "\"a\""), (2, Low, null), (2, Low, "\"\""), (2, Low, "\"A\""), (2, Low, "\"B\""), (2, Low, "\"a\""), (2, Low, "\"aa\""),
        (2, Low, "\"b\""), (2, Low, "\"co-op\""), (2, Low, "\"coop\""), (2, Low, "\"å\""), (2, Low, "\"\uE000\""), (2, Low, "\"\uFFFD\""), (2, Low, "\"😀\""), (2, Low, "\"😁\""), (10, Low, null), (1L << 53, null, null),
    ]);

    [Fact]
    public void Compare_PhotosOfNobody_TheBetterEvidenceThenTheSmallerUuidWins() => AssertRising(StatementField.Photo,
    [
        (0, null, null), (0, null, Group("later", Low)), (0, null, Group("0.1", High)), (0, null, Group("0.1", Low)), (0, null, Group("front-back", High)), (0, null, Group("front-back", Low)), (0, null, Group("burst", High)),
        (0, null, Group("same-name-and-time", High)), (0, null, Group("same-name-and-time", Low)), (0, null, Group("content-identifier", High)), (0, null, Group("changed", High)), (0, null, Group("changed", Low)),
        (1, null, $"\"{Low}\""), (1, null, $"\"{High}\""), (1, Low, null),
    ]);

    [Fact]
    public void Compare_AnyStatementsOfOneField_AreInOneOrderAndTieOnlyWhereTheyAreTheSame() => OfOneField.Array[3].Sample(three =>
    {
        foreach (Statement one in three)
            foreach (Statement other in three)
            {
                Assert.Equal(Math.Sign(StatementOrder.Compare(one, other)), -Math.Sign(StatementOrder.Compare(other, one)));
                Assert.Equal(one == other, StatementOrder.Compare(one, other) == 0);
            }

        Statement[] rising = [.. three.Order(Comparer<Statement>.Create(StatementOrder.Compare))];
        Assert.True(StatementOrder.Compare(rising[0], rising[2]) <= 0);
    }, iter: 5000);

    [Fact]
    public void Compare_Values_AsTheirBytesInUtf8() => Gen.Char.Array[0, 4].Select(chars => new string(chars)).Where(IsText).Array[2].Sample(two =>
    {
        int bytes = Encoding.UTF8.GetBytes(CanonicalJson.Of(two[0])).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(CanonicalJson.Of(two[1])));
        Assert.Equal(Math.Sign(bytes), Math.Sign(StatementOrder.Compare(Said(StatementField.Title, 1, null, CanonicalJson.Of(two[0])), Said(StatementField.Title, 1, null, CanonicalJson.Of(two[1])))));
    }, iter: 5000);

    [Fact]
    public void Newest_AnyOrder_IsTheSame() => OfOneField.Array[0, 6].Sample(said =>
        Assert.Equal(StatementOrder.Newest(said), StatementOrder.Newest(said.Reverse())), iter: 1000);

    private static bool IsText(string text) => !Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Contains('\uFFFD');

    private static string Group(string by, Guid uuid) => $"{{\"by\":\"{by}\",\"uuid\":\"{uuid}\"}}";

    private static Statement Said(string field, long revision, Guid? writer, string? value) => new(field, value, revision, writer);

    private static void AssertRising(string field, (long Revision, Guid? Writer, string? Value)[] rising)
    {
        for (int one = 0; one < rising.Length; one++)
            for (int other = 0; other < rising.Length; other++)
                Assert.Equal(Math.Sign(one - other), Math.Sign(StatementOrder.Compare(Of(rising[one]), Of(rising[other]))));

        Statement Of((long Revision, Guid? Writer, string? Value) version) => Said(field, version.Revision, version.Writer, version.Value);
    }
}
