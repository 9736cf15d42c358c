using ImaLink.Files;
using ImaLink.Index.Journals;
using ImaLink.Media.Companions;
using ImaLink.Media.Formats;
using ImaLink.Media.Formats.Ends;
using ImaLink.Media.Identity;
using ImaLink.Media.Metadata;
using Microsoft.Win32.SafeHandles;

namespace ImaLink.Archive.Intake;

/// <summary>A source file that was read: what it is, and its durable copy where one was made.</summary>
internal sealed record IntakeResult
{
    internal required PlannedFile File { get; init; }

    /// <summary>The verdict, where reading alone gave one: Skipped, StillChanging or Failed.</summary>
    internal string? Verdict { get; init; }
    internal string? Reason { get; init; }

    /// <summary>Whether it was not read because its bytes are not on this disk.</summary>
    internal bool IsAway { get; init; }
    internal FileIdentity? Identity { get; init; }
    internal ImageFacts Facts { get; init; } = new();
    internal DateTime ModifiedAt { get; init; }
    internal DateTime CreatedAt { get; init; }

    /// <summary>Whether it ends where it says that it does.</summary>
    internal FileEnd End { get; init; }

    /// <summary>What documents say of it that do not travel with it.</summary>
    internal IReadOnlyList<PhotoNote> Notes { get; init; } = [];

    /// <summary>What there is to know of how a document or companion was read; null where nothing is.</summary>
    internal string? Remark { get; init; }

    /// <summary>The durable copy; null where none was made.</summary>
    internal string? Copy { get; init; }
}

/// <summary>
/// Takes in one source file: one read copies it, computes hothash, sha256 and fingerprint; its facts come out of the copy;
/// the copy is durable when this returns. Safe for use by many threads.
/// </summary>
internal sealed class FileIntake(DurableFiles files, string? incoming, Action<int>? progress)
{
    private readonly NoteReader _notes = new();

    /// <summary>Whether an empty file is taken too: an import takes none, and an owner may have one.</summary>
    internal bool TakesEmpty { private get; init; }

    /// <summary>Reads a file of whichever kind, copying nothing.</summary>
    internal IntakeResult Look(PlannedFile file, CancellationToken cancellationToken) =>
        file.IsCompanion ? TakeCompanion(file, copy: false, cancellationToken) : Take(file, copy: false, cancellationToken);

    /// <summary>Reads a photo or video, and copies it where <paramref name="copy"/> says so.</summary>
    /// <exception cref="ImaLinkException">The copy could not be written. Trouble with the source is a verdict.</exception>
    internal IntakeResult Take(PlannedFile file, bool copy, CancellationToken cancellationToken) =>
        Guarded(file, source =>
        {
            FormatInfo? format = IdentityReader.Detect(source);
            if (format is null || format.Kind == MediaKind.Other)
                return Skip(file, "The content is of no known image or video format.");
            return Read(file, source, IdentityParts.All, copy, cancellationToken);
        });

    /// <summary>Reads a companion, which has no image data of its own.</summary>
    internal IntakeResult TakeCompanion(PlannedFile file, bool copy, CancellationToken cancellationToken) =>
        Guarded(file, source => Read(file, source, IdentityParts.Sha256, copy, cancellationToken));

    private IntakeResult Read(PlannedFile file, SafeFileHandle source, IdentityParts parts, bool copy, CancellationToken cancellationToken)
    {
        (long length, DateTime modified) = (RandomAccess.GetLength(source), File.GetLastWriteTimeUtc(source));
        string? target = copy ? Path.Combine(incoming!, $"{file.Number}") : null;
        FileIdentity identity;
        ImageFacts facts = new();
        FileEnd end = default;
        IPhotoNotes? document = null;
        if (target is null)
        {
            identity = IdentityReader.Read(source, parts, null, progress, cancellationToken);
            if (parts == IdentityParts.All)
                (facts, end) = (Facts(source, identity, file), FileEnd.Of(source, cancellationToken: cancellationToken));
            else
                (facts, document) = Said(file, source);
        }
        else
        {
            files.Delete(target);
            using DurableFile written = files.Create(target);
            identity = IdentityReader.Read(source, parts, written, progress, cancellationToken);
            if (parts == IdentityParts.All)
                (facts, end) = (FactReader.Read(written, identity.Format, NameOf(file)), FileEnd.Of(written.Handle, cancellationToken: cancellationToken));
            else
                (facts, document) = Said(file, written.Handle);
            File.SetLastWriteTimeUtc(written.Handle, modified);
            written.Commit();
        }

        if (identity.Length != length || RandomAccess.GetLength(source) != length || File.GetLastWriteTimeUtc(source) != modified)
        {
            if (target is not null)
                files.Delete(target);
            return new IntakeResult { File = file, Verdict = ImportVerdict.StillChanging, Reason = "The file changed while it was read; it is left for the next run." };
        }

        return new IntakeResult
        {
            File = file,
            Identity = identity,
            Facts = document is null ? facts : new() { Warnings = document.Warnings },
            Remark = document is { Remarks.Count: > 0 } ? string.Join(' ', document.Remarks) : ReferenceEquals(facts, TakeoutReader.OfAnother) ? "It is JSON of another program, which says nothing here." : null,
            End = end,
            ModifiedAt = modified,
            CreatedAt = File.GetCreationTimeUtc(source),
            Copy = target,
            Notes = parts == IdentityParts.All ? _notes.Of(file.Notes, file.Path) : [],
        };
    }

    private static ImageFacts Facts(SafeFileHandle source, FileIdentity identity, PlannedFile file)
    {
        using var stream = new UnownedFileStream(source);
        return FactReader.Read(stream, identity.Format, NameOf(file));
    }

    /// <summary>What a companion says of its photo; a document that speaks of many photos is only looked at.</summary>
    private static (ImageFacts Facts, IPhotoNotes? Document) Said(PlannedFile file, SafeFileHandle handle)
    {
        if (CompanionFacts.Speaks(file.Kind))
            return (CompanionFacts.Read(file.Kind!, handle), null);
        if (file.Kind != DocumentFile.Kind)
            return (new(), null);
        using var stream = new UnownedFileStream(handle);
        return (new(), NoteReader.Read(file.Path, stream));
    }

    private static string NameOf(PlannedFile file) => Path.GetFileName(file.Path);

    private IntakeResult Guarded(PlannedFile file, Func<SafeFileHandle, IntakeResult> read)
    {
        if (file.Trouble is not null)
            return new IntakeResult { File = file, Verdict = ImportVerdict.Failed, Reason = file.Trouble };
        try
        {
            // Not even opened: a pipe has no length either, and opening it would wait for whoever writes to it.
            if ((file.Size == 0 || TakesEmpty) && new FileInfo(file.Path).Length == 0)
                return TakesEmpty ? Empty(file) : Skip(file, "The file is empty.");
            if (Placeholder.IsAt(file.Path))
                return new IntakeResult { File = file, Verdict = ImportVerdict.Failed, Reason = Placeholder.Words, IsAway = true };
            using SafeFileHandle source = FileReading.Open(file.Path, FileOptions.SequentialScan);
            return RandomAccess.GetLength(source) == 0 ? Skip(file, "The file is empty.") : read(source);
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            return new IntakeResult { File = file, Verdict = ImportVerdict.Failed, Reason = IoErrors.Wrap(e, file.Path).Message };
        }
    }

    private IntakeResult Empty(PlannedFile file)
    {
        string copy = Path.Combine(incoming!, $"{file.Number}");
        files.Delete(copy);
        using DurableFile written = files.Create(copy);
        DateTime modified = File.GetLastWriteTimeUtc(file.Path);
        File.SetLastWriteTimeUtc(written.Handle, modified);
        written.Commit();
        return new IntakeResult { File = file, Identity = IdentityReader.Read(written.Handle, IdentityParts.Sha256), ModifiedAt = modified, Copy = copy };
    }

    private static IntakeResult Skip(PlannedFile file, string reason) =>
        new() { File = file, Verdict = ImportVerdict.Skipped, Reason = reason };
}
