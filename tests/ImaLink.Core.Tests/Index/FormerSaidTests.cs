using System.Text.Json;
using ImaLink.Index;

namespace ImaLink.Tests.Index;

public sealed class FormerSaidTests
{
    private const string High = "ffffffff-0000-4000-8000-000000000001", Low = "00000000-0000-4000-8000-000000000001";

    private static readonly Guid Writer = Samples.Writer;

    [Fact]
    public void Of_BlockOfVersion01_IsAStatementOfEachThingItSays()
    {
        PhotoBlock block = Block($$"""
            {"uuid":"{{Low}}","primary":true,"title":"Forum","description":"","rating":4,"tags":["Italy/Rome","a\u0000b"],"author":"Ada","location":"Rome","taken_at_override":"1975-06-14T10:00:00",
             "revision":3,"writer":"{{Writer}}","mood":{"b":1,"a":[2.50]},"versions":[1],"date":"x","photo":true,"tag:x":1}
            """);
        Assert.Equal(
        [
            new("author", "\"Ada\"", 3, Writer), new("date", "\"1975-06-14T10:00:00\"", 3, Writer), new("location", """{"text":"Rome"}""", 3, Writer), new("mood", """{"a":[2.5],"b":1}""", 3, Writer),
            new("photo", $$"""{"by":"0.1","uuid":"{{Low}}"}""", 0, null), new("photo.date", "\"x\"", 3, Writer), new("photo.photo", "true", 3, Writer), new("photo.tag:x", "1", 3, Writer), new("photo.versions", "[1]", 3, Writer),
            new("primary", "true", 0, null), new("rating", "4", 3, Writer), new("tag:Italy/Rome", "true", 3, Writer), new("tag:ab", "true", 3, Writer), new("title", "\"Forum\"", 3, Writer),
        ], FormerSaid.Of(block));
        Assert.All(FormerSaid.Of(block), statement => Assert.Null(StatementRules.Fault(statement.Field)));
    }

    [Fact]
    public void Of_BlockWithOthers_IsTheNewestOfEachFieldWhicheverStandsFirst()
    {
        string one = $$"""{"uuid":"{{High}}","primary":true,"title":"new","tags":["a"],"revision":3,"writer":"{{Writer}}" """;
        string other = $$"""{"uuid":"{{Low}}","primary":false,"title":"old","rating":2,"tags":["a","b"],"revision":1,"writer":"{{High}}" """;
        List<Statement> said = FormerSaid.Of(Block(one + ",\"others\":[" + other + "}]}"));
        Assert.Equal(said, FormerSaid.Of(Block(other + ",\"others\":[" + one + "}]}")));
        Assert.Equal(
        [
            new("photo", $$"""{"by":"0.1","uuid":"{{Low}}"}""", 0, null), new("primary", "true", 0, null), new("rating", "2", 1, Guid.Parse(High)), new("tag:a", "true", 3, Writer), new("tag:b", "true", 1, Guid.Parse(High)), new("title", "\"new\"", 3, Writer),
        ], said);
    }

    private static PhotoBlock Block(string json) => JsonSerializer.Deserialize(json, IndexJson.Instance.PhotoBlock)!;
}
