using System.Globalization;
using ImaLink.Archive;
using ImaLink.Archive.Intake;
using ImaLink.Catalog;
using ImaLink.Index;
using ImaLink.Index.Journals;

namespace ImaLink.Import;

/// <summary>What comes when the last file of an import is placed: the ledger and the counts of the session, and the word that the source may be removed.</summary>
internal static class ImportCompletion
{
    /// <summary>Writes the ledger and the indexes; from then on every file is safe.</summary>
    /// <returns>The counts, and of how many photos another program says another time or place than they do.</returns>
    internal static (SessionCounts Counts, int Unlike) Finish(StorageWriter writer, ImportJournal journal, long sessionId, double seconds, CancellationToken cancellationToken)
    {
        var counts = new SessionCounts();
        long bytes = 0;
        int unlike = 0;
        foreach (ImportRecord record in journal.Records())
        {
            counts.Add(record.Ledger!);
            unlike += record.Ledger!.Reason?.Contains(UnlikePhoto.Ending, StringComparison.Ordinal) == true ? 1 : 0;
            if (record.Target is not null)
                bytes += record.Ledger!.FileSize;
        }

        SessionRow session = writer.Catalog.Sessions.Get(sessionId);
        string ledger = writer.Layout.Ledger(session.Header.Id);
        if (session.Header.Status != SessionStatus.Completed)
        {
            var lines = new JsonLines<LedgerEntry>(writer.Files, ledger, IndexJson.Instance.LedgerEntry);
            writer.Files.Replace(ledger, stream => lines.Write(stream, journal.Records().Select(record => record.Ledger!)));
            session.Header.Counts = counts;
            session.Header.Bytes = bytes;
            session.Header.DurationSeconds = Math.Round(seconds, 3);
            session.Header.Status = journal.Plan.NoPreview ? SessionStatus.Completed : SessionStatus.Incomplete;
            writer.Catalog.Sessions.Update(session with { Dirty = true });
        }

        writer.WriteIndexes(cancellationToken);
        return (counts, unlike);
    }

    /// <summary>The previews are made: nothing of the import is left to be done.</summary>
    internal static void Complete(StorageWriter writer, long sessionId, CancellationToken cancellationToken)
    {
        SessionRow session = writer.Catalog.Sessions.Get(sessionId);
        session.Header.Status = SessionStatus.Completed;
        writer.Catalog.Sessions.Update(session with { Dirty = true });
        writer.WriteIndexes(cancellationToken);
    }

    /// <summary>Tells that the files are safe, and which are not whole or are said to be of another time or place.</summary>
    internal static void Tell(SessionCounts counts, int unlike, ImportPlan plan, string storage, OperationReporter reporter)
    {
        reporter.News?.Invoke(Safe(counts, plan, storage));
        if (counts.EndingEarly > 0)
        {
            reporter.Warning?.Invoke(string.Create(CultureInfo.InvariantCulture,
                $"{(counts.EndingEarly == 1 ? "One of the images ends" : $"{counts.EndingEarly} of the images end")} early, as where a copy or an upload broke off, and {(counts.EndingEarly == 1 ? "is" : "are")} kept as that. Look for whole copies while they can be had; Get-ImaImportItem '{plan.Session.Title}' -EndsEarly lists them."));
        }

        if (unlike > 0)
        {
            reporter.Warning?.Invoke(string.Create(CultureInfo.InvariantCulture,
                $"Of {(unlike == 1 ? "one photo" : $"{unlike} photos")} the program that {(unlike == 1 ? "it comes" : "they come")} from says another time or place than {(unlike == 1 ? "it states itself, which counts" : "they state themselves, which count")}. Get-ImaImportItem '{plan.Session.Title}' | Where-Object Detail -Like '*{UnlikePhoto.Ending}*' shows both; where it was corrected there, Set-ImaPhoto -Date or -Gps says so here."));
        }
    }

    /// <summary>What may be done with the sources now.</summary>
    private static string Safe(SessionCounts counts, ImportPlan plan, string storage)
    {
        int lacking = counts.Failed + counts.StillChanging;
        if (lacking > 0)
            return string.Create(CultureInfo.InvariantCulture,
                $"{lacking} of {counts.SourceFiles} source files could not be imported: keep the source. Get-ImaImportItem tells which; the others are safe on '{storage}'.");
        if (plan.InPlace && counts.Skipped > 0)
            return string.Create(CultureInfo.InvariantCulture,
                $"{counts.SourceFiles - counts.Skipped} of {counts.SourceFiles} files were registered on '{storage}'; {counts.Skipped} were left as they are, such as those that are registered already. Get-ImaImportItem -Verdict Skipped tells which and why.");
        if (counts.Skipped > 0)
            return string.Create(CultureInfo.InvariantCulture,
                $"{counts.SourceFiles - counts.Skipped} of {counts.SourceFiles} source files are safe on '{storage}'; {counts.Skipped} were left out. Get-ImaImportItem -Verdict Skipped tells which and why: look before the source is removed.");
        string all = counts.SourceFiles == 1 ? "The one source file is" : string.Create(CultureInfo.InvariantCulture, $"All {counts.SourceFiles} source files are");
        if (counts.EndingEarly > 0 && !plan.InPlace)
            return $"{all} accounted for and safe on '{storage}' as {(counts.SourceFiles == 1 ? "it is" : "they are")}.";
        return plan.InPlace
            ? $"{(counts.SourceFiles == 1 ? "The one file is" : string.Create(CultureInfo.InvariantCulture, $"All {counts.SourceFiles} files are"))} registered on '{storage}'."
            : $"{all} accounted for and safe on '{storage}'; the source may be removed.";
    }
}
