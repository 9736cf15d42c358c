using System.Management.Automation;

namespace ImaLink.PowerShell.Tests;

/// <summary>
/// A test with a folder of its own, which is the location of the runspace, a catalog of its own in it, and a card with the sample
/// photos. The catalog is given by a default parameter value: the environment belongs to the process, and tests run in parallel.
/// </summary>
public abstract class ArchiveTest : IClassFixture<ModuleFixture>
{
    private static int _number;

    protected ArchiveTest(ModuleFixture module)
    {
        Module = module;
        Folder = Path.Combine(module.Folder, $"{Interlocked.Increment(ref _number)}");
        Card = Path.Combine(Folder, "card");
        Directory.CreateDirectory(Card);
        foreach (string photo in Directory.EnumerateFiles(Path.Combine(Repository.Root, "examples", "photos")))
            File.Copy(photo, Path.Combine(Card, Path.GetFileName(photo)));
        Directory.CreateDirectory(Path.Combine(Folder, "disk"));
        SetLocation(Folder);
        Run("$PSDefaultParameterValues = @{ '*-Ima*:Catalog' = $Catalog }; $WhatIfPreference = $false", new { Catalog });
    }

    protected ModuleFixture Module { get; }

    protected string Folder { get; }

    /// <summary>Six photos, one of them twice.</summary>
    protected string Card { get; }

    protected string Catalog => Path.Combine(Folder, "catalog.db");

    /// <summary>The root of the storage called Archive.</summary>
    protected string Root => Directory.EnumerateDirectories(Path.Combine(Folder, "disk"), "imalink_*").Single();

    internal ScriptResult Run(string script, object? parameters = null) => Module.Invoke(script, parameters);

    /// <summary>What a script emits, one text each; it must not fail.</summary>
    internal IEnumerable<string?> Texts(string script, object? parameters = null) =>
        Run(script, parameters).Clean().Output.Select(item => item?.ToString());

    /// <summary>Creates the storage called Archive.</summary>
    internal void Archive() => Run("New-ImaFileStorage Archive disk").Clean();

    /// <summary>Creates the storage called Archive and imports the card as the session called First.</summary>
    internal void FirstImport()
    {
        Archive();
        Run("Import-ImaSession card Archive First").Clean();
    }

    protected void SetLocation(string folder) =>
        Run("Set-Location -LiteralPath $To", new { To = folder }).Clean();

    /// <summary>Every file and folder below the test's folder with its bytes: what -WhatIf must not change.</summary>
    protected string[] Everything() =>
    [
        .. Directory.EnumerateFileSystemEntries(Folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
            .Where(path => !path.EndsWith("-shm", StringComparison.Ordinal) && !path.EndsWith("-wal", StringComparison.Ordinal))
            .Where(path => !path.EndsWith("/.imalink/lock", StringComparison.Ordinal)) // who holds a storage may change it
            .Order(StringComparer.Ordinal)
            .Select(path => Directory.Exists(path) ? path
                : $"{path} {File.GetLastWriteTimeUtc(path):O} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path)))}"),
    ];

    /// <summary>As it comes out of a remote session, a job or Import-Clixml.</summary>
    protected static PSObject RoundTrip(PSObject value) => (PSObject)PSSerializer.Deserialize(PSSerializer.Serialize(value));
}
