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

    private readonly List<long> _block = [];
    private readonly Stopwatch _waiting = new();
    private PhotoStatements? _statements;
    private int _size = 1, _said;

    private protected PhotoStatements Statements => _statements ??= new PhotoStatements(DatabaseForWriting, Timeout);

    /// <summary>What is to be said of some photos; those of which nothing is to be said are left out.</summary>
    private protected virtual IEnumerable<(long Photo, IReadOnlyDictionary<string, string?> Changes)> EditsOf(IReadOnlyList<long> photos) => [];

    /// <summary>Takes a photo, of which something is said with the next block.</summary>
    private protected void Take(long photo)
    {
        _block.Add(photo);
        if (_block.Count == 1)
            _waiting.Restart();
        if (_block.Count >= _size || _waiting.Elapsed > LongestWait)
            SayBlock();
    }

    /// <summary>Says what is to be said of the photos that wait, and emits them.</summary>
    private void SayBlock()
    {
        long[] photos = [.. _block];
        _block.Clear();
        List<(long Photo, IReadOnlyDictionary<string, string?> Changes)> edits = [.. EditsOf(photos)];
        if (edits.Count == 0)
            return;
        Statements.Say(edits);
        _said += edits.Count;
        if (_said >= Single && !(MyInvocation.BoundParameters.TryGetValue("Confirm", out object? asks) && asks is SwitchParameter { IsPresent: true }))
            _size = Math.Min(_size * 2, LargestBlock);
        Emit(edits.ConvertAll(edit => edit.Photo));
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
