using System.Globalization;
using ImaLink.Archive;
using ImaLink.Archive.Intake;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Media.Companions;
using ImaLink.Media.Formats.Ends;
using ImaLink.Media.Identity;

namespace ImaLink.Import;

/// <summary>
/// Answers the question before a card is formatted: is every file on it held? A file counts as held only where a storage that
/// is accessible now has its bytes in another file, which is read again.
/// </summary>
public sealed class ImportCheck(CatalogDatabase catalog)
{
    private readonly Dictionary<long, StorageRow> _online = catalog.Storages.All().Where(StorageProbe.IsOnline).ToDictionary(row => row.Id);

    /// <summary>Checks files and folders.</summary>
    /// <param name="paths">Full paths.</param>
    /// <param name="quick">Trusts that held files are as they were last verified, and says so.</param>
    /// <param name="reporter">Who is told.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>One result per file: Held, HeldVariant, NotHeld, NotAPhoto or Unreadable.</returns>
    public IEnumerable<CheckResult> Run(IReadOnlyList<string> paths, bool quick, OperationReporter reporter, CancellationToken cancellationToken)
    {
        int early = 0;
        var intake = new FileIntake(new DurableFiles(), null, null);
        var files = new SourceWalk(enterStorages: true, reporter).Files(paths, cancellationToken);
        foreach (IntakeResult taken in ParallelOrdered.Map(files, Environment.ProcessorCount, 64, intake.Look, cancellationToken))
        {
            CheckResult result = Judge(taken, quick, cancellationToken);
            early += result.Ok && taken.End.Words is not null ? 1 : 0;
            yield return result;
        }

        if (early > 0)
        {
            reporter.Warning?.Invoke(string.Create(CultureInfo.InvariantCulture,
                $"{(early == 1 ? "One of the images that are held ends" : $"{early} of the images that are held end")} early: they are held as they are, and may not be whole. Look at them before the source is removed or the card is formatted."));
        }
    }

    private CheckResult Judge(IntakeResult taken, bool quick, CancellationToken cancellationToken)
    {
        string source = taken.File.Path;
        if (taken.Verdict is not null)
        {
            // What is called like a photo and is none may be a damaged one: nothing holds it.
            if (taken.Verdict == ImportVerdict.Skipped)
                return PhotoNames.IsMedia(source) ? Result(source, CheckVerdict.NotHeld, taken.Reason) : Result(source, CheckVerdict.NotAPhoto, taken.Reason);
            return Result(source, taken.IsAway || taken.File.HasBrokenName == true ? CheckVerdict.NotHeld : CheckVerdict.Unreadable, taken.Reason);
        }

        FileIdentity identity = taken.Identity!;
        var holders = catalog.Files.BySha256(identity.Sha256!).Where(row => row.State == FileState.Present)
            .Select(row => (row.StorageId, row.Path, row.Size, row.LastVerified))
            .Concat(catalog.Files.CompanionsBySha256(identity.Sha256!).Select(row => (row.StorageId, row.Companion.Path, row.Companion.FileSize, row.Companion.LastVerified)))
            .Concat(catalog.Documents.BySha256(identity.Sha256!).Select(row => (row.StorageId, row.Entry.Path, row.Entry.FileSize, (string?)row.ImportedAt)));
        string? failed = null;
        foreach ((long storageId, string path, long size, string? lastVerified) in holders)
        {
            if (!_online.TryGetValue(storageId, out StorageRow? storage) || !new StorageLayout(storage.Root).Reaches(path)
                || new StorageLayout(storage.Root).FullName(path) is var held && IsSame(held, source))
                continue;
            if (quick ? lastVerified is not null && FilePresence.IsThere(held, size, null) : HasSha256(held, identity.Sha256!, cancellationToken))
                return Result(source, CheckVerdict.Held, Told(quick ? $"{held} (not read again; last verified {lastVerified})" : held, taken.End));
            failed ??= quick && lastVerified is null ? $"'{held}' was never verified; check again without -Quick." : $"'{held}' is recorded to hold it and does not.";
        }

        if (identity.Scheme == HothashScheme.ImageData)
        {
            foreach (FileRow row in catalog.Files.ByImage(identity.Hothash, taken.Facts.Width, taken.Facts.Height))
            {
                if (row.State == FileState.Present && _online.TryGetValue(row.StorageId, out StorageRow? storage)
                    && new StorageLayout(storage.Root).Reaches(row.Path) && new StorageLayout(storage.Root).FullName(row.Path) is var held && !IsSame(held, source) && row.Sha256 != identity.Sha256
                    && FilePresence.IsThere(held, row.Size, row.Fingerprint))
                {
                    return Result(source, CheckVerdict.HeldVariant, $"The same image in other bytes: {held}");
                }
            }
        }

        return Result(source, CheckVerdict.NotHeld, failed);
    }

    /// <summary>What is held as it is may be no whole image: that must be known while there is another chance to copy it.</summary>
    private static string Told(string held, FileEnd end) =>
        end.Words is { } words ? $"{held} - {words} Look at it before the source is removed or the card is formatted." : held;

    private static bool HasSha256(string path, string sha256, CancellationToken cancellationToken)
    {
        try
        {
            return !Placeholder.IsAt(path) && IdentityReader.Read(path, IdentityParts.Sha256, cancellationToken).Sha256 == sha256;
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            return false;
        }
    }

    /// <summary>Whether the held file is the source itself, directly or through links anywhere in the paths.</summary>
    private static bool IsSame(string held, string source) => string.Equals(RealPath.Of(held), RealPath.Of(source),
        OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase);

    private static CheckResult Result(string path, string verdict, string? detail) =>
        new() { FullName = path, Verdict = verdict, Detail = detail };
}
