using System.Text;
using System.Text.Json;
using CsCheck;
using ImaLink.Index;

namespace ImaLink.Tests.Index;

[Trait("Category", "Culture")]
public sealed class SaidBlockTests
{
    private static readonly Guid Writer = Samples.Writer;

    [Fact]
    public void Write_Statements_ReadNaturallyWithVersionsApart()
    {
        List<Statement> said =
        [
            new("tag:Places/Italy/Rome", "true", 3, Writer), new("rating", "4", 1, null), new("title", "\"Forum\"", 3, Writer), new("person:Ben", "true", 2, Writer), new("person:Anna", """{"h":0.2,"w":0.1,"x":0.5,"y":0.5}""", 2, Writer),
            new("description", null, 2, Writer), new("location", """{"city":"Rome"}""", 1, null), new("photo", """{"by":"burst","uuid":"a1b2c3d4-0000-4000-8000-000000000001"}""", 0, null),
        ];
        Assert.Equal($$$"""
            {
              "title": "Forum",
              "rating": 4,
              "location": {"city":"Rome"},
              "tags": ["Places/Italy/Rome"],
              "persons": [{"name": "Anna", "region": {"h":0.2,"w":0.1,"x":0.5,"y":0.5}}, "Ben"],
              "photo": {"by":"burst","uuid":"a1b2c3d4-0000-4000-8000-000000000001"},
              "versions": {
                "3@{{{Writer}}}": ["tag:Places/Italy/Rome", "title"],
                "2@{{{Writer}}}": ["description", "person:Anna", "person:Ben"],
                "1": ["location", "rating"],
                "0": ["photo"]
              }
            }
            """.ReplaceLineEndings("\n"), Text(said));
        Assert.Equal(said.OrderBy(statement => statement.Field, StringComparer.Ordinal), Read(Text(said)));
    }

    [Fact]
    public void Read_WhatWasWritten_IsTheSameInWhateverOrderItWasSaid() => Samples.Said.Sample(said =>
    {
        string text = Text(said);
        Assert.Equal(text, Text([.. said.AsEnumerable().Reverse()]));
        List<Statement>? read = Read(text);
        Assert.Equal(said, read ?? []);
        Assert.Equal(text, Text(read ?? []));
    }, iter: 2000);

    [Fact]
    public void Read_ValuesWithoutAVersion_AreRevisionOneOfNobody() =>
        Assert.Equal([new Statement("tag:Rome", "true", 1, null), new Statement("title", "\"Forum\"", 1, null)], Read("""{"title":"Forum","rating":null,"tags":["Rome"]}"""));

    [Fact]
    public void Read_WhatThisVersionDoesNotUnderstand_IsKept()
    {
        string text = """{"rating":9,"mood":{"b":[1,2.50],"a":null},"tags":[{"name":"Rome","value":{"by":"machine"}}],"persons":[{"name":"Anna","region":7}],"versions":{"7":["mood","later"]}}""";
        List<Statement> said =
        [
            new("later", null, 7, null), new("mood", """{"a":null,"b":[1,2.5]}""", 7, null), new("person:Anna", "7", 1, null), new("rating", "9", 1, null), new("tag:Rome", """{"by":"machine"}""", 1, null),
        ];
        Assert.Equal(said, Read(text));
        Assert.Equal(said, Read(Text(said)));
    }

    [Theory]
    [InlineData("7", "no object")]
    [InlineData("[]", "no object")]
    [InlineData("""{"tags":"Rome"}""", "tags are no list")]
    [InlineData("""{"tags":[7]}""", "tags is neither a name")]
    [InlineData("""{"tags":[null]}""", "tags is neither a name")]
    [InlineData("""{"tags":[""]}""", "'tag:': it is empty")]
    [InlineData("""{"tags":["a\u0000b"]}""", "'tag:a?b': it holds NUL")]
    [InlineData("""{"tags":["a\ud83d"]}""", "")]
    [InlineData("""{"title":"a\ud83d"}""", "")]
    [InlineData("""{"mood":{"a\ud83d":1}}""", "")]
    [InlineData("""{"tags":["Rome","Rome"]}""", "'tag:Rome' is said twice")]
    [InlineData("""{"tags":["Rome"],"tag:Rome":true}""", "'tag:Rome' is said twice")]
    [InlineData("""{"persons":[{"name":"Anna"}]}""", "persons is neither a name")]
    [InlineData("""{"persons":[{"name":"Anna","region":{},"more":1}]}""", "persons is neither a name")]
    [InlineData("""{"title":"a","title":"b"}""", "")]
    [InlineData("""{"mood":{"a":1,"a":2}}""", "")]
    [InlineData("""{"versions":7}""", "no object")]
    [InlineData("""{"versions":{"x":["title"]}}""", "'x' is no version")]
    [InlineData("""{"versions":{"-1":["title"]}}""", "'-1' is no version")]
    [InlineData("""{"versions":{"9007199254740993":["title"]}}""", "is no version")]
    [InlineData("""{"versions":{"1@":["title"]}}""", "'1@' is no version")]
    [InlineData("""{"versions":{"1@x":["title"]}}""", "'1@x' is no version")]
    [InlineData("""{"versions":{"1":"title"}}""", "no list")]
    [InlineData("""{"versions":{"1":[7]}}""", "no text")]
    [InlineData("""{"versions":{"1":["tags"]}}""", "'tags': this name has a meaning")]
    [InlineData("""{"versions":{"1":["title"],"2":["title"]}}""", "'title' has two versions")]
    [InlineData("""{"versions":{"1":["title"],"1@00000000-0000-0000-0000-000000000000":["title"]}}""", "'title' has two versions")]
    public void Read_NoBlock_IsRefusedInWords(string block, string expected)
    {
        Exception refused = Assert.ThrowsAny<Exception>(() => Read(block));
        Assert.True(IndexJson.IsMalformed(refused));
        Assert.Contains(expected, refused.Message);
        Assert.DoesNotContain("said block", IndexJson.Problem(refused));
    }

    [Fact]
    public void Read_TooManyStatementsOrTooDeep_IsRefused()
    {
        Assert.Equal(10_000, Read(Tags(10_000))!.Count);
        Assert.Throws<JsonException>(() => Read(Tags(StatementRules.MostOfImage + 1)));
        Assert.ThrowsAny<JsonException>(() => Read($$"""{"mood":{{string.Concat(Enumerable.Repeat("[", 40))}}{{string.Concat(Enumerable.Repeat("]", 40))}}}"""));

        static string Tags(int count) => $"{{\"tags\":[{string.Join(',', Enumerable.Range(0, count).Select(number => $"\"{number}\""))}]}}";
    }

    [Fact]
    public void Write_WhatNobodyCouldRead_IsRefused()
    {
        Assert.Throws<JsonException>(() => Text([new("tags", "true", 1, null)]));
        Assert.Throws<JsonException>(() => Text([.. Enumerable.Range(0, StatementRules.MostOfImage + 1).Select(number => new Statement($"tag:{number}", "true", 1, null))]));
    }

    private static List<Statement>? Read(string block) =>
        JsonSerializer.Deserialize($$"""{"said":{{block}}}""", IndexJson.Instance.FileEntry)!.Said;

    private static string Text(List<Statement> said)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, IndexJson.Indented))
            new SaidBlock().Write(writer, said, IndexJson.Instance.Options);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
