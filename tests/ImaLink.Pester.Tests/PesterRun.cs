using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace ImaLink.Pester.Tests;

/// <summary>One run of tests/Pester in a real pwsh; both come from their packages.</summary>
internal static class PesterRun
{
    private static readonly Dictionary<string, string> Build = Assembly.GetExecutingAssembly()
        .GetCustomAttributes<AssemblyMetadataAttribute>().ToDictionary(item => item.Key, item => item.Value!);

    /// <summary>The version to run with; tests/long runs an earlier one too.</summary>
    private static string Version { get; } = Environment.GetEnvironmentVariable("IMALINK_PESTER") ?? Build["Pester"];

    private static string Dotnet { get; } =
        Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));

    /// <summary>What became of each It, and of each block and file that failed as a whole.</summary>
    public static IReadOnlyList<Outcome> Outcomes(string tests)
    {
        string result = Path.GetTempFileName();
        try
        {
            string told = Run("-File", Path.Combine(tests, "Invoke.ps1"), Package("Pester", Version, "Pester.psd1"), result);
            string json = File.ReadAllText(result);
            return json.Length == 0 ? throw new InvalidOperationException($"Pester {Version} came to no end:\n{told}") : JsonSerializer.Deserialize<List<Outcome>>(json)!;
        }
        finally
        {
            File.Delete(result);
        }
    }

    /// <summary>Where the tests are that a user's archive is made and searched by.</summary>
    public static string Tests { get; } = Path.Combine(Build["Repository"], "tests", "Pester");

    private static string Run(params string[] arguments)
    {
        string shell = Package("PowerShell", Build["PowerShell"], Path.Combine("net10.0", "any", OperatingSystem.IsWindows() ? "win" : "unix", "pwsh.dll"));
        var start = new ProcessStartInfo(Dotnet, [shell, "-NoProfile", "-NonInteractive", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Build["Repository"],
        };
        start.Environment["IMALINK_MODULE"] = Build["Module"].TrimEnd('/');
        // The program beside pwsh.dll, which jobs are started by, looks for .NET there.
        start.Environment["DOTNET_ROOT"] = Path.GetDirectoryName(Dotnet);
        start.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
        start.Environment["POWERSHELL_UPDATECHECK"] = "Off";
        using Process process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output + error.GetAwaiter().GetResult();
    }

    private static string Package(string name, string version, string file)
    {
        string path = Path.Combine(Build["Packages"], name.ToLowerInvariant(), version, "tools", file);
        return File.Exists(path) ? path : throw new FileNotFoundException($"{name} {version} was not restored: {path} is not there.");
    }
}
