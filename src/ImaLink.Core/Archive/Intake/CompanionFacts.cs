using ImaLink.Files;
using ImaLink.Media.Companions;
using ImaLink.Media.Metadata;
using Microsoft.Win32.SafeHandles;

namespace ImaLink.Archive.Intake;

/// <summary>Companions that say something of their photo in its owner's words: sidecars and the descriptions of a Takeout.</summary>
internal static class CompanionFacts
{
    /// <summary>Whether companions of a kind say something.</summary>
    internal static bool Speaks(string? kind) => kind is CompanionKind.Sidecar or CompanionKind.Takeout;

    /// <summary>Whether a companion of a kind speaks of the photo that it travels with: darktable's <c>a_01.nef.xmp</c> describes a copy that it made up.</summary>
    internal static bool Speaks(string? kind, string companion, string photo) => kind == CompanionKind.Takeout || (kind == CompanionKind.Sidecar && IsOf(companion, photo));

    /// <summary>Reads what a companion says. Damage never throws.</summary>
    /// <exception cref="IOException">It could not be read.</exception>
    internal static ImageFacts Read(string kind, SafeFileHandle file)
    {
        using var stream = new UnownedFileStream(file);
        return kind == CompanionKind.Takeout ? TakeoutReader.Read(stream) : SidecarReader.Read(stream);
    }

    /// <inheritdoc cref="Read(string, SafeFileHandle)"/>
    internal static ImageFacts Read(string kind, string path)
    {
        using SafeFileHandle file = FileReading.Open(path);
        return Read(kind, file);
    }

    /// <summary>Whether a sidecar is named like a photo, or like its stem.</summary>
    internal static bool IsOf(string sidecar, string photo)
    {
        string named = FileNames.Key(Path.GetFileNameWithoutExtension(sidecar));
        return named == FileNames.Key(photo) || named == FileNames.Key(Path.GetFileNameWithoutExtension(photo));
    }
}
