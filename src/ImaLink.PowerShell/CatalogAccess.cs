using System.Management.Automation;
using ImaLink.Catalog;

namespace ImaLink.PowerShell;

/// <summary>Opens the catalog of a command at its first use and closes it with the command.</summary>
internal sealed class CatalogAccess(PSCmdlet cmdlet) : IDisposable
{
    private readonly int _pipelineThread = Environment.CurrentManagedThreadId;
    private CatalogDatabase? _catalog;

    /// <summary>The catalog; one that does not exist is empty.</summary>
    public CatalogDatabase Read(string? path) => _catalog ??= Open(path);

    /// <summary>The catalog; one that does not exist is created.</summary>
    public CatalogDatabase Write(string? path) => _catalog ??= CatalogDatabase.OpenForWriting(Locate(path));

    /// <summary>The catalog, where a command can do without: null, and a warning, where it cannot be used.</summary>
    /// <param name="path">Where it lies.</param>
    /// <param name="loss">What is lost without it.</param>
    public CatalogDatabase? TryRead(string? path, string loss)
    {
        try
        {
            return Read(path);
        }
        catch (ImaLinkException e)
        {
            cmdlet.WriteWarning($"{loss}: {e.Message}");
            return null;
        }
    }

    public void Dispose() => _catalog?.Dispose();

    private CatalogDatabase Open(string? path)
    {
        string located = Locate(path);
        bool isNamed = !string.IsNullOrEmpty(path) || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("IMALINK_CATALOG"));
        CatalogDatabase catalog = CatalogDatabase.OpenForReading(located);
        // Perhaps mistyped; only the pipeline's own thread may warn.
        if (!catalog.Exists && isNamed && Environment.CurrentManagedThreadId == _pipelineThread)
            cmdlet.WriteWarning($"There is no catalog '{located}', so nothing is known. Check the path; the first command that writes creates it.");
        // A storage that is named by its path is noted to lie there; -WhatIf shall leave not even that.
        if (cmdlet.IsWhatIf())
            catalog.Rehearse();
        return catalog;
    }

    /// <summary>Full path of the catalog.</summary>
    public string Locate(string? path) =>
        string.IsNullOrEmpty(path) ? CatalogDatabase.Locate() : SessionPaths.Literal(cmdlet, path);
}
