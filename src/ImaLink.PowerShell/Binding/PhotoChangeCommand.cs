using System.Diagnostics;
using System.Management.Automation;
using System.Management.Automation.Host;
using ImaLink.Catalog;
using ImaLink.Photos;

namespace ImaLink.PowerShell;

/// <summary>
/// A cmdlet that says something of photos. It is durable in the catalog before the photo is emitted, and written to the indexes once, when the command ends,
/// however it ends. The first photos are said and emitted one by one, so that a pipeline which wants a few changes no others; then photos are taken together, the more the longer the command goes on.
/// </summary>
public abstract class PhotoChangeCommand : PhotoInputCommand
{
    private const int Single = 20, LargestBlock = 500;
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(250);

    private readonly List<(long Photo, PhotoEdit Edit)> _block = [];
    private readonly Stopwatch _waiting = new();
    private PhotoStatements? _statements;
    private int _size = 1, _said;

    private protected PhotoStatements Statements => _statements ??= new PhotoStatements(DatabaseForWriting, Timeout);

    /// <summary>Whether a photo is to be changed: -WhatIf tells it, and -Confirm asks.</summary>
    private protected virtual bool IsToBeSaid(ShownPhoto photo, PhotoEdit edit, IReadOnlyDictionary<string, string?> changes) => true;

    /// <summary>Takes a photo, of which something is said with the next block.</summary>
    private protected void Take(long photo, PhotoEdit edit)
    {
        _block.Add((photo, edit));
        if (_block.Count == 1)
            _waiting.Restart();
        if (_block.Count >= _size || _waiting.Elapsed > LongestWait)
            SayBlock();
    }

    /// <summary>Says at once what is to be said of a photo that waits: what comes next follows from what it shows then.</summary>
    private protected void SayIfTaken(long photo)
    {
        if (_block.Exists(taken => taken.Photo == photo))
            SayBlock();
    }

    /// <summary>Says what is to be said of the photos that wait, and emits them. It is asked before the catalog is held, and follows from what the catalog knows while it is.</summary>
    private void SayBlock()
    {
        (long Photo, PhotoEdit Edit)[] block = [.. _block];
        _block.Clear();
        List<(ShownPhoto Photo, PhotoEdit Edit, IReadOnlyDictionary<string, string?> Changes)> asked = EditsOf(block).FindAll(edit => IsToBeSaid(edit.Photo, edit.Edit, edit.Changes));
        if (asked.Count == 0)
            return;
        List<long> said = [];
        try
        {
            Statements.Say(() =>
            {
                var edits = EditsOf(asked.ConvertAll(edit => (edit.Photo.Id, edit.Edit)));
                said = edits.ConvertAll(edit => edit.Photo.Id);
                return edits.ConvertAll(edit => (edit.Photo.Id, edit.Changes));
            });
        }
        catch (ImaLinkException e)
        {
            foreach ((ShownPhoto photo, _, _) in asked)
                WriteError(ErrorRecords.From(new ImaLinkException(e.Code, $"'{photo.Name}' was not changed. {e.Message}", photo.Name, e)));
            return;
        }

        if (said.Count == 0)
            return;
        _said += said.Count;
        if (_said >= Single && !(MyInvocation.BoundParameters.TryGetValue("Confirm", out object? given) && given is SwitchParameter { IsPresent: true }))
            _size = Math.Min(_size * 2, LargestBlock);
        Emit(said);
    }

    /// <summary>What is to be said of photos, by what they show now; one of which nothing can be said is an error.</summary>
    private List<(ShownPhoto Photo, PhotoEdit Edit, IReadOnlyDictionary<string, string?> Changes)> EditsOf(IReadOnlyCollection<(long Photo, PhotoEdit Edit)> photos)
    {
        IReadOnlyDictionary<long, ShownPhoto> shown = new ShownPhotos(Database).Get([.. photos.Select(photo => photo.Photo)]);
        List<(ShownPhoto Photo, PhotoEdit Edit, IReadOnlyDictionary<string, string?> Changes)> edits = [];
        foreach ((long id, PhotoEdit edit) in photos)
            Attempt(null, () =>
            {
                ShownPhoto photo = shown.GetValueOrDefault(id) ?? throw new ImaLinkException(ErrorCode.FileNotFound, "The photo has been removed meanwhile.");
                edits.Add((photo, edit, edit.ChangesOf(photo)));
            });
        return edits;
    }

    /// <summary>Emits photos that were changed.</summary>
    private protected virtual void Emit(IReadOnlyList<long> photos)
    {
        foreach (Photo photo in new PhotoTable(Database).ByIds(photos))
            WriteObject(photo);
    }

    /// <inheritdoc/>
    protected override void EndInput()
    {
        SayBlock();
        foreach (ImaLinkException problem in _statements?.Write(StopToken) ?? [])
            WriteWarning(problem.Message);
    }

    /// <summary>A pipeline that was stopped has said what it has said: that is written as well.</summary>
    /// <param name="disposing">True when called by Dispose.</param>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            WriteStopped(_statements, Host);
        base.Dispose(disposing);
    }

    internal static void WriteStopped(PhotoStatements? statements, PSHost host)
    {
        try
        {
            foreach (ImaLinkException problem in statements?.Write() ?? [])
                host.UI?.WriteWarningLine(problem.Message);
        }
        catch (Exception exception) when (exception is ImaLinkException or HostException or NotImplementedException)
        {
            // It stands in the catalog, and is written with the next command.
        }
    }
}
