using System.Collections.Concurrent;
using ImaLink.Files;
using ImaLink.Media.Companions;
using ImaLink.Media.Metadata;
using Microsoft.Win32.SafeHandles;

namespace ImaLink.Archive.Intake;

/// <summary>What a document says of a photo beside which it does not travel.</summary>
/// <param name="Path">Full path of the document.</param>
/// <param name="Kind">What it is: <see cref="CompanionKind.Takeout"/>, <see cref="PicasaNotes.Kind"/>, <see cref="AppleDetails.Kind"/>.</param>
/// <param name="Facts">What it says.</param>
internal sealed record PhotoNote(string Path, string Kind, ImageFacts Facts);

/// <summary>Reads documents that speak of photos, one of many photos once for all of them. Safe for use by many threads.</summary>
internal sealed class NoteReader
{
    /// <summary>More than workers read at a time: their photos come folder by folder.</summary>
    private const int MaxKept = 32;

    private readonly ConcurrentDictionary<string, Lazy<IPhotoNotes?>> _kept = new(StringComparer.Ordinal);

    /// <summary>The kind of a document that speaks of photos, by its name; null where it is none.</summary>
    internal static string? KindOf(string name) => DocumentFile.IsPicasa(name) ? PicasaNotes.Kind : AppleDetails.IsName(name) ? AppleDetails.Kind
        : CompanionKind.Of(name)?.Name == CompanionKind.Takeout ? CompanionKind.Takeout : null;

    /// <summary>What documents say of a photo. What cannot be read is told of the document itself.</summary>
    /// <param name="documents">Their full paths.</param>
    /// <param name="photo">The photo's full path.</param>
    internal IReadOnlyList<PhotoNote> Of(IEnumerable<string>? documents, string photo)
    {
        var notes = new List<PhotoNote>();
        foreach (string document in documents ?? [])
            if (KindOf(Path.GetFileName(document)) is { } kind && Facts(document, kind, photo) is { } facts)
                notes.Add(new(document, kind, facts));
        return notes;
    }

    /// <summary>A document of many photos; null where it cannot be read, or is none.</summary>
    internal IPhotoNotes? Get(string document)
    {
        if (_kept.Count >= MaxKept)
            _kept.Clear();
        return _kept.GetOrAdd(document, path => new(() => Open(path))).Value;
    }

    /// <summary>A document of many photos; null where it is none.</summary>
    /// <param name="name">Its full path; what lies beside it is looked at only where an old code page is to be told.</param>
    /// <param name="stream">The file.</param>
    /// <exception cref="IOException">It could not be read.</exception>
    internal static IPhotoNotes? Read(string name, Stream stream) => KindOf(Path.GetFileName(name)) switch
    {
        PicasaNotes.Kind => PicasaNotes.Read(stream, () => NamesBeside(name)),
        AppleDetails.Kind => AppleDetails.Read(stream),
        _ => null,
    };

    private ImageFacts? Facts(string document, string kind, string photo)
    {
        if (kind != CompanionKind.Takeout)
            return Get(document)?.Of(Path.GetFileName(photo), () => AppleChecksum.Of(photo));
        try
        {
            return CompanionFacts.Read(kind, document);
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            return null;
        }
    }

    private static IPhotoNotes? Open(string path)
    {
        try
        {
            using SafeFileHandle file = FileReading.Open(path);
            using var stream = new UnownedFileStream(file);
            return Read(path, stream);
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            return null;
        }
    }

    private static IEnumerable<string> NamesBeside(string path)
    {
        try
        {
            return [.. Directory.EnumerateFiles(Path.GetDirectoryName(path)!).Select(file => Path.GetFileName(file))];
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            return [];
        }
    }
}
