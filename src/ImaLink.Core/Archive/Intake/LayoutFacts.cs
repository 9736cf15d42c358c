using ImaLink.Media.Metadata;

namespace ImaLink.Archive.Intake;

/// <summary>What a layout script is told of a file: its facts and where it comes from.</summary>
/// <param name="Facts">What the file says of its picture.</param>
/// <param name="SourcePath">Full path of the source file.</param>
/// <param name="Source">Path relative to the folder that was given as the source, with <c>/</c>.</param>
/// <param name="Name">File name without extension.</param>
/// <param name="Extension">Extension with its dot.</param>
/// <param name="Format">ExifTool's FileType.</param>
/// <param name="Length">Length in bytes.</param>
/// <param name="ModifiedUtc">Time of last modification, UTC.</param>
/// <param name="Session">Title of the session.</param>
/// <param name="TimeZone">The session's time zone.</param>
public sealed record LayoutFacts(
    ImageFacts Facts, string SourcePath, string Source, string Name, string Extension, string Format, long Length, DateTime ModifiedUtc, string Session,
    string? TimeZone)
{
    /// <summary>Time of last modification, as clocks of the session's time zone showed it.</summary>
    public DateTime ModifiedAt => TimeZones.At(TimeZone, ModifiedUtc).Time;
}
