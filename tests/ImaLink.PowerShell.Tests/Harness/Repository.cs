namespace ImaLink.PowerShell.Tests;

/// <summary>Where things are in this work tree, found from the test assembly upwards.</summary>
internal static class Repository
{
    public static string Configuration { get; } =
        AppContext.BaseDirectory.Contains("Release", StringComparison.Ordinal) ? "Release" : "Debug";

    public static string Root { get; } = FindRoot();

    public static string Module { get; } = Path.Combine(Root, "artifacts", "module", Configuration, "ImaLink.PowerShell");

    public static string Manifest { get; } = Path.Combine(Module, "ImaLink.PowerShell.psd1");

    public static string Host { get; } = Path.Combine(Root, "src", "ImaLink.Host", "bin", Configuration, "net10.0", "imalink.dll");

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ImaLink.PowerShell.sln")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The tests run outside of the repository.");
        return folder.FullName;
    }
}
