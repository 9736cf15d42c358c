using ImaLink.Archive.Intake;
using ImaLink.Archive.Judging;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Index.Journals;
using ImaLink.Media.Formats;
using ImaLink.Media.Identity;
using ImaLink.Media.Metadata;
using Microsoft.Win32.SafeHandles;

namespace ImaLink.Reconcile;

/// <summary>What reading a found file told.</summary>
/// <param name="File">The file.</param>
/// <param name="Trouble">Why it is left for the next run; null where it was read.</param>
internal sealed record Probed(FoundFile File, ImaLinkException? Trouble)
{
    internal string? Fingerprint { get; init; }

    /// <summary>What a full read told, as an index has it; null for what is no photo or video.</summary>
    internal FileEntry? Entry { get; init; }

    /// <summary>Whether the content is a photo or video; with its dimensions, where they are told.</summary>
    internal bool IsImage { get; init; }

    /// <summary>Whether image data, by what the file says of itself, lies beyond its end.</summary>
    internal bool IsCut { get; init; }

    /// <summary>What the file says of its end.</summary>
    internal FileSight? End { get; init; }
    internal int Width { get; init; }
    internal int Height { get; init; }
}

/// <summary>
/// Reads files for a scan: samples, facts, or everything. A file that is not as the walk saw it, before or after, is left for the
/// next run, and so is what lies behind a link out of the storage. Safe for use by many threads.
/// </summary>
internal sealed class FileProbe(StorageLayout layout)
{
    private readonly FileIntake _intake = new(new DurableFiles(), null, null);
    private long _bytes;
    private volatile string? _folder;

    /// <summary>How many bytes were read.</summary>
    internal long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Reads the samples of the fingerprint.</summary>
    internal Probed Fingerprint(FoundFile file) => Guarded(file, handle =>
    {
        Interlocked.Add(ref _bytes, Math.Min(file.Size, 3 * 64 * 1024));
        return new Probed(file, null) { Fingerprint = IdentityReader.Fingerprint(handle) };
    });

    /// <summary>Tells whether the file is a photo or video, and its dimensions, from a few kilobytes.</summary>
    internal Probed Facts(FoundFile file) => Guarded(file, handle =>
    {
        FormatInfo? format = IdentityReader.Detect(handle);
        if (format is null || format.Kind == MediaKind.Other)
            return new Probed(file, null);
        using var stream = new UnownedFileStream(handle);
        ImageFacts facts = FactReader.Read(stream, format.Name);
        return new Probed(file, null) { IsImage = true, Width = facts.Width ?? 0, Height = facts.Height ?? 0 };
    });

    /// <summary>Looks whether the file ends where it says that it does.</summary>
    internal Probed End(FoundFile file, CancellationToken cancellationToken) => Guarded(file, handle => new Probed(file, null)
    {
        End = FileLook.WithEnd(new FileSight { Exists = true, Size = file.Size, Format = IdentityReader.Detect(handle)?.Name }, handle, cancellationToken),
    });

    /// <summary>Reads every byte, and the facts.</summary>
    internal Probed Whole(FoundFile file, CancellationToken cancellationToken) => Inside(file, fullName =>
    {
        IntakeResult taken = _intake.Take(new PlannedFile { Path = fullName, Size = file.Size }, copy: false, cancellationToken);
        if (taken.Verdict == ImportVerdict.Skipped)
            return new Probed(file, null);
        if (taken.Verdict == ImportVerdict.Failed)
            return new Probed(file, new ImaLinkException(ErrorCode.ReadFailed, taken.Reason!, fullName));
        if (taken.Verdict is not null || taken.Identity!.Length != file.Size || taken.ModifiedAt.Ticks != file.Modified)
            return new Probed(file, StillChanging(fullName));
        Interlocked.Add(ref _bytes, file.Size);
        return new Probed(file, null) { IsImage = true, Entry = IntakeEntry.Of(taken, file.Path), IsCut = taken.Identity.IsCut };
    });

    /// <summary>Reads every byte for its SHA-256 alone.</summary>
    internal Probed Sha256(FoundFile file, CancellationToken cancellationToken) => Guarded(file, handle =>
    {
        Interlocked.Add(ref _bytes, file.Size);
        string sha256 = IdentityReader.Read(handle, IdentityParts.Sha256, cancellationToken: cancellationToken).Sha256!;
        return new Probed(file, null) { Entry = new FileEntry { Path = file.Path, FileSize = file.Size, Sha256 = sha256 } };
    });

    private Probed Guarded(FoundFile file, Func<SafeFileHandle, Probed> read) => Inside(file, fullName =>
    {
        using SafeFileHandle handle = FileReading.Open(fullName);
        if (!IsAsSeen(handle))
            return new Probed(file, StillChanging(fullName));
        Probed result = read(handle);
        return IsAsSeen(handle) ? result : new Probed(file, StillChanging(fullName));

        bool IsAsSeen(SafeFileHandle handle) =>
            RandomAccess.GetLength(handle) == file.Size && File.GetLastWriteTimeUtc(handle).Ticks == file.Modified;
    });

    private Probed Inside(FoundFile file, Func<string, Probed> read)
    {
        try
        {
            string fullName = FullName(file.Path);
            Placeholder.Refuse(fullName);
            return read(fullName);
        }
        catch (Exception e) when (IoErrors.IsIo(e) || e is ImaLinkException { Code: ErrorCode.FileOffline })
        {
            return new Probed(file, IoErrors.Wrap(e, layout.FullName(file.Path)));
        }
    }

    /// <summary>Where a file lies. Its folder, and those above, are looked at once for the files of it that follow each other; the file is each time.</summary>
    private string FullName(string path)
    {
        string folder = path[..path.LastIndexOf('/')], fullName = layout.FullName(path);
        if (folder == _folder && new FileInfo(fullName).LinkTarget is null)
            return fullName;
        fullName = layout.Inside(path);
        _folder = folder;
        return fullName;
    }

    private static ImaLinkException StillChanging(string fullName) => new(ErrorCode.StillChanging,
        $"'{fullName}' changes while it is read; it is left for the next run.", fullName);
}
