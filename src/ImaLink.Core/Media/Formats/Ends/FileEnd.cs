using ImaLink.Media.Containers;
using Microsoft.Win32.SafeHandles;

namespace ImaLink.Media.Formats.Ends;

/// <summary>What a file says of its own end.</summary>
internal enum EndState
{
    /// <summary>Its format does not tell where it ends.</summary>
    Unknown,

    /// <summary>Everything that it declares is there, up to its end.</summary>
    Whole,

    /// <summary>Nothing that it declares is missing, yet its end looks like that of a file which was not written to its end.</summary>
    Suspected,

    /// <summary>Proved: something that it declares lies beyond its end, or what ends every file of its kind is missing.</summary>
    Cut,
}

/// <summary>
/// Whether a file ends where it says itself that it does. Only its structure is asked, so that nothing needs to be known
/// of it: neither its length once, nor a copy. What the rules of its format leave open is <see cref="EndState.Unknown"/>.
/// </summary>
/// <param name="State">What the structure says.</param>
/// <param name="Why">A sentence's part that tells what is missing ("its picture has no end mark"); null where nothing is.</param>
internal readonly record struct FileEnd(EndState State, string? Why = null)
{
    /// <summary>A sentence for a person who has the file; null where nothing is missing.</summary>
    public string? Words => State switch
    {
        EndState.Cut => $"The image ends early: {Why}.",
        EndState.Suspected => $"The image seems to end early: {Why}.",
        _ => null,
    };

    /// <summary>Reads the structure of a file; damaged or hostile content is an answer, never an exception.</summary>
    /// <param name="file">The file, open for reading; its position is not moved.</param>
    /// <param name="recordedFormat">What it was once (ExifTool's FileType), where its beginning no longer tells.</param>
    /// <param name="cancellationToken">Stops within one block.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static FileEnd Of(SafeFileHandle file, string? recordedFormat = null, CancellationToken cancellationToken = default)
    {
        using var bytes = new FileBytes(file, cancellationToken: cancellationToken);
        return Of(bytes, FormatDetector.Detect(bytes) ?? (recordedFormat is null ? null : FormatTable.Find(recordedFormat)));
    }

    /// <summary>As the public method, where the format is known.</summary>
    internal static FileEnd Of(FileBytes file, FormatInfo? format)
    {
        if (format?.End is null)
            return default;
        var reach = new FileReach(file.Length);
        format.End(file, reach);
        return reach.Answer;
    }
}
