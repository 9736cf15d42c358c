namespace ImaLink.Tests;

/// <summary>No text of the core depends on the culture of the machine.</summary>
public sealed class CultureRulesTests
{
    [Fact]
    public void Core_NothingDependsOnTheCulture() => Assert.Equal([], CultureRules.Broken(typeof(ImageFile).Assembly));

    [Fact]
    public void Rules_WhatDependsOnTheCulture_IsFound()
    {
        string[] found = [.. CultureRules.Broken(typeof(CultureRulesTests).Assembly).Where(text => text.Contains(nameof(Sinner), StringComparison.Ordinal))];
        Assert.Equal(
            ["Separators", "Day", "Nested", "Concatenated", "Sorted", "Pairs"],
            found.Select(text => text.Split(": ")[0].Split('.')[^1]));
    }

#pragma warning disable CA1305, CA1304, CA1310, CA1822
    private sealed class Sinner
    {
        public string Separators(long bytes) => $"{bytes:N0} bytes";

        public string Day(DateTime time) => $"{time:yyyyMMdd}";

        public string Nested(double share) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{share:N1} {$"{share}"}");

        public string Concatenated(double share) => "" + share;

        public List<string> Sorted(IEnumerable<string> names) => names.Order().ToList();

        public int Pairs((int, string) one, (int, string) other) => one.CompareTo(other);

        public string Innocent(long bytes, Guid id) =>
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{bytes:N0} {id:N}") + $"{bytes} {id:N} {bytes:x8}";
    }
#pragma warning restore
}
