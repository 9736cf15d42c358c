using System.Buffers;
using System.Security.Cryptography;
using ImaLink.Archive.Judging;
using ImaLink.Files;
using ImaLink.Media.Identity;
using Microsoft.Win32.SafeHandles;

namespace ImaLink.Integrity;

/// <summary>
/// Finds duplicates in plain folders, without any catalog: by size, then by a sample of 192 KiB (which is all of a small file),
/// then by SHA-256. Nothing counts as a duplicate on the strength of a sample.
/// </summary>
public sealed class PlainDuplicateSearch(OperationReporter reporter)
{
    private const int Window = 256;

    private sealed record Seen(PlainFile File, string? Key, string? Sha256, string? Hothash, ImaLinkException? Error);

    /// <summary>Groups of files with the same bytes, in the order of their first paths.</summary>
    /// <param name="paths">Files and folders, full paths.</param>
    /// <param name="includeVariant">Groups files with the same image instead, whatever their metadata; every file is read whole.</param>
    /// <param name="cancellationToken">Stops.</param>
    public IEnumerable<DuplicateGroup> Run(IReadOnlyList<string> paths, bool includeVariant, CancellationToken cancellationToken)
    {
        List<PlainFile> files = [.. PlainFiles.Of(paths, error => reporter.Error?.Invoke(error), cancellationToken).OrderBy(file => file.Path, StringComparer.Ordinal)];
        if (!includeVariant)
            files = Repeated(files, file => file.Length);
        List<Seen> candidates = includeVariant
            ? Look(PlainFiles.OnePerFile(files), (file, token) => Identify(file, token), cancellationToken)
            : Look(PlainFiles.OnePerFile(files), (file, _) => Sample(file), cancellationToken);
        if (!includeVariant)
            candidates = Confirm(Repeated(candidates, seen => seen.Key!), cancellationToken);

        IEnumerable<Seen[]> groups = candidates.GroupBy(seen => includeVariant ? seen.Hothash! : seen.Sha256!).Where(group => group.Skip(1).Any()).Select(group => group.ToArray());
        foreach (Seen[] group in ParallelOrdered.Map(groups, Environment.ProcessorCount, Window, (group, token) => (Seen[])[Named(group[0], token), .. group[1..]], cancellationToken))
        {
            if (group[0].Error is { } error)
                reporter.Error?.Invoke(error);
            else
                yield return new DuplicateGroup { Hothash = group[0].Hothash!, Files = Array.ConvertAll(group, Describe) };
        }
    }

    /// <summary>The large files among them read whole: the first of those with one sample for its SHA-256, and beside it those that hold the same bytes, which takes half of hashing them.</summary>
    private List<Seen> Confirm(List<Seen> candidates, CancellationToken cancellationToken)
    {
        IEnumerable<PlainFile[]> alike = candidates.Where(seen => seen.Sha256 is null).GroupBy(seen => seen.Key!).Select(group => group.Select(seen => seen.File).ToArray());
        List<Seen> large = Look(alike, candidates.Count, Whole, cancellationToken);
        return [.. candidates.Where(seen => seen.Sha256 is not null).Concat(large).OrderBy(seen => seen.File.Path, StringComparer.Ordinal)];
    }

    private static Seen[] Whole(PlainFile[] alike, CancellationToken cancellationToken)
    {
        var first = Whole(alike[0], cancellationToken);
        return [first, .. alike[1..].Select(file => first.Sha256 is not null && FileLook.IsSame(file.Path, first.File.Path, file.Length, cancellationToken)
            ? new Seen(file, null, first.Sha256, null, null) : Whole(file, cancellationToken))];
    }

    private static Seen Whole(PlainFile file, CancellationToken cancellationToken) =>
        Guarded(file, (whole, token) => new Seen(whole, null, IdentityReader.Read(whole.Path, IdentityParts.Sha256, token).Sha256, null, null), cancellationToken);

    // Handed out in portions: a small file is read in less time than handing it out takes.
    private List<Seen> Look(List<PlainFile> files, Func<PlainFile, CancellationToken, Seen> look, CancellationToken cancellationToken) =>
        Look(files.Chunk(16), files.Count, (portion, token) => Array.ConvertAll(portion, file => Guarded(file, look, token)), cancellationToken);

    private List<Seen> Look(IEnumerable<PlainFile[]> portions, long total, Func<PlainFile[], CancellationToken, Seen[]> look, CancellationToken cancellationToken)
    {
        var seen = new List<Seen>();
        long done = 0;
        foreach (Seen[] portion in ParallelOrdered.Map(portions, Environment.ProcessorCount, Window, look, cancellationToken))
        {
            foreach (Seen one in portion)
            {
                if (one.Error is null)
                    seen.Add(one);
                else
                    reporter.Error?.Invoke(one.Error);
            }

            reporter.Progress?.Invoke(new OperationProgress { Activity = "Looking for duplicates", Item = portion[^1].File.Path, Items = done += portion.Length, TotalItems = total });
        }

        return seen;
    }

    private static Seen Guarded(PlainFile file, Func<PlainFile, CancellationToken, Seen> look, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return look(file, cancellationToken);
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            return new Seen(file, null, null, null, IoErrors.Wrap(e, file.Path));
        }
    }

    private static Seen Identify(PlainFile file, CancellationToken cancellationToken)
    {
        FileIdentity identity = IdentityReader.Read(file.Path, IdentityParts.Hothash | IdentityParts.Sha256, cancellationToken);
        return new Seen(file, null, identity.Sha256, identity.Hothash, null);
    }

    /// <summary>All of a small file at once; of a large one the fingerprint.</summary>
    private static Seen Sample(PlainFile file)
    {
        using SafeFileHandle handle = FileReading.Open(file.Path);
        if (!IsSmall(file))
            return new Seen(file, IdentityReader.Fingerprint(handle), null, null, null);
        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)file.Length + 1);
        try
        {
            int filled = 0, read;
            while (filled < buffer.Length && (read = RandomAccess.Read(handle, buffer.AsSpan(filled), filled)) > 0)
                filled += read;
            if (filled != file.Length)
                throw new ImaLinkException(ErrorCode.StillChanging, $"'{file.Path}' changes while it is read. Run the command again when nothing writes it.", file.Path);
            string sha256 = Hex.Of(SHA256.HashData(buffer.AsSpan(0, filled)));
            return new Seen(file, sha256, sha256, null, null);
        }
        catch (ImaLinkException e)
        {
            return new Seen(file, null, null, null, e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The first of a group with its hothash.</summary>
    private static Seen Named(Seen first, CancellationToken cancellationToken) => first.Hothash is not null ? first : Guarded(first.File,
        (file, token) => first with { Hothash = IdentityReader.Hothash(file.Path, first.Sha256!, token) }, cancellationToken);

    private static bool IsSmall(PlainFile file) => file.Length <= 3 * FingerprintHash.SampleLength;

    private static List<T> Repeated<T, TKey>(List<T> items, Func<T, TKey> key)
        where TKey : notnull
    {
        HashSet<TKey> once = [], repeated = [];
        foreach (T item in items)
            if (!once.Add(key(item)))
                repeated.Add(key(item));
        return items.FindAll(item => repeated.Contains(key(item)));
    }

    private static DuplicateFile Describe(Seen seen) => new() { FullName = seen.File.Path, Length = seen.File.Length, Sha256 = seen.Sha256! };
}
