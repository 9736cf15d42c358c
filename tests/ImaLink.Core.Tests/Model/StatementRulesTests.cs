namespace ImaLink.Tests.Model;

public sealed class StatementRulesTests
{
    [Theory]
    [InlineData("rating", "5", true)]
    [InlineData("rating", "-1", true)]
    [InlineData("rating", "9", false)]
    [InlineData("rating", "4.5", false)]
    [InlineData("rating", "\"4\"", false)]
    [InlineData("flag", "\"pick\"", true)]
    [InlineData("flag", "\"maybe\"", false)]
    [InlineData("favorite", "true", true)]
    [InlineData("favorite", "false", false)]
    [InlineData("title", "\"\"", true)]
    [InlineData("title", "[]", false)]
    [InlineData("location", "{\"city\":\"Rome\",\"later\":\"x\"}", true)]
    [InlineData("location", "\"Rome\"", false)]
    [InlineData("gps", "{\"latitude\":90,\"longitude\":-180}", true)]
    [InlineData("gps", "{\"altitude\":-3.5,\"latitude\":90,\"longitude\":-180}", true)]
    [InlineData("gps", "{\"latitude\":91,\"longitude\":0}", false)]
    [InlineData("gps", "{\"latitude\":1e400,\"longitude\":0}", false)]
    [InlineData("gps", "{\"latitude\":47.5}", false)]
    [InlineData("orientation", "8", true)]
    [InlineData("orientation", "0", false)]
    [InlineData("photo", "\"a1b2c3d4-0000-4000-8000-000000000001\"", true)]
    [InlineData("photo", "{\"by\":\"burst\",\"uuid\":\"a1b2c3d4-0000-4000-8000-000000000001\"}", true)]
    [InlineData("photo", "\"00000000-0000-0000-0000-000000000000\"", false)]
    [InlineData("photo", "{\"by\":\"burst\"}", false)]
    [InlineData("tag:Rome", "true", true)]
    [InlineData("tag:Rome", "{}", false)]
    [InlineData("person:Anna", "true", true)]
    [InlineData("person:Anna", "{\"h\":0.2,\"w\":0.2,\"x\":0.9,\"y\":0.5}", true)]
    [InlineData("person:Anna", "[{\"h\":0.2,\"w\":0.2,\"x\":0.9,\"y\":0.5}]", true)]
    [InlineData("person:Anna", "{\"h\":0.2,\"w\":0.2,\"x\":0.95,\"y\":0.5}", false)]
    [InlineData("person:Anna", "{\"h\":-0.2,\"w\":0.2,\"x\":0.5,\"y\":0.5}", false)]
    [InlineData("person:Anna", "[]", false)]
    [InlineData("mood", "\"happy\"", false)]
    public void IsUnderstood_Value_AsItsFieldWants(string field, string value, bool expected) => Assert.Equal(expected, StatementRules.IsUnderstood(field, value));

    [Fact]
    public void Fault_Field_WhereNoIndexCouldHoldIt()
    {
        Assert.All(["title", "mood", "tag:Rome", "tag:a/b\"c", "person:Anna 😀", new string('x', 8192)], field => Assert.Null(StatementRules.Fault(field)));
        Assert.All(["", "tag:", "person:", "tags", "persons", "versions", "tag:a\0", "tag:\ud83d", "\ude00x", new string('x', 8193)], field => Assert.NotNull(StatementRules.Fault(field)));
    }
}
