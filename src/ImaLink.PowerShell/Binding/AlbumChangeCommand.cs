using ImaLink.Photos;

namespace ImaLink.PowerShell;

/// <summary>
/// A cmdlet that changes albums: at once in the catalog, and in the storages once, when the command ends or is stopped. The albums are emitted then.
/// </summary>
public abstract class AlbumChangeCommand : CatalogCommand
{
    private readonly List<Guid> _changed = [];
    private AlbumService? _service;
    private bool _isDue;

    /// <summary>What changes them; used only after ShouldProcess.</summary>
    private protected AlbumService Albums => _service ??= new AlbumService(DatabaseForWriting, Timeout);

    /// <summary>An album was changed.</summary>
    /// <param name="album">The album; null where it was removed.</param>
    private protected void Changed(Guid? album)
    {
        _isDue = true;
        if (album is { } uuid && !_changed.Contains(uuid))
            _changed.Add(uuid);
    }

    /// <inheritdoc/>
    protected override void EndInput()
    {
        WriteStorages(warn: true);
        foreach (Guid album in _changed)
            WriteObject(Albums.Describe(album));
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && _isDue)
            Stopped();
        base.Dispose(disposing);
    }

    /// <summary>The pipeline was stopped: what was changed is written all the same.</summary>
    private void Stopped()
    {
        try
        {
            WriteStorages(warn: false);
        }
        catch (ImaLinkException)
        {
            // It stands in the catalog, and the next command that writes the storage writes it.
        }
    }

    private void WriteStorages(bool warn)
    {
        if (!_isDue)
            return;
        _isDue = false;
        foreach (ImaLinkException problem in Albums.Write(CancellationToken.None))
            if (warn)
                WriteWarning(problem.Message);
    }
}
