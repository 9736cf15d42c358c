using System.Diagnostics;
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
    private const int Single = 20, LargestBatch = 500;
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(250);

    private readonly List<(long Photo, IReadOnlyDictionary<string, string?> Changes)> _batch = [];
    private readonly Stopwatch _waiting = new();
    private PhotoStatements? _statements;
    private int _size = 1, _said;

    private protected PhotoStatements Statements => _statements ??= new PhotoStatements(DatabaseForWriting, Timeout);

    /// <summary>Says something of a photo, with the next batch.</summary>
    private protected void Say(long photo, IReadOnlyDictionary<string, string?> changes)
    {
        _batch.Add((photo, changes));
        if (_batch.Count == 1)
            _waiting.Restart();
        if (_batch.Count >= _size || _waiting.Elapsed > LongestWait)
            SayBatch();
    }

    /// <summary>Says what is waiting, and emits the photos.</summary>
    private protected void SayBatch()
    {
        if (_batch.Count == 0)
            return;
        Statements.Say(_batch);
        List<long> said = _batch.ConvertAll(edit => edit.Photo);
        _batch.Clear();
        _said += said.Count;
        if (_said >= Single)
            _size = Math.Min(_size * 2, LargestBatch);
        Emit(said);
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
        SayBatch();
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
