using System.Globalization;
using ImaLink.SamplePhotos;

namespace ImaLink.Benchmarks;

/// <summary>Where the benchmarks work: a temporary folder, the photos that several of them take, and the built host, started as users do.</summary>
internal sealed class Workbench : IDisposable
{
    /// <summary>The program as it was built.</summary>
    public string Host { get; } = Path.Combine(Repository, "src", "ImaLink.Host", "bin",
        AppContext.BaseDirectory.Contains("Release", StringComparison.Ordinal) ? "Release" : "Debug", "net10.0", "imalink.dll");

    /// <summary>Where everything lies, removed at the end.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("imalink-bench-").FullName;

    /// <summary>The work tree.</summary>
    public static string Repository { get; } = FindRepository();

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>Runs a script that takes <c>$Source</c>; the time is that of the script, the start of the process left out.</summary>
    public Measured InSession(string text, string source) => Timed(Measured.Run("dotnet", Host, "-File",
        Script($"param($Source) $s = [Diagnostics.Stopwatch]::StartNew(); {text}; $s.Elapsed.TotalSeconds"), "-Source", source));

    /// <summary>The seconds that a script took by its own account: what it printed last.</summary>
    public static Measured Timed(Measured run) => run with { Seconds = double.Parse(run.Output.Trim().Split('\n')[^1], CultureInfo.InvariantCulture) };

    /// <summary>Writes a script. In a session the module is there: it would be loaded when a command of it is first used.</summary>
    public string Script(string text)
    {
        string path = Path.Combine(Folder, "script.ps1");
        File.WriteAllText(path, text.Insert(text.IndexOf(')', StringComparison.Ordinal) + 1, " Import-Module ImaLink.PowerShell;"));
        return path;
    }

    /// <summary>Imports photos into a new archive, without previews.</summary>
    public Measured ImportOnce(string photos) => ImportInto(Fresh("archive"), photos);

    /// <summary>Imports photos into an archive in a new folder, without previews; its catalog lies there, too.</summary>
    public Measured ImportInto(string archive, string photos)
    {
        Directory.CreateDirectory(archive);
        string script = Script("param($Source, $Base) $env:IMALINK_CATALOG = \"$Base/catalog.db\"; $null = New-ImaFileStorage -Name A -BasePath $Base;"
            + " $s = [Diagnostics.Stopwatch]::StartNew(); $null = Import-ImaSession -Path $Source -Storage A -Title T -NoPreview; $s.Elapsed.TotalSeconds");
        return Timed(Measured.Run("dotnet", Host, "-File", script, "-Source", photos, "-Base", archive));
    }

    /// <summary>A gigabyte of photos of real size; made once.</summary>
    public string Large()
    {
        string photos = Path.Combine(Folder, "large");
        if (!Directory.Exists(photos))
            BulkPhotos.Large(photos, 1100);
        return photos;
    }

    /// <summary>So many photos of a kilobyte; made once.</summary>
    public string Tiny(int count)
    {
        string photos = Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"tiny{count}"));
        if (!Directory.Exists(photos))
            BulkPhotos.Tiny(photos, count);
        return photos;
    }

    /// <summary>A folder that is not there.</summary>
    public string Fresh(string name)
    {
        string path = Path.Combine(Folder, name);
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
        return path;
    }

    private static string FindRepository()
    {
        var place = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(place.FullName, "ImaLink.PowerShell.sln")))
            place = place.Parent ?? throw new DirectoryNotFoundException("The benchmarks run outside of the repository.");
        return place.FullName;
    }
}
