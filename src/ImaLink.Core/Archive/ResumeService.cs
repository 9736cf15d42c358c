using System.Globalization;
using ImaLink.Archive.Intake;
using ImaLink.Catalog;
using ImaLink.Index;
using ImaLink.Index.Journals;

namespace ImaLink.Archive;

/// <summary>An operation on a session that can be interrupted and gone on with.</summary>
public interface IInterruptible
{
    /// <summary>The kind of its journals.</summary>
    internal string Kind { get; }

    /// <summary>Those of a storage that were interrupted, oldest first, read without the lock.</summary>
    /// <param name="storage">The storage.</param>
    /// <param name="trouble">Takes what is wrong with a journal that cannot be read; the others are given.</param>
    internal IEnumerable<InterruptedSession> Interrupted(StorageRow storage, Action<ImaLinkException> trouble);

    /// <summary>Goes on with one. One that this catalog did not begin has to be confirmed.</summary>
    /// <exception cref="ImaLinkException">NothingToResume; PathNotFound, StorageOffline, SessionNotFound where a source is gone.</exception>
    internal void Resume(StorageRow storage, InterruptedSession begun, ResumeRequest request, OperationReporter reporter, CancellationToken cancellationToken);
}

/// <summary>How an interrupted operation is gone on with.</summary>
public sealed record ResumeRequest
{
    /// <summary>Digest of the sources that the user was shown and confirmed, of one that this catalog did not begin; else null.</summary>
    public string? Confirmed { get; init; }

    /// <summary>Ends what the source is gone of.</summary>
    public bool SkipMissingSource { get; init; }

    /// <summary>The layout script, where an import stopped before it was asked for every file.</summary>
    public Func<LayoutFacts, string>? LayoutScript { get; init; }
}

/// <summary>Finds sessions whose import or copy was interrupted, and goes on with them.</summary>
/// <param name="catalog">The catalog.</param>
/// <param name="lockTimeout">How long a storage that another process writes is waited for.</param>
/// <param name="operations">What can be gone on with.</param>
public sealed class ResumeService(CatalogDatabase catalog, TimeSpan lockTimeout, params IReadOnlyList<IInterruptible> operations)
{
    private readonly StorageService _storages = new(catalog, lockTimeout);

    /// <summary>The sessions that can be resumed.</summary>
    /// <param name="storage">Whose; null for all active storages that are accessible.</param>
    /// <param name="session">Those that are meant, in a disabled storage too where one is named; null for all.</param>
    /// <exception cref="ImaLinkException">IndexCorrupt: the journal of one in a storage that was named is damaged; elsewhere it is left out.</exception>
    public IEnumerable<InterruptedSession> Resumable(Selector? storage, Selector? session)
    {
        var all = (storage is null ? catalog.Storages.All().Where(row => row.IsActive || session is { IsWildcard: false }) : _storages.Rows(storage))
            .Where(StorageProbe.IsOnline)
            .SelectMany(row => operations.SelectMany(operation => operation.Interrupted(row, Trouble))).ToList();
        return session is null ? all : session.Select(all, begun => begun.SessionUuid, begun => begun.Title,
            begun => catalog.Storages.Find(begun.StorageUuid) is { } row ? catalog.Sessions.Find(row.Id, begun.SessionUuid)?.Id ?? 0 : 0);

        void Trouble(ImaLinkException error)
        {
            if (storage is not null)
                throw error;
        }
    }

    /// <summary>Goes on with what was interrupted: what this catalog began, and one whose sources were confirmed.</summary>
    /// <param name="storage">Whose; null for all storages that are accessible.</param>
    /// <param name="session">Title or UUID of the one session; null for all.</param>
    /// <param name="request">How.</param>
    /// <param name="reporter">Who is told.</param>
    /// <param name="cancellationToken">Stops; it stays resumable.</param>
    /// <exception cref="ImaLinkException">NothingToResume; PathNotFound, StorageOffline, SessionNotFound where a source is gone.</exception>
    public IEnumerable<SessionResult> Resume(Selector? storage, Selector? session, ResumeRequest request, OperationReporter reporter, CancellationToken cancellationToken)
    {
        List<InterruptedSession> found = [.. Resumable(storage, session)], chosen = found.FindAll(begun => begun.IsOwn || begun.SourcesSha256 == request.Confirmed);
        if (chosen.Count == 0 && found.Count > 0)
            throw InterruptedSession.Unconfirmed(found[0].Kind, found[0].Storage, found[0].Title);
        if (chosen.Count == 0)
            throw InterruptedSession.NoneFound(session?.Text ?? storage?.Text);
        foreach (InterruptedSession begun in chosen)
        {
            StorageRow row = _storages.Row(begun.StorageUuid);
            long before = Files(row, begun), errors = 0;
            OperationReporter counting = reporter with { Error = error => { errors++; reporter.Error?.Invoke(error); } };
            operations.First(operation => operation.Kind == begun.Kind).Resume(row, begun, request, counting, cancellationToken);
            if (catalog.Sessions.Find(row.Id, begun.SessionUuid) is { } resumed)
                yield return Result(resumed, begun.Kind, Files(row, begun), before, errors);
        }
    }

    private long Files(StorageRow row, InterruptedSession begun) => catalog.Sessions.Find(row.Id, begun.SessionUuid) is { } session ? catalog.Sessions.FileCount(session.Id) : 0;

    private SessionResult Result(SessionRow row, string kind, long files, long before, long errors)
    {
        ImportSession session = new SessionService(catalog, lockTimeout).Describe(row);
        return new SessionResult
        {
            FullName = session.IndexFile,
            Verdict = errors > 0 || row.Header.Status != SessionStatus.Completed ? SessionVerdict.Incomplete : kind == ImportPlan.JournalKind ? SessionVerdict.Imported : SessionVerdict.Copied,
            Detail = errors == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"{errors:N0} {(errors == 1 ? "file" : "files")} could not be taken in, as errors told."),
            Storage = session.Storage,
            StorageUuid = session.StorageUuid,
            Session = session.Title,
            SessionUuid = session.Uuid,
            Files = files,
            New = Math.Max(0, files - before),
            Left = errors,
            Mend = kind == ImportPlan.JournalKind ? (FormattableString)$"Get-ImaImportItem -Session {session.Uuid.ToString()} -Verdict Failed" : null,
        };
    }
}
