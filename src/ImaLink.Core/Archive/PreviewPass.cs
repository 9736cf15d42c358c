using System.Globalization;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Media.Likeness;
using ImaLink.Media.Previews;

namespace ImaLink.Archive;

/// <summary>
/// Makes hotpreviews, in parallel, of the file that counts for an image. The files are safe by then: previews that cannot be made or written
/// are counted, each is told to those who ask for details, and none is an error.
/// </summary>
internal sealed class PreviewPass(StorageWriter storage, OperationReporter reporter)
{
    private sealed record Made(PreviewCandidate Candidate, bool HasPreview, bool IsNew, ImaLinkException? Trouble)
    {
        /// <summary>Whether the preview was made here, so that its likeness is known.</summary>
        internal bool IsSeen { get; init; }

        internal LikenessHash? Likeness { get; init; }
    }

    private bool _isTold;

    // Files of one image share a preview: they must not make it at the same time.
    private readonly object[] _turns = [.. Enumerable.Range(0, 64).Select(_ => new object())];

    /// <summary>Makes what the images of a session lack, and tells how many are without one then.</summary>
    internal void Run(long sessionId, CancellationToken cancellationToken)
    {
        long total = storage.Catalog.Previews.CountLacking(sessionId);
        Run(storage.Catalog.Previews.Lacking(sessionId), total, _ => { }, cancellationToken);
        if (storage.Catalog.Previews.CountLacking(sessionId) is > 0 and var without)
            reporter.News?.Invoke(string.Create(CultureInfo.InvariantCulture, $"{without} of the {total} files have no preview; they are as safe as the others. Get-ImaFile -Session '{storage.Catalog.Sessions.Get(sessionId).Header.Title}' | Where-Object HasHotpreview -eq $false lists them, -Verbose tells why."));
    }

    /// <summary>Makes what candidates lack. A preview that is there stays, unless the candidate is the file that it shows: then it is made again.</summary>
    /// <param name="candidates">The files.</param>
    /// <param name="total">How many they are.</param>
    /// <param name="made">Takes each that has got a preview which it had not, or another one.</param>
    /// <param name="cancellationToken">Stops; what was made is recorded.</param>
    internal void Run(IEnumerable<PreviewCandidate> candidates, long total, Action<PreviewCandidate> made, CancellationToken cancellationToken)
    {
        long done = 0;
        var unrecorded = new List<Made>();
        try
        {
            foreach (Made result in ParallelOrdered.Map(candidates, Environment.ProcessorCount, 64, Make, cancellationToken))
            {
                if (!result.HasPreview)
                    Tell(result);
                else if (result.IsNew || result.IsSeen || !result.Candidate.HasHotpreview)
                    unrecorded.Add(result);
                if (unrecorded.Count >= 256)
                    Record(unrecorded, made);
                if (result.Trouble?.Code is ErrorCode.StorageFull or ErrorCode.ReadOnly)
                    break; // none of the others could be written either; a later pass makes what is lacking
                reporter.Progress?.Invoke(new OperationProgress { Activity = "Making previews", Item = result.Candidate.Path, Items = ++done, TotalItems = total });
            }
        }
        finally
        {
            Record(unrecorded, made);
        }
    }

    private void Tell(Made without)
    {
        if (without.Trouble is { Code: not ErrorCode.PreviewFailed } trouble && !_isTold)
        {
            _isTold = true;
            reporter.Warning?.Invoke($"A preview could not be written; the files themselves are safe, and -Verbose tells of each. {trouble.Message}");
        }

        reporter.Detail?.Invoke(without.Trouble?.Message
            ?? $"No preview of '{storage.Layout.FullName(without.Candidate.Path)}': nothing here decodes {without.Candidate.Shown.Format}, and the file holds none of its own.");
    }

    private Made Make(PreviewCandidate candidate, CancellationToken cancellationToken)
    {
        lock (_turns[Convert.ToByte(candidate.Hothash[..2], 16) % _turns.Length])
            return MakeInTurn(candidate, cancellationToken);
    }

    private Made MakeInTurn(PreviewCandidate candidate, CancellationToken cancellationToken)
    {
        string target = storage.Layout.Hotpreview(candidate.Hothash);
        if (!candidate.IsShown && File.Exists(target))
            return new Made(candidate, true, false, null);
        string source = storage.Layout.FullName(candidate.Shown.Path);
        try
        {
            byte[]? preview = PreviewRenderer.Render(storage.Layout.Inside(candidate.Shown.Path), candidate.Shown.Format, cancellationToken);
            bool isNew = preview is not null && !IsThere(target, preview);
            if (preview is not null)
                storage.Files.WriteRebuildable(target, preview, storage.Layout.Root);
            LikenessHash? likeness = null;
            bool isSeen = preview is not null && LikenessReader.TryRead(preview, out likeness);
            return new Made(candidate, preview is not null, isNew, null) { IsSeen = isSeen, Likeness = likeness };
        }
        catch (ImaLinkException e)
        {
            return new Made(candidate, false, false, e);
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            return new Made(candidate, false, false, IoErrors.Wrap(e, source));
        }
    }

    /// <summary>Whether making the preview of a file would give what is there.</summary>
    internal static bool IsAsMade(StorageLayout layout, PreviewCandidate candidate, CancellationToken cancellationToken)
    {
        try
        {
            return PreviewRenderer.Render(layout.Inside(candidate.Shown.Path), candidate.Shown.Format, cancellationToken) is { } preview
                && IsThere(layout.Hotpreview(candidate.Hothash), preview);
        }
        catch (Exception e) when (IoErrors.IsIo(e) || e is ImaLinkException)
        {
            return false;
        }
    }

    private static bool IsThere(string target, byte[] preview)
    {
        try
        {
            return File.Exists(target) && OwnFiles.ReadAllBytes(target).AsSpan().SequenceEqual(preview);
        }
        catch (Exception e) when (IoErrors.IsIo(e) || e is ImaLinkException)
        {
            return false;
        }
    }

    private void Record(List<Made> results, Action<PreviewCandidate> made)
    {
        if (results.Count == 0)
            return;
        storage.Catalog.Transaction(() =>
        {
            foreach (PreviewCandidate candidate in results.Select(result => result.Candidate).Where(candidate => !candidate.HasHotpreview))
            {
                storage.Catalog.Previews.SetMade(candidate.FileId);
                storage.Catalog.Sessions.MarkDirty(candidate.SessionId);
            }

            foreach (Made result in results.Where(result => result.IsSeen))
                storage.Catalog.Likenesses.Set(result.Candidate.Hothash, result.Likeness);
        });
        results.Where(result => result.IsNew || !result.Candidate.HasHotpreview).ToList().ForEach(result => made(result.Candidate));
        results.Clear();
    }
}
