using System.Globalization;
using ImaLink.Formats.Ends;
using ImaLink.Identity;

namespace ImaLink.Integrity;

/// <summary>What is recorded of a file.</summary>
internal sealed record RecordedFile(long Size, DateTime? ModifiedAt, string Sha256, string Hothash)
{
    /// <summary>ExifTool's FileType.</summary>
    internal string? Format { get; init; }

    /// <summary>What the hothash covers, a word of <see cref="HothashScheme"/>.</summary>
    internal string? Scheme { get; init; }
}

/// <summary>What a look at a file showed.</summary>
internal sealed record FileSight
{
    internal required bool Exists { get; init; }

    /// <summary>Why the file could not be read to its end; or why there is none.</summary>
    internal string? Trouble { get; init; }
    internal long Size { get; init; }
    internal DateTime ModifiedAt { get; init; }
    internal string? Sha256 { get; init; }

    /// <summary>Known where the SHA-256 is not the recorded one.</summary>
    internal string? Hothash { get; init; }

    /// <summary>The format of what is there, and what its hothash covers; known where the hothash is.</summary>
    internal string? Format { get; init; }
    internal string? Scheme { get; init; }

    /// <summary>Whether image data, by what the file says of itself, lies beyond its end.</summary>
    internal bool IsCut { get; init; }

    /// <summary>What its structure says of its end; known where the hothash is.</summary>
    internal FileEnd End { get; init; }

    /// <summary>Whether it ends before its end, by its structure; null where that does not tell.</summary>
    internal bool? EndsEarly => End.State switch
    {
        EndState.Cut => true,
        EndState.Whole => false,
        _ => null,
    };

    /// <summary>Whether it is a beginning of what was there, by the bytes of a replica; null where there is none to ask.</summary>
    internal bool? IsPrefix { get; init; }
}

/// <summary>
/// Gives the verdict on a file from what is recorded and what was seen. Pure. The rules, the first that fits decides:
/// not there: Missing; not read to the end: Unreadable; SHA-256 as recorded: Valid; shorter, and a beginning of what was there
/// (proved by a replica, or where none is accessible by an image that ends early, whose data lies beyond the end, or to whose data
/// nothing leads any more although the format is the same): Truncated; time and size as recorded: Corrupt; the image as recorded:
/// MetadataChanged; time as recorded: Corrupt, as nobody wrote it; else Changed.
/// </summary>
internal static class FileJudgement
{
    private static readonly TimeSpan Rounding = TimeSpan.FromSeconds(2), Day = TimeSpan.FromDays(1);

    internal static (string Verdict, string? Detail) Judge(RecordedFile recorded, FileSight seen)
    {
        if (!seen.Exists)
            return (FileVerdict.Missing, seen.Trouble);
        if (seen.Sha256 is null)
            return (FileVerdict.Unreadable, seen.Trouble);
        if (seen.Sha256 == recorded.Sha256)
            return (FileVerdict.Valid, null);
        if (IsTruncated(recorded, seen) is { } proof)
            return (FileVerdict.Truncated, string.Create(CultureInfo.InvariantCulture, $"{seen.Size:N0} of {recorded.Size:N0} bytes are left ({proof})."));
        bool sameTime = recorded.ModifiedAt is { } time && IsSameTime(time, seen.ModifiedAt);
        if (sameTime && seen.Size == recorded.Size)
            return (FileVerdict.Corrupt, "Size and time are as recorded, the bytes are not.");
        if (seen.Hothash == recorded.Hothash)
            return (FileVerdict.MetadataChanged, $"The picture is as recorded; {Written(recorded, seen, sameTime)}");
        if (sameTime)
            return (FileVerdict.Corrupt, string.Create(CultureInfo.InvariantCulture, $"The time is as recorded, the bytes are not: {seen.Size:N0} where {recorded.Size:N0} were."));
        return (FileVerdict.Changed, $"The picture is another one; {Written(recorded, seen, sameTime)}");
    }

    /// <summary>
    /// The verdict on a companion, which holds no picture: whoever writes it changes metadata. Where no time of it is recorded, it was
    /// edited if it is newer than the last time that it was found as recorded.
    /// </summary>
    /// <param name="recorded">What is recorded of it.</param>
    /// <param name="lastVerified">When it was last found as recorded.</param>
    /// <param name="seen">What a look at it showed.</param>
    internal static (string Verdict, string? Detail) JudgeCompanion(RecordedFile recorded, DateTime? lastVerified, FileSight seen)
    {
        (string verdict, string? detail) = Judge(recorded, seen);
        if (verdict is not (FileVerdict.Changed or FileVerdict.MetadataChanged))
            return (verdict, detail);
        return recorded.ModifiedAt is null && lastVerified is { } verified && seen.ModifiedAt <= verified
            ? (FileVerdict.Corrupt, "Its bytes differ although it was not written since it was last found as recorded.")
            : (FileVerdict.MetadataChanged, $"Its bytes are others; {Written(recorded, seen, sameTime: false)}");
    }

    /// <summary>
    /// Whether two times are one: file systems round to two seconds, and some shift all times by the same whole hours.
    /// </summary>
    internal static bool IsSameTime(DateTime one, DateTime other)
    {
        TimeSpan apart = (one - other).Duration();
        if (apart > Day)
            return false;
        var hours = TimeSpan.FromHours(Math.Round(apart.TotalHours));
        return (apart - hours).Duration() <= Rounding;
    }

    private static string? IsTruncated(RecordedFile recorded, FileSight seen)
    {
        if (seen.Size >= recorded.Size)
            return null;
        if (seen.Size == 0)
            return "the file is empty";
        if (seen.IsPrefix is { } proved)
            return proved ? "a copy elsewhere begins with the same bytes" : null;
        if (seen.EndsEarly is { } early)
            return early ? $"the image ends early: {seen.End.Why}" : null;
        if (seen.Hothash == recorded.Hothash)
            return null;
        if (seen.IsCut)
            return "its image data lies beyond its end";
        // What led to the image data, in many formats a directory at the end, is gone.
        return recorded.Scheme == HothashScheme.ImageData && seen.Scheme == HothashScheme.WholeFile && seen.Format == recorded.Format
            ? "what leads to its image data is gone" : null;
    }

    private static string Written(RecordedFile recorded, FileSight seen, bool sameTime) =>
        recorded.ModifiedAt is not { } time ? "no time is recorded to compare."
        : sameTime ? "the time is as recorded, the size is not."
        : seen.ModifiedAt > time ? "the file was written later."
        : "the file is older than the recorded one.";
}
