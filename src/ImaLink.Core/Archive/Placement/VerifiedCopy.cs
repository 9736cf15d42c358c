using ImaLink.Archive.Intake;
using ImaLink.Files;
using ImaLink.Index.Journals;
using ImaLink.Media.Identity;
using Microsoft.Win32.SafeHandles;

namespace ImaLink.Archive.Placement;

/// <summary>A copy that was made: where it is, or why there is none.</summary>
internal sealed record CopyResult(string? Copy, string? Trouble, DateTime ModifiedAt, string? Sha256 = null, long Length = 0);

/// <summary>
/// Copies a file into a folder of unfinished work, as the import does: one read, durable. What was written is then read back
/// from the medium, and is the file that was wanted or is not there. Safe for use by many threads.
/// </summary>
internal sealed class VerifiedCopy(DurableFiles files, string incoming, Action<int>? progress)
{
    private readonly FileIntake _intake = new(files, incoming, progress) { TakesEmpty = true };

    /// <summary>Copies to <c>incoming/number</c>.</summary>
    /// <param name="number">Name of the copy.</param>
    /// <param name="source">Full path.</param>
    /// <param name="sha256">What its bytes have to be; null takes them as they are.</param>
    /// <param name="cancellationToken">Stops within one block.</param>
    /// <exception cref="ImaLinkException">The copy could not be written, or reads back differently. Trouble with the source is a result.</exception>
    internal CopyResult Take(int number, string source, string? sha256, CancellationToken cancellationToken)
    {
        IntakeResult taken = _intake.TakeCompanion(new PlannedFile { Number = number, Path = source }, copy: true, cancellationToken);
        if (taken.Verdict is not null)
            return new CopyResult(null, taken.Reason, default);
        FileIdentity identity = taken.Identity!;
        if (sha256 is not null && identity.Sha256 != sha256)
        {
            files.Delete(taken.Copy!);
            return new CopyResult(null, identity.Length == 0 ? "It is empty." : "Its bytes are not the recorded ones.", default);
        }

        if (ReadBack(taken.Copy!, cancellationToken) != identity.Sha256)
        {
            files.Delete(taken.Copy!);
            throw new ImaLinkException(ErrorCode.WriteFailed, $"What was written of '{source}' to '{incoming}' reads back differently. Check the medium.", source);
        }

        return new CopyResult(taken.Copy, null, taken.ModifiedAt, identity.Sha256, identity.Length);
    }

    /// <summary>The SHA-256 of a file as the medium has it.</summary>
    internal static string ReadBack(string path, CancellationToken cancellationToken)
    {
        try
        {
            using SafeFileHandle file = FileReading.Open(path, FileOptions.SequentialScan);
            PageCache.Forget(file);
            return IdentityReader.Read(file, IdentityParts.Sha256, cancellationToken: cancellationToken).Sha256!;
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            throw IoErrors.Wrap(e, path);
        }
    }
}
