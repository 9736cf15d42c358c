using System.Management.Automation;
using ImaLink.Catalog;

namespace ImaLink.PowerShell;

/// <summary>Opens the catalog of a command at its first use and closes it with the command.</summary>
internal sealed class CatalogAccess(PSCmdlet cmdlet) : IDisposable
{
    private CatalogDatabase? _catalog;

    /// <summary>The catalog; one that does not exist is empty.</summary>
    public CatalogDatabase Read(string? path) => _catalog ??= CatalogDatabase.OpenForReading(Locate(path));

    /// <summary>The catalog; one that does not exist is created.</summary>
    public CatalogDatabase Write(string? path) => _catalog ??= CatalogDatabase.OpenForWriting(Locate(path));

    public void Dispose() => _catalog?.Dispose();

    private string Locate(string? path) =>
        string.IsNullOrEmpty(path) ? CatalogDatabase.Locate() : SessionPaths.Literal(cmdlet, path);
}
