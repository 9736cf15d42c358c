using System.Management.Automation;
using ImaLink.Catalog;
using ImaLink.Import;
using ImaLink.Removal;
using ImaLink.Storage;

namespace ImaLink.PowerShell;

/// <summary>A cmdlet that uses the catalog.</summary>
public abstract class CatalogCommand : ImaLinkCommand
{
    private readonly CatalogAccess _access;

    /// <summary>Creates the command; the catalog is opened at its first use.</summary>
    protected CatalogCommand() => _access = new CatalogAccess(this);

    /// <summary>The catalog file. By default $env:IMALINK_CATALOG, else ImaLink/catalog.db in the local application data.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Catalog { get; set; }

    /// <summary>How long a storage that another process writes is waited for.</summary>
    protected virtual TimeSpan Timeout => TimeSpan.FromSeconds(10);

    private protected string CatalogFile => _access.Locate(Catalog);

    private protected CatalogDatabase Database => _access.Read(Catalog);

    private protected CatalogDatabase? TryDatabase(string loss) => _access.TryRead(Catalog, loss);

    private protected CatalogDatabase DatabaseForWriting => _access.Write(Catalog);

    private protected StorageService StorageService => new(Database, Timeout);

    private protected SessionService SessionService => new(Database, Timeout);

    private protected TrashService TrashService => new(Database, Timeout);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            _access.Dispose();
    }
}
