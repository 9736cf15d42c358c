namespace ImaLink.Benchmarks;

/// <summary>The start of imalink, of the module, and of the first command.</summary>
internal static class StartupBenchmark
{
    public static void Run(Workbench bench)
    {
        string published = bench.Fresh("published"), catalog = Path.Combine(bench.Folder, "startup.db");
        Measured.Run("dotnet", "publish", "-v", "q", Path.Combine(Workbench.Repository, "src", "ImaLink.Host"), "-o", published);
        string imalink = Path.Combine(published, "imalink");
        // By its path: the host's own pwsh lies beside this program, and would be taken first.
        string? pwsh = Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Select(place => Path.Combine(place, "pwsh")).FirstOrDefault(File.Exists);
        string[] shells = pwsh is null ? [imalink] : [imalink, pwsh];
        if (pwsh is null)
            Console.WriteLine("  pwsh is not on this machine: not measured.");
        Pair.Alone("imalink -Command 1, published", () => Measured.Run(imalink, "-NoProfile", "-Command", "1"), seconds => Judge(seconds, 0.4));
        Pair.Alone("imalink -Command Get-ImaFileStorage, published", () => Measured.Run(imalink, "-NoProfile", "-Command", $"Get-ImaFileStorage -Catalog '{catalog}'"), seconds => Judge(seconds, 0.5));
        foreach (string shell in shells)
        {
            // imalink has the module that was compiled ahead with it.
            string module = shell == imalink ? "ImaLink.PowerShell" : Path.Combine(Workbench.Repository, "artifacts", "module", "Release", "ImaLink.PowerShell", "ImaLink.PowerShell.psd1");
            string name = Path.GetFileName(shell), import = $"Import-Module '{module}'", first = $"Get-ImaFileStorage -Catalog '{catalog}'";
            Pair.Alone($"Import-Module in {name}", () => InShell(shell, "", import), seconds => Judge(seconds, 0.1));
            Pair.Alone($"first cmdlet of a session in {name}, after that", () => InShell(shell, import, first), seconds => Judge(seconds, 0.3));
        }

        static Measured InShell(string shell, string before, string command) =>
            Workbench.Timed(Measured.Run(shell, "-NoProfile", "-Command", $"{before}; $s = [Diagnostics.Stopwatch]::StartNew(); {command}; $s.Elapsed.TotalSeconds"));

        static string Judge(double seconds, double bound) => $"{seconds * 1000:0} ms, bound {bound * 1000:0}: {(seconds < bound ? "met" : "MISSED")}";
    }
}
