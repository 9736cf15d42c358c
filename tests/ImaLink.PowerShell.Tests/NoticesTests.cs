using System.IO.Enumeration;
using System.Text.RegularExpressions;

namespace ImaLink.PowerShell.Tests;

/// <summary>
/// Nothing is passed on without its licence: ThirdPartyNotices names every file of the module and of imalink. What was published or packed
/// is looked through too where IMALINK_PACKAGES names its folders, with the path separator of the system between them.
/// </summary>
public sealed partial class NoticesTests
{
    private static readonly string Notices = File.ReadAllText(Path.Combine(Repository.Root, "ThirdPartyNotices"));

    [Fact]
    public void EveryFile_OfModuleAndHost_IsListed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Nothing that is built there is passed on.");
        string[] patterns = [.. FileLists().Matches(Notices).SelectMany(list => list.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries))];
        string[] folders =
        [
            Repository.Module, Path.GetDirectoryName(Repository.Host)!,
            .. (Environment.GetEnvironmentVariable("IMALINK_PACKAGES") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries),
        ];
        foreach (string folder in folders)
        {
            string[] files = [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder, path))];
            Assert.True(files.Length > 20, folder);
            Assert.DoesNotContain(files, file => !patterns.Any(pattern => IsMatch(pattern, file)));
            Assert.Contains(files, file => file.EndsWith("ThirdPartyNotices", StringComparison.Ordinal));
            Assert.Contains(files, file => file.EndsWith("libvips.md", StringComparison.Ordinal));
        }
    }

    /// <summary>It comes by itself where it is needed, and may not be passed on.</summary>
    [Fact]
    public void PackageUnderTermsOfItsOwn_IsNamedInNoProject() => Assert.DoesNotContain(
        new[] { "src", "tests" }.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.csproj", SearchOption.AllDirectories))
            .Append(Path.Combine(Repository.Root, "Directory.Packages.props")),
        project => File.ReadAllText(project).Contains("Infrastructure.Runtime", StringComparison.OrdinalIgnoreCase));

    [Fact]
    public void LicencesThatWantTheirText_AreThere()
    {
        foreach (string title in new[] { "MIT License", "BSD 2-Clause and 3-Clause License", "Apache License", "GNU LESSER GENERAL PUBLIC LICENSE", "GNU GENERAL PUBLIC LICENSE" })
            Assert.Contains(title, Notices, StringComparison.Ordinal);
    }

    /// <summary>A name without a folder lies in any.</summary>
    private static bool IsMatch(string pattern, string file) =>
        FileSystemName.MatchesSimpleExpression(pattern, pattern.Contains('/', StringComparison.Ordinal) ? file.Replace('\\', '/') : Path.GetFileName(file), ignoreCase: false);

    [GeneratedRegex(@"^Files: (.+(?:\n  .+)*)", RegexOptions.Multiline)]
    private static partial Regex FileLists();
}
