using System.Globalization;
using ImaLink.Files;
using ImaLink.Media.Formats.Ends;
using ImaLink.Media.Identity;

namespace ImaLink.Archive.Judging;

/// <summary>What is recorded of a file.</summary>
internal sealed record RecordedFile(long Size, DateTime? ModifiedAt, string Sha256, string Hothash)
{
    /// <summary>ExifTool's FileType.</summary>
    internal string? Format { get; init; }

    /// <summary>What the hothash covers, a word of <see cref="HothashScheme"/>.</summary>
    internal string? Scheme { get; init; }

    /// <summary>What the file held last when it was longer, where no judge was asked; else null.</summary>
    internal FormerContent? Former { get; init; }
}

/// <summary>What a look at a file showed.</summary>
internal sealed record FileSight
{
    internal required bool Exists { get; init; }

    /// <summary>Whether it was not read because its bytes are not on this disk.</summary>
    internal bool IsAway { get; init; }

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

    /// <summary>Whether it is a JPEG that is whole and ends right behind its picture: nothing follows that could have lost its end.</summary>
    internal bool IsStill { get; init; }

    /// <summary>Whether it is a beginning of what was there, by the bytes of a replica; null where there is none to ask.</summary>
    internal bool? IsPrefix { get; init; }

    /// <summary>Where its former, longer content is accessible, and whether that ends early too.</summary>
    internal (string Path, bool? EndsEarly)? Former { get; init; }
}

/// <summary>What a judge says of a file.</summary>
/// <param name="Verdict">A word of <see cref="FileVerdict"/>.</param>
/// <param name="Detail">More, where there is more to say.</param>
/// <param name="IsSuspected">Whether a Truncated is likely and not proved: the owner may say that the file was written so.</param>
internal readonly record struct Judgement(string Verdict, string? Detail, bool IsSuspected = false);

/// <summary>
/// Gives the verdict on a file from what is recorded and what was seen. Pure. The rules, the first that fits decides:
/// not there: Missing; not read to the end: Unreadable; SHA-256 as recorded: Valid, unless that is a stump of what the file held before; shorter, and a beginning of what was there, proved by
/// a replica or, where none is accessible, by what the file says of its own end, or suspected: Truncated; time and size as recorded:
/// Corrupt; the image as recorded: MetadataChanged; another image under the recorded time, as nobody wrote it, unless the file is whole
/// and of another size, as decay changes no size: Corrupt; another image that ends early: Truncated, suspected; else Changed.
/// A still that was cut out of a motion photo is a beginning of it, and whole: an edit, as no file loses its end right behind its picture by chance.
/// </summary>
internal static class FileJudgement
{
    internal static Judgement Judge(RecordedFile recorded, FileSight seen)
    {
        if (!seen.Exists)
            return new(FileVerdict.Missing, seen.Trouble);
        if (seen.Sha256 is null)
            return new(seen.IsAway ? FileVerdict.Offline : FileVerdict.Unreadable, seen.Trouble);
        if (seen.Sha256 == recorded.Sha256)
            return JudgeRecorded(recorded, seen);
        bool sameTime = recorded.ModifiedAt is { } time && FileTimes.IsSame(time.Ticks, seen.ModifiedAt.Ticks);
        bool sameImage = seen.Hothash == recorded.Hothash;
        if (seen.Size < recorded.Size && IsTruncated(recorded, seen, sameTime, sameImage) is var (why, isSuspected))
            return Truncated(why, isSuspected);
        if (sameTime && seen.Size == recorded.Size)
            return new(FileVerdict.Corrupt, "Size and time are as recorded, the bytes are not.");
        if (sameImage)
            return new(FileVerdict.MetadataChanged, $"The picture is as recorded; {Written(recorded, seen, sameTime)}");
        if (seen.Size == recorded.Size && recorded.ModifiedAt is { } then && FileTimes.IsSameButForHours(then.Ticks, seen.ModifiedAt.Ticks))
            return new(FileVerdict.Corrupt, "The size is as recorded, and so is the time but for whole hours; the bytes are not.");
        if (sameTime && seen.EndsEarly != false)
            return new(FileVerdict.Corrupt, string.Create(CultureInfo.InvariantCulture, $"The time is as recorded, the bytes are not: {seen.Size:N0} where {recorded.Size:N0} were."));
        if (seen.End.State is EndState.Cut or EndState.Suspected && seen.IsPrefix != false)
            return Truncated(seen.End.Why!, isSuspected: true);
        return new(FileVerdict.Changed, $"The picture is another one; {Written(recorded, seen, sameTime)}");

        Judgement Truncated(string why, bool isSuspected) => new(FileVerdict.Truncated, string.Create(CultureInfo.InvariantCulture,
            $"{(isSuspected ? "Suspected: " : "")}{seen.Size:N0} of {recorded.Size:N0} bytes are left ({why})."), isSuspected);
    }

    /// <summary>Of a file that is as recorded: whether what is recorded is itself a stump, as an earlier version recorded them.</summary>
    private static Judgement JudgeRecorded(RecordedFile recorded, FileSight seen)
    {
        if (seen.EndsEarly != true)
            return new(FileVerdict.Valid, null);
        if (recorded.Former is not { } former || seen.Former is (_, true))
            return new(FileVerdict.Valid, $"It ends early, and did so when it came into the archive: {seen.End.Why}.");
        string where = seen.Former is (var path, _) ? $"Repair-ImaFile -Previous takes them back; '{path}' has them."
            : "Repair-ImaFile -Previous takes them back where a storage or a trash that is accessible has them; no storage has now.";
        return new(FileVerdict.Truncated, string.Create(CultureInfo.InvariantCulture,
            $"The recorded version itself is cut ({seen.End.Why}): {seen.Size:N0} of the {former.FileSize:N0} bytes that the file had until {former.Until}. {where}"));
    }

    /// <summary>Whether a replica has to be asked if the file is a beginning of what was there.</summary>
    internal static bool NeedsReplica(RecordedFile recorded, FileSight seen) =>
        seen is { Exists: true, Size: > 0, Sha256: not null } && seen.Size < recorded.Size && seen.Sha256 != recorded.Sha256
        && !seen.IsStill;

    /// <summary>
    /// The verdict on a companion, which holds no picture: whoever writes it changes metadata. Where no time of it is recorded, it was
    /// edited if it is newer than the last time that it was found as recorded.
    /// </summary>
    /// <param name="recorded">What is recorded of it.</param>
    /// <param name="lastVerified">When it was last found as recorded.</param>
    /// <param name="seen">What a look at it showed.</param>
    internal static (string Verdict, string? Detail) JudgeCompanion(RecordedFile recorded, DateTime? lastVerified, FileSight seen)
    {
        (string verdict, string? detail, _) = Judge(recorded, seen);
        if (verdict is not (FileVerdict.Changed or FileVerdict.MetadataChanged))
            return (verdict, detail);
        return recorded.ModifiedAt is null && lastVerified is { } verified && seen.ModifiedAt <= verified
            ? (FileVerdict.Corrupt, "Its bytes differ although it was not written since it was last found as recorded.")
            : (FileVerdict.MetadataChanged, $"Its bytes are others; {Written(recorded, seen, sameTime: false)}");
    }

    /// <summary>Why a shorter file is a beginning of what was there, and whether that is only likely; null where it is none.</summary>
    private static (string Why, bool IsSuspected)? IsTruncated(RecordedFile recorded, FileSight seen, bool sameTime, bool sameImage)
    {
        if (seen.Size == 0)
            return ("the file is empty", false);
        if (seen.IsPrefix is { } proved)
            return proved && !seen.IsStill ? ("a copy elsewhere begins with the same bytes", false) : null;
        if (seen.EndsEarly is { } early)
            return early ? ($"the image ends early: {seen.End.Why}", false) : null;
        if (sameImage)
            return null;
        if (seen.IsCut)
            return ("its image data lies beyond its end", false);
        if (seen.End.State == EndState.Suspected)
            return (seen.End.Why!, true);
        if (sameTime)
            return ("its time is as recorded, so that nobody wrote it", true);
        if (seen.Format is "" && !string.IsNullOrEmpty(recorded.Format))
            return ("it holds no image any more", true);
        // What led to the image data, in many formats a directory at the end, is gone.
        return recorded.Scheme == HothashScheme.ImageData && seen.Scheme == HothashScheme.WholeFile && seen.Format == recorded.Format
            ? ("what leads to its image data is gone", true) : null;
    }

    private static string Written(RecordedFile recorded, FileSight seen, bool sameTime) =>
        recorded.ModifiedAt is not { } time ? "no time is recorded to compare."
        : sameTime ? "the time is as recorded, the size is not."
        : seen.ModifiedAt > time ? "the file was written later."
        : "the file is older than the recorded one.";
}
