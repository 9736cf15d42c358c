using System.Management.Automation;
using ImaLink.Catalog;

namespace ImaLink.PowerShell;

/// <summary>A cmdlet that takes existing files or folders and uses the catalog.</summary>
public abstract class CatalogPathCommand : PathCommand
{
    private readonly CatalogAccess _access;

    /// <summary>Creates the command; the catalog is opened at its first use.</summary>
    protected CatalogPathCommand() => _access = new CatalogAccess(this);

    /// <summary>The catalog file. By default $env:IMALINK_CATALOG, else ImaLink/catalog.db in the local application data.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Catalog { get; set; }

    private protected string CatalogFile => _access.Locate(Catalog);

    private protected CatalogDatabase Database => _access.Read(Catalog);

    private protected CatalogDatabase? TryDatabase(string loss) => _access.TryRead(Catalog, loss);

    private protected CatalogDatabase DatabaseForWriting => _access.Write(Catalog);

    /// <summary>Refuses a path that leads nowhere; a link that leads nowhere is told file by file.</summary>
    protected static void RequireExists(string fullName)
    {
        if (!System.IO.Path.Exists(fullName) && new FileInfo(fullName).LinkTarget is null)
            throw new ImaLinkException(ErrorCode.PathNotFound, $"'{fullName}' does not exist. Check the path; is the drive connected?", fullName);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            _access.Dispose();
    }
}
