using ImaLink.Photos;

namespace ImaLink.PowerShell;

/// <summary>A cmdlet that calls a word otherwise in all photos: at once in the catalog, and in the storages once, when the command ends or is stopped.</summary>
public abstract class RenameWordCommand : CatalogCommand
{
    private PhotoStatements? _statements;

    /// <summary>Says what follows from the new name, all of it or nothing: also of the photos that got the word while a question was answered.</summary>
    private protected void Say(Func<IEnumerable<(long Photo, IReadOnlyDictionary<string, string?> Changes)>> changes) =>
        (_statements ??= new PhotoStatements(DatabaseForWriting, Timeout)).Say(changes);

    /// <inheritdoc/>
    protected override void EndInput()
    {
        foreach (ImaLinkException problem in _statements?.Write() ?? [])
            WriteWarning(problem.Message);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            PhotoChangeCommand.WriteStopped(_statements, Host);
        base.Dispose(disposing);
    }
}
