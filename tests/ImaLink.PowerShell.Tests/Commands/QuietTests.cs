namespace ImaLink.PowerShell.Tests.Commands;

/// <summary>What the one Boolean of -Quiet says where a backup disk is not plugged in, of files, storages and indexes alike.</summary>
public sealed class QuietTests(ModuleFixture module) : ArchiveTest(module)
{
    public static TheoryData<string, string, string, bool, int, int> Combinations()
    {
        var table = new TheoryData<string, string, string, bool, int, int>();
        foreach (string command in new[] { "Test-ImaFile", "Test-ImaFileStorage", "Test-ImaIndex" })
        {
            foreach ((string away, string call, bool expected, int warnings, int errors) in new[]
            {
                // what is offline, how it was reached; what -Quiet says, how many warnings, how many times StorageOffline
                ("", "{0}", true, 0, 0),
                ("", "{0} -RequireOnline", true, 0, 0),
                ("", "{0} -Storage Backup", true, 0, 0),
                ("other", "{0}", true, 1, 0),
                ("other", "{0} -Storage Archive", true, 0, 0),
                ("other", "{0} -Storage Archive -RequireOnline", true, 0, 0),
                ("other", "{0} -Storage Backup", false, 0, 1),
                ("other", "{0} -Storage Archive, Backup", false, 0, 1),
                ("other", "{0} -Storage *", false, 0, 1),
                ("other", "Get-ImaFileStorage | {0}", false, 0, 1),
                ("other", "{0} -RequireOnline", false, 0, 1),
                ("other disk", "{0}", false, 2, 0), // nothing at all was checked
                ("other disk", "{0} -RequireOnline", false, 0, 2),
            })
            {
                table.Add(command, away, call, expected, warnings, errors);
            }
        }

        foreach ((string away, string call, bool expected, int warnings, int errors) in new[]
        {
            ("other", "{0} -Session First", true, 1, 0), // a session and a file lie where they lie; nobody named the storage
            ("other", "Get-ImaFile | {0}", true, 1, 0),
            ("other", "Get-ImaFile | {0} -RequireOnline", false, 0, 1),
            ("other", "Get-ImaFile -Storage Backup | {0}", false, 1, 0), // nothing at all was checked
            ("", "{0} -OlderThan 30", false, 0, 0),
        })
        {
            table.Add("Test-ImaFile", away, call, expected, warnings, errors);
        }

        return table;
    }

    [Theory]
    [MemberData(nameof(Combinations))]
    public void Quiet_StorageOffline_IsFalseOnlyWhereItWasAskedFor(string command, string away, string call, bool expected, int warnings, int errors)
    {
        Backup();
        foreach (string disk in away.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            Directory.Move(Path.Combine(Folder, disk), Path.Combine(Folder, disk + " away"));
        ScriptResult result = Run(string.Format(System.Globalization.CultureInfo.InvariantCulture, call, command) + " -Quiet");
        Assert.Equal((expected, warnings), ((bool)Assert.Single(result.Output).BaseObject, result.Warnings.Count));
        Assert.Equal(Enumerable.Repeat("ImaLink.StorageOffline", errors), result.ErrorIds);
        Assert.All(result.Warnings, text => Assert.Contains("Connect its drive", text));
    }

    [Fact]
    public void Quiet_DecayBesideAStorageThatIsOffline_IsFalse()
    {
        Backup();
        Directory.Move(Path.Combine(Folder, "other"), Path.Combine(Folder, "away"));
        File.Delete(Directory.EnumerateFiles(Path.Combine(Root, "photos"), "*.jpg", SearchOption.AllDirectories).First());
        foreach (string command in new[] { "Test-ImaFile", "Test-ImaIndex" })
            Assert.Equal("False", Assert.Single(Run(command + " -Quiet").Clean().Output).ToString());
    }

    [Fact]
    public void Quiet_StorageThatIsThereAndHasNoIndex_IsNotJustOffline()
    {
        Backup();
        File.Delete(Path.Combine(Root, "index.json"));
        foreach (string command in new[] { "Test-ImaFile", "Test-ImaFileStorage", "Test-ImaIndex" })
            Assert.Equal("False", Assert.Single(Run(command + " -Quiet").Output).ToString());
    }

    [Fact]
    public void WithoutQuiet_OfflineIsAVerdictAndRequireOnlineAnError()
    {
        Backup();
        Directory.Move(Path.Combine(Folder, "other"), Path.Combine(Folder, "away"));
        foreach (string command in new[] { "Test-ImaFileStorage", "Test-ImaIndex" })
        {
            Assert.Contains("Offline", Run(command).Clean().Values<string>("Verdict"));
            Assert.Contains("Offline", Run(command + " Backup").Clean().Values<string>("Verdict"));
            ScriptResult required = Run(command + " -RequireOnline");
            Assert.Equal(["ImaLink.StorageOffline"], required.ErrorIds);
            Assert.Contains("Offline", required.Values<string>("Verdict"));
        }
    }

    private void Backup()
    {
        FirstImport();
        Directory.CreateDirectory(Path.Combine(Folder, "other"));
        Run("New-ImaFileStorage Backup other; Copy-ImaSession First Backup").Clean();
    }
}
