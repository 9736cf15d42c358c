using System.Globalization;
using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Media.Previews;

namespace ImaLink.Import;

/// <summary>
/// Makes the hotpreviews that a session's images lack, in parallel. The files are safe by then: previews that cannot be made or written
/// are counted, each is told to those who ask for details, and none is an error.
/// </summary>
internal sealed class PreviewPass(StorageWriter storage, OperationReporter reporter)
{
    private sealed record Made(PreviewCandidate Candidate, bool HasPreview, ImaLinkException? Trouble);

    private bool _isTold;

    // Files of one image share a preview: they must not make it at the same time.
    private readonly object[] _turns = [.. Enumerable.Range(0, 64).Select(_ => new object())];

    internal void Run(long sessionId, CancellationToken cancellationToken)
    {
        long total = storage.Catalog.Files.CountWithoutHotpreview(sessionId);
        long done = 0;
        var made = new List<long>();
        foreach (Made result in ParallelOrdered.Map(
            storage.Catalog.Files.WithoutHotpreview(sessionId), Environment.ProcessorCount, 64, Make, cancellationToken))
        {
            if (result.HasPreview)
                made.Add(result.Candidate.FileId);
            else
                Tell(result);
            if (made.Count >= 256)
                Record(sessionId, made);
            if (result.Trouble?.Code is ErrorCode.StorageFull or ErrorCode.ReadOnly)
                break; // none of the others could be written either; a later pass makes what is lacking
            reporter.Progress?.Invoke(new OperationProgress { Activity = "Making previews", Item = result.Candidate.Path, Items = ++done, TotalItems = total });
        }

        Record(sessionId, made);
        if (storage.Catalog.Files.CountWithoutHotpreview(sessionId) is > 0 and var without)
            reporter.News?.Invoke(string.Create(CultureInfo.InvariantCulture, $"{without} of the {total} files have no preview; they are as safe as the others. Get-ImaFile -Session '{storage.Catalog.Sessions.Get(sessionId).Header.Title}' | Where-Object HasHotpreview -eq $false lists them, -Verbose tells why."));
    }

    private void Tell(Made without)
    {
        if (without.Trouble is { Code: not ErrorCode.PreviewFailed } trouble && !_isTold)
        {
            _isTold = true;
            reporter.Warning?.Invoke($"A preview could not be written; the files themselves are safe, and -Verbose tells of each. {trouble.Message}");
        }

        reporter.Detail?.Invoke(without.Trouble?.Message
            ?? $"No preview of '{storage.Layout.FullName(without.Candidate.Path)}': nothing here decodes {without.Candidate.Format}, and the file holds none of its own.");
    }

    private Made Make(PreviewCandidate candidate, CancellationToken cancellationToken)
    {
        lock (_turns[Convert.ToByte(candidate.Hothash[..2], 16) % _turns.Length])
            return MakeInTurn(candidate, cancellationToken);
    }

    private Made MakeInTurn(PreviewCandidate candidate, CancellationToken cancellationToken)
    {
        string target = storage.Layout.Hotpreview(candidate.Hothash);
        if (File.Exists(target))
            return new Made(candidate, true, null);
        string source = storage.Layout.FullName(candidate.Path);
        try
        {
            byte[]? preview = PreviewRenderer.Render(storage.Layout.Inside(candidate.Path), candidate.Format, cancellationToken);
            if (preview is not null)
                storage.Files.WriteRebuildable(target, preview, storage.Layout.Root);
            return new Made(candidate, preview is not null, null);
        }
        catch (ImaLinkException e)
        {
            return new Made(candidate, false, e);
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            return new Made(candidate, false, IoErrors.Wrap(e, source));
        }
    }

    private void Record(long sessionId, List<long> made)
    {
        if (made.Count == 0)
            return;
        storage.Catalog.Transaction(() =>
        {
            made.ForEach(storage.Catalog.Files.SetHotpreview);
            storage.Catalog.Sessions.MarkDirty(sessionId);
        });
        made.Clear();
    }
}
