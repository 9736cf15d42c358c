using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace ImaLink.Tests;

/// <summary>
/// Runs the tests of this project that parse, format, compare, trash or lay out (Category=Culture) again, each time as a process of
/// its own in another culture and another time zone. What takes long is run in one of them, which is named where it stands (Cultures=tr_TR).
/// tests/long runs all tests in every culture and in every zone.
/// </summary>
public sealed class CultureTests(ITestOutputHelper output)
{
    // What shows that the culture is real, not the invariant one under its name.
    private static readonly Dictionary<string, Func<CultureInfo, bool>> Real = new()
    {
        ["da_DK"] = culture => culture.CompareInfo.Compare("aa", "z") > 0,
        ["tr_TR"] = culture => culture.TextInfo.ToUpper('i') == '\u0130',
        ["th_TH"] = culture => culture.Calendar is ThaiBuddhistCalendar,
        ["ar_SA"] = culture => culture.Calendar.GetYear(new DateTime(2024, 1, 1)) == 1445,
    };

    /// <summary>The time zone that this run was told to be in.</summary>
    internal static string? Zone => Environment.GetEnvironmentVariable("TZ");

    /// <summary>The culture that this run is to be in.</summary>
    internal static string? Culture => Environment.GetEnvironmentVariable("IMALINK_CULTURE");

    [Fact]
    [Trait("Category", "Culture")]
    public void CultureAndZone_OfThisRun_AreReal()
    {
        if (Culture is not null)
        {
            Assert.Equal(Culture.Replace('_', '-'), CultureInfo.CurrentCulture.Name);
            Assert.True(Real[Culture](CultureInfo.CurrentCulture), $"{Culture} is no real culture here: ICU is missing, or it was told to be invariant.");
        }

        if (Zone?.Contains('/') == true)
        {
            Assert.Equal(Zone, TimeZoneInfo.Local.Id);
            Assert.NotEqual(TimeSpan.Zero, TimeZoneInfo.Local.GetUtcOffset(new DateTime(2024, 1, 1)));
        }
    }

    [Theory]
    [InlineData("da_DK", "UTC")]
    [InlineData("tr_TR", "Asia/Tokyo")]
    [InlineData("th_TH", "America/New_York")]
    [InlineData("ar_SA", "Asia/Tokyo")]
    public void Tests_InAnotherCultureAndZone_Pass(string culture, string zone)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there the culture and the zone belong to the user, not to the process");
        Assert.SkipWhen(AppContext.TryGetSwitch("System.Globalization.Invariant", out bool invariant) && invariant
            || Environment.GetEnvironmentVariable("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT") is "1" or "true",
            "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT is set: no culture is real here");
        Assert.SkipUnless(TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _), "the time zones (tzdata) are not on this machine");
        (int exit, string told, string error) = Run(culture, zone, Real.Keys.Where(other => other != culture).SelectMany(other => new[] { "-trait-", "Cultures=" + other }));
        output.WriteLine($"{culture}, {zone}: {told.Split('\n').LastOrDefault(line => line.Contains("Total:", StringComparison.Ordinal))?.Trim()}");
        Assert.True(exit == 0, $"{told[^Math.Min(told.Length, 6000)..]}\n{error}");
        Assert.Matches(@"Total: [1-9]", told);
    }

    private static (int ExitCode, string Told, string Error) Run(string culture, string zone, IEnumerable<string> leftOut)
    {
        var start = new ProcessStartInfo("dotnet", [Assembly.GetExecutingAssembly().Location, "-trait", "Category=Culture", .. leftOut, "-noColor"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string name in new[] { "LANG", "LC_ALL", "LC_MESSAGES" })
            start.Environment[name] = culture + ".UTF-8";
        (start.Environment["IMALINK_CULTURE"], start.Environment["TZ"]) = (culture, zone);
        using Process process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string told = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, told, error.GetAwaiter().GetResult());
    }
}
