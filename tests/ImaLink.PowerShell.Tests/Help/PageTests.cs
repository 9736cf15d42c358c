namespace ImaLink.PowerShell.Tests.Help;

/// <summary>The pages of docs that the build makes from help are those of this build.</summary>
public sealed class PageTests
{
    private const string Remedy = "Run 'dotnet build -t:Docs src/ImaLink.HelpBuilder' and commit what it wrote to docs: ";

    [Fact]
    public void PagesOfDocs_AreThoseOfTheBuild()
    {
        string built = Path.Combine(Repository.Root, "artifacts", "pages", Repository.Configuration), docs = Path.Combine(Repository.Root, "docs");
        string[] names = [.. Directory.EnumerateFiles(built, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(built, path))];
        Assert.True(names.Length > 80);
        Assert.All(names, name => Assert.True(File.Exists(Path.Combine(docs, name)) && File.ReadAllText(Path.Combine(docs, name)) == File.ReadAllText(Path.Combine(built, name)), Remedy + name));
        foreach (string folder in new[] { "cmdlets", Path.Combine("schemas", "objects"), Path.Combine("schemas", "disk") })
            Assert.All(Directory.EnumerateFiles(Path.Combine(docs, folder)), path => Assert.True(File.Exists(Path.Combine(built, folder, Path.GetFileName(path))), Remedy + path));
    }
}
