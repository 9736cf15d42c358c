using System.Management.Automation;
using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Import;
using ImaLink.Replication;
using ImaLink.Trash;

namespace ImaLink.PowerShell;

/// <summary>
/// A cmdlet that uses the catalog: it is opened at its first use and closed with the command. Every cmdlet of the archive has the parameters
/// of this class, but for one that a base below it takes back: an override without [Parameter] is no parameter.
/// </summary>
public abstract class CatalogCommand : ImaLinkCommand
{
    private readonly int _pipelineThread = Environment.CurrentManagedThreadId;
    private CatalogDatabase? _catalog;
    private string? _named;

    /// <summary>The catalog file. By default $env:IMALINK_CATALOG, else ImaLink/catalog.db in the local application data.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public virtual string? Catalog { get; set; }

    /// <summary>Seconds to wait for a storage that another process writes; then StorageBusy names that process. 10 by default.</summary>
    [Parameter]
    [ValidateRange(0, 86400)]
    public virtual int LockTimeout { get; set; } = 10;

    /// <summary>How long a storage that another process writes is waited for.</summary>
    private protected TimeSpan Timeout => TimeSpan.FromSeconds(LockTimeout);

    /// <summary>Full path of the catalog.</summary>
    private protected string CatalogFile => string.IsNullOrEmpty(Catalog) ? CatalogDatabase.Locate() : SessionPaths.Literal(this, Catalog);

    /// <summary>Full path of the catalog where it is not the usual one; commands that are told have to name it then.</summary>
    private protected string? NamedCatalog => (_named ??= string.IsNullOrEmpty(Catalog) || CatalogFile == CatalogDatabase.Locate() ? "" : CatalogFile) is { Length: > 0 } named ? named : null;

    /// <summary>The catalog; one that does not exist is empty.</summary>
    private protected CatalogDatabase Database => _catalog ??= Open();

    /// <summary>The catalog; one that does not exist is created.</summary>
    private protected CatalogDatabase DatabaseForWriting => _catalog ??= CatalogDatabase.OpenForWriting(CatalogFile);

    private protected StorageService StorageService => new(Database, Timeout);

    private protected SessionService SessionService => new(Database, Timeout);

    private protected ImportService ImportService => new(Database, Timeout);

    private protected ResumeService ResumeService => new(Database, Timeout, ImportService, new SessionCopyService(Database, Timeout));

    private protected SessionRemovalService SessionRemovalService => new(Database, Timeout);

    private protected TrashService TrashService => new(Database, Timeout);

    /// <summary>The catalog, where a command can do without: null, and a warning, where it cannot be used.</summary>
    /// <param name="loss">What is lost without it.</param>
    private protected CatalogDatabase? TryDatabase(string loss)
    {
        try
        {
            return Database;
        }
        catch (ImaLinkException e)
        {
            WriteWarning($"{loss}: {e.Message}");
            return null;
        }
    }

    /// <summary>Emits an object; a remedy that it has is one for the catalog that this command was given.</summary>
    protected internal sealed override void WriteResult(object value)
    {
        if (value is Outcome outcome)
            outcome.NameCatalog(NamedCatalog);
        base.WriteResult(value);
    }

    /// <inheritdoc/>
    protected sealed override void TellNotices()
    {
        while (_catalog?.Notices.TryDequeue(out string? notice) == true)
            WriteWarning(notice);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            _catalog?.Dispose();
    }

    private CatalogDatabase Open()
    {
        string located = CatalogFile;
        bool isNamed = !string.IsNullOrEmpty(Catalog) || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("IMALINK_CATALOG"));
        CatalogDatabase catalog = CatalogDatabase.OpenForReading(located);
        // Perhaps mistyped; only the pipeline's own thread may warn.
        if (!catalog.Exists && isNamed && Environment.CurrentManagedThreadId == _pipelineThread)
            WriteWarning($"There is no catalog '{located}', so nothing is known. Check the path; the first command that writes creates it.");
        // A storage that is named by its path is noted to lie there; -WhatIf shall leave not even that.
        if (this.IsWhatIf())
            catalog.Rehearse();
        return catalog;
    }
}
