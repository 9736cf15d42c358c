using System.Runtime.InteropServices;

namespace ImaLink.PowerShell.Tests;

/// <summary>The module as it is shipped, in a process that references nothing of ours.</summary>
public sealed class ImportTests
{
    private const string OurAssemblies =
        "[AppDomain]::CurrentDomain.GetAssemblies() | ForEach-Object { $_.GetName().Name } | Where-Object { $_ -match 'ImaLink|Sqlite|NetVips' }";

    [Fact]
    public void Import_AssembledModule_LoadsNeitherCoreNorPackages()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "started by env");
        string cache = Directory.CreateTempSubdirectory("imalink-cache-").FullName;
        try
        {
            // PowerShell keeps there what the last session used, and may load it ahead in the background.
            var (exit, output, error) = HostProcess.Finish(HostProcess.StartUnder(["env", $"XDG_CACHE_HOME={cache}"],
                "-Command", $"{OurAssemblies}; 'imported'; Import-Module ImaLink.PowerShell; {OurAssemblies}"));
            Assert.Equal((0, ""), (exit, error));
            Assert.Equal(["imalink", "imported", "imalink", "ImaLink.PowerShell"], output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }
        finally
        {
            Directory.Delete(cache, recursive: true);
        }
    }

    [Fact]
    public void Import_ByNameInTheHost_IsTheModuleBesideIt() => Assert.Equal(
        Path.Combine(Path.GetDirectoryName(Repository.Host)!, "Modules", "ImaLink.PowerShell"),
        HostProcess.Run("-Command", "(Import-Module ImaLink.PowerShell -PassThru).ModuleBase").Output.Trim());

    [Fact]
    public void FirstCommand_AssembledModule_FindsCoreInItsFolder()
    {
        var (exit, output, error) = HostProcess.Run("-Command", $"(Get-ImaHothash -LiteralPath '{Repository.Manifest}').Hothash; {OurAssemblies}");
        Assert.Equal((0, ""), (exit, error));
        Assert.Contains("ImaLink.Core", output);
        Assert.DoesNotContain("NetVips", output);
    }

    [Fact]
    public void Import_SecondVersionBesideTheFirst_SaysWhatToDo()
    {
        string second = Directory.CreateTempSubdirectory("imalink-second-").FullName;
        try
        {
            foreach (string file in Directory.EnumerateFiles(Repository.Module))
                File.Copy(file, Path.Combine(second, Path.GetFileName(file)));
            string manifest = Path.Combine(second, "ImaLink.PowerShell.psd1");
            File.WriteAllText(manifest, System.Text.RegularExpressions.Regex.Replace(File.ReadAllText(manifest), "(ModuleVersion +=).*", "$1 '9.9.9'"));
            var (_, output, error) = HostProcess.Run("-Command", $$"""
                Import-Module '{{Repository.Manifest}}'
                try { Import-Module '{{manifest}}' -ErrorAction Stop } catch { "$_" }
                "$(Get-Module ImaLink.PowerShell | ForEach-Object ModuleBase) $((Get-Command Get-ImaHothash).Version) $((Get-ImaHothash -LiteralPath '{{manifest}}' | Get-Item).Name)"
                Import-Module '{{Repository.Manifest}}' -Force
                'and once more'
                """);
            Assert.Equal("", error);
            string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.Matches($@"^This shell has loaded ImaLink\.PowerShell \d+\.\d+\.\d+ from '.*', and keeps it until it ends\. Start a new shell to use the module in '.*'\.$", lines[0]);
            Assert.Equal($"{Repository.Module} {System.Text.RegularExpressions.Regex.Match(lines[0], @"\d+\.\d+\.\d+")} ImaLink.PowerShell.psd1", lines[1]);
            Assert.Equal("and once more", lines[2]);
        }
        finally
        {
            Directory.Delete(second, recursive: true);
        }
    }

    /// <summary>The rules of time zones are loaded for a film, not for the start, nor for pictures of cameras.</summary>
    [Fact]
    public void FirstImport_OfCamerasPictures_NeedsNoRulesOfZones()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there the zone has no name of IANA's");
        string folder = Directory.CreateTempSubdirectory("imalink-zones-").FullName;
        try
        {
            File.WriteAllBytes(Path.Combine(folder, "film.mp4"), SamplePhotos.TinyFilm.Encode(1, new DateTime(2021, 1, 1)));
            var (exit, output, error) = HostProcess.Finish(HostProcess.StartUnder(["env", "TZ=Europe/Oslo"], "-Command", $$"""
                function Rules { @([AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'NodaTime' }).Count }
                $PSDefaultParameterValues = @{ '*-Ima*:Catalog' = '{{folder}}/catalog.db' }
                $null = New-ImaFileStorage Archive '{{folder}}'
                (Import-ImaSession '{{Repository.Root}}/examples/photos' Archive Stills -InformationAction Ignore).TimeZone
                $null = Get-ImaFile -After 2020; $null = Get-ImaSession
                Rules
                $null = Import-ImaSession '{{folder}}/film.mp4' Archive Films -InformationAction Ignore
                Rules
                """));
            Assert.Equal((0, ""), (exit, error));
            Assert.Equal(["Europe/Oslo", "0", "1"], output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>What is compiled ahead for another platform does not load at all; that of this one is taken, file by file.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void FirstCommand_CoreThatIsCompiledAhead_IsTakenWhereItIsOfThisPlatform(bool isOfThisPlatform)
    {
        string folder = Directory.CreateTempSubdirectory("imalink-module-").FullName;
        try
        {
            string core = Directory.CreateDirectory(Path.Combine(folder, "core")).FullName;
            foreach (string part in new[] { "", "core" })
                foreach (string file in Directory.EnumerateFiles(Path.Combine(Repository.Module, part)))
                    File.Copy(file, Path.Combine(folder, part, Path.GetFileName(file)));
            string platform = isOfThisPlatform ? RuntimeInformation.RuntimeIdentifier : "plan9-x64";
            string ahead = Directory.CreateDirectory(Path.Combine(core, "ahead", platform)).FullName;
            File.Copy(Path.Combine(core, "ImaLink.Core.dll"), Path.Combine(ahead, "ImaLink.Core.dll"));
            var (exit, output, error) = HostProcess.Run("-Command", $"Import-Module '{folder}/ImaLink.PowerShell.psd1'; $null = Get-ImaHothash -LiteralPath '{Repository.Manifest}';"
                + " ([AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'ImaLink.Core' }).Location");
            Assert.Equal((0, ""), (exit, error));
            Assert.Equal(Path.Combine(isOfThisPlatform ? ahead : core, "ImaLink.Core.dll"), output.Trim());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
