using System.Globalization;
using ImaLink.Media.Containers;

namespace ImaLink.Media.Formats.Ends;

/// <summary>Zeros at the end of a file: what a copy or an upload leaves whose last bytes were never written.</summary>
internal static class ZeroTail
{
    /// <summary>Fewer than a sector may be padding, and no coded picture holds so many in a row.</summary>
    private const int Least = 512;

    /// <summary>How many of the last bytes are zeros; a larger number is not counted beyond the first megabyte.</summary>
    public static long Length(FileBytes file)
    {
        const int Most = 1 << 20;
        const int Step = 16 * 1024;
        var zeros = 0L;
        while (zeros < Math.Min(Most, file.Length))
        {
            var step = (int)Math.Min(Step, file.Length - zeros);
            var bytes = file.Peek(file.Length - zeros - step, step);
            if (bytes.Length < step)
                break;
            var last = bytes[..step].LastIndexOfAnyExcept((byte)0);
            zeros += step - 1 - last;
            if (last >= 0)
                break;
        }

        return zeros;
    }

    /// <summary>Words for a reason; empty where there is no such tail.</summary>
    public static string Words(FileBytes file) => Length(file) is >= Least and var zeros
        ? string.Create(CultureInfo.InvariantCulture, $", and its last {zeros:N0} bytes are zeros") : "";

    /// <summary>Suspects a file whose coded picture would have to end in zeros.</summary>
    public static void Suspect(FileBytes file, FileReach reach)
    {
        if (Length(file) is >= Least and var zeros)
            reach.Suspect(string.Create(CultureInfo.InvariantCulture, $"its last {zeros:N0} bytes are zeros"));
    }

    /// <summary>The first place from a position on that is no zero; the position itself where all of that gap are zeros.</summary>
    public static long Skip(FileBytes file, long position, int most)
    {
        var bytes = file.Peek(position, 1, most);
        var found = bytes[..Math.Min(bytes.Length, most)].IndexOfAnyExcept((byte)0);
        return found < 0 ? position : position + found;
    }
}
