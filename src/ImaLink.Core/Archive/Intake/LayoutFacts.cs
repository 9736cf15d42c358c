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
/// <param name="ModifiedAt">Time of last modification, local.</param>
/// <param name="Session">Title of the session.</param>
public sealed record LayoutFacts(
    ImageFacts Facts, string SourcePath, string Source, string Name, string Extension, string Format, long Length, DateTime ModifiedAt, string Session);
