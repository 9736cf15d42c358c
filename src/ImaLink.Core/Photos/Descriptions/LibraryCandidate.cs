using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Media.Libraries;

namespace ImaLink.Photos.Descriptions;

/// <summary>A registered file that a photo of another program may be, and what speaks for it and against it. Pure.</summary>
/// <param name="File">The file.</param>
/// <param name="IsSource">Whether it was imported from the photo's path.</param>
/// <param name="IsPlace">Whether it lies at the photo's path.</param>
/// <param name="Folders">How many folders above the file are called alike, from the file upwards; 0 where the file's own name is another.</param>
/// <param name="Time">Whether the time is the same; null where that is not known of both.</param>
/// <param name="Size">Whether the length is the same, or was.</param>
/// <param name="Shape">Whether width and height are the same, or nearly: programs count the edges of a RAW otherwise.</param>
/// <param name="IsTimeFirm">Whether the other program keeps the time that the photo had before it was corrected, so that no correction explains another.</param>
internal sealed record LibraryCandidate(OriginRow File, bool IsSource, bool IsPlace, int Folders, bool? Time, bool? Size, bool? Shape, bool IsTimeFirm)
{
    /// <summary>Whether it is where the photo is, or was.</summary>
    internal bool IsAtPath => IsSource || IsPlace;

    /// <summary>Whether, whatever its path, it is another picture: a path may be used again.</summary>
    internal bool IsContradicted => Time == false && Size != true && (Size == false || Shape == false || IsTimeFirm);

    /// <summary>Whether its name and what it holds say that it is the photo. A changed description changes the length, and a corrected clock the time.</summary>
    internal bool IsNamed => Shape != false && (Time == true || (Size == true && (Time is null || Folders > 0)));

    /// <summary>What speaks for it, in words.</summary>
    internal string Evidence => string.Join(", ", new[]
    {
        IsSource ? "import path" : IsPlace ? "path" : "name", !IsAtPath && Folders > 0 ? "folder" : null, Time == true ? "time" : null, Size == true ? "size" : null, Shape == true ? "dimensions" : null,
    }.OfType<string>());

    /// <summary>Compares a photo with a file.</summary>
    /// <param name="photo">The photo.</param>
    /// <param name="file">The file.</param>
    /// <param name="fullName">Where it lies.</param>
    internal static LibraryCandidate Of(LibraryPhoto photo, OriginRow file, string fullName)
    {
        string[] path = Parts(photo.Path), source = Parts(file.OriginalPath ?? ""), place = Parts(fullName);
        return new(
            file, path.AsSpan().SequenceEqual(source), path.AsSpan().SequenceEqual(place), Math.Max(Common(path, source), Common(path, place)) - 1 is var folders and > 0 ? folders : 0,
            file.Taken is not { } taken || photo.Times.Select(time => IsSame(time, taken)).OfType<bool>().ToList() is not { Count: > 0 } times ? null : times.Contains(true),
            photo.Size is { } size ? file.Sizes.Contains(size) : null,
            photo is { Width: { } width, Height: { } height } && file is { Width: > 0, Height: > 0 } ? IsNear(Math.Max(width, height), Math.Max(file.Width, file.Height)) && IsNear(Math.Min(width, height), Math.Min(file.Width, file.Height)) : null,
            photo.KeepsOriginalTime);
    }

    /// <summary>Whether two times are the same as far as both are known; null where that says nothing. What is UTC, as that of a film, may be told in any zone.</summary>
    internal static bool? IsSame(CaptureTime one, CaptureTime other)
    {
        TimeSpan apart = (one.Time - other.Time).Duration();
        DatePrecision known = (DatePrecision)Math.Min((int)one.Precision, (int)other.Precision);
        if (known < DatePrecision.Minute)
            return one.Time.Date == other.Time.Date ? null : known == DatePrecision.Day || one.Time.Year != other.Time.Year ? false : null;
        TimeSpan within = known == DatePrecision.Minute ? TimeSpan.FromMinutes(1) : TimeSpan.FromSeconds(1);
        if (!one.IsUtc && !other.IsUtc)
            return apart < within;
        const int quarter = 15, furthest = 15;
        return apart < TimeSpan.FromHours(furthest) && TimeSpan.FromTicks((apart + within / 2).Ticks % TimeSpan.FromMinutes(quarter).Ticks) < within;
    }

    private static bool IsNear(int one, int other) => Math.Abs((long)one - other) <= 64 + Math.Max(one, other) / 50;

    /// <summary>The names of a path, as they are the same on every system.</summary>
    private static string[] Parts(string path) => path.Length == 0 ? [] : FileNames.Key(path.Replace('\\', '/')).Split('/');

    private static int Common(string[] one, string[] other)
    {
        int common = 0;
        while (common < one.Length && common < other.Length && one[^(common + 1)] == other[^(common + 1)])
            common++;
        return common;
    }
}
