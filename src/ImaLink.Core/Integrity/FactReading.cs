using System.Globalization;
using ImaLink.Archive.Intake;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Media.Identity;
using ImaLink.Media.Metadata;
using Microsoft.Win32.SafeHandles;

namespace ImaLink.Integrity;

/// <summary>A registered file that was read again: its facts in an entry that has nothing else, or why there are none.</summary>
internal sealed record FactsRead(FactCandidate Candidate, FileEntry? Facts, ImaLinkException? Trouble);

/// <summary>
/// Reads the facts of registered files that hold what is recorded of them: size, time and fingerprint say so or, where one of those does not, all
/// their bytes. Of others nothing is taken over. Safe for use by many threads.
/// </summary>
internal static class FactReading
{
    internal static FactsRead Read(StorageLayout layout, FactCandidate candidate, CancellationToken cancellationToken)
    {
        FileEntry recorded = candidate.Entry;
        string path = layout.FullName(recorded.Path!);
        try
        {
            Placeholder.Refuse(layout.Inside(recorded.Path!));
            using SafeFileHandle file = FileReading.Open(path);
            (long size, DateTime modified) = (RandomAccess.GetLength(file), File.GetLastWriteTimeUtc(file));
            if (WhyOther(recorded, file, size, modified, cancellationToken) is { } why)
                return new FactsRead(candidate, null, Changed(path, why));
            using var stream = new UnownedFileStream(file);
            var facts = new FileEntry();
            ImageFacts read = FactReader.Read(stream, recorded.FileFormat ?? "", recorded.OriginalFilename ?? recorded.Filename);
            IntakeEntry.SetFacts(facts, read);
            FileWords words = FileWords.Of(read);
            (facts.Said, facts.Words) = (words.Statements(), words.Digest);
            return RandomAccess.GetLength(file) == size && File.GetLastWriteTimeUtc(file) == modified
                ? new FactsRead(candidate, facts, null)
                : new FactsRead(candidate, null, Changed(path, "it changed while it was read"));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return new FactsRead(candidate, null, new ImaLinkException(ErrorCode.PathNotFound,
                $"'{path}' is not there, so its facts were left as they are. Sync-ImaFileStorage finds it again if it was moved, or records that it is missing.", path, e));
        }
        catch (Exception e) when (IoErrors.IsIo(e) || e is ImaLinkException)
        {
            return new FactsRead(candidate, null, IoErrors.Wrap(e, path));
        }
    }

    /// <summary>Why a file is not the one that is recorded; null where it is.</summary>
    private static string? WhyOther(FileEntry recorded, SafeFileHandle file, long size, DateTime modified, CancellationToken cancellationToken)
    {
        if (size != recorded.FileSize)
            return string.Create(CultureInfo.InvariantCulture, $"it has {size:N0} bytes where {recorded.FileSize:N0} are recorded");
        DateTime? time = IndexTime.ParseUtc(recorded.ModifiedAt);
        // A disk in another zone shifts all times alike, and early indexes have none: then all bytes tell.
        if (time is { } known && !FileTimes.IsSameButForHours(known.Ticks, modified.Ticks))
            return $"it was written since, at {IndexTime.FormatUtc(modified)}";
        // What decays keeps its size and time.
        bool isRecorded = time is { } same && FileTimes.IsSame(same.Ticks, modified.Ticks) && recorded.Fingerprint is { } fingerprint
            ? IdentityReader.Fingerprint(file) == fingerprint
            : IdentityReader.Read(file, IdentityParts.Sha256, cancellationToken: cancellationToken).Sha256 == recorded.Sha256;
        return isRecorded ? null : "its bytes are not the recorded ones";
    }

    private static ImaLinkException Changed(string path, string why) => new(ErrorCode.FileChanged,
        $"'{path}' is not what is recorded ({why}), so its facts were left as they are. Sync-ImaFileStorage records an edit with its facts, Test-ImaFile tells damage.", path);
}
