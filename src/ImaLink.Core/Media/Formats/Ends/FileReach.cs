using System.Globalization;
using ImaLink.Media.Containers;

namespace ImaLink.Media.Formats.Ends;

/// <summary>Walks the structure of a file and notes what it declares: how far that reaches, and whether it came to an end.</summary>
internal delegate void FileEndReader(FileBytes file, FileReach reach);

/// <summary>How far a file reaches by what it says of itself.</summary>
/// <param name="length">Its length in bytes.</param>
internal sealed class FileReach(long length)
{
    /// <summary>Writers pad to a border: zeros behind the last thing declared are no more than padding up to this length.</summary>
    private const int MostPadding = 64 * 1024;

    private string? _cut, _suspicion;
    private long _furthest;
    private bool _ends;

    /// <summary>What is known by now: the first proof counts.</summary>
    public FileEnd Answer =>
        _cut is not null ? new FileEnd(EndState.Cut, _cut)
        : _suspicion is not null ? new FileEnd(EndState.Suspected, _suspicion)
        : new FileEnd(_ends ? EndState.Whole : EndState.Unknown);

    /// <summary>Whether a proof was found.</summary>
    public bool IsCut => _cut is not null;

    /// <summary>Notes that something declared reaches from a place over so many bytes; true if all of it is in the file.</summary>
    /// <param name="start">Where it begins.</param>
    /// <param name="count">How long it is.</param>
    /// <param name="what">What it is, as the subject of a sentence: "its picture".</param>
    /// <param name="name">Four letters that name it more closely; 0 for none.</param>
    public bool Claim(long start, long count, string what, uint name = 0)
    {
        if (start < 0 || count < 0)
            return false;
        if (count > length - start)
        {
            Lacks(string.Create(CultureInfo.InvariantCulture, $"{what}{(name == 0 ? "" : $" {Text(name)}")} reaches {(Int128)start + count - length:N0} bytes beyond its end"));
            return false;
        }

        _furthest = Math.Max(_furthest, start + count);
        return true;
    }

    /// <summary>Notes that the structure came to an end inside the file.</summary>
    public void Ends() => _ends = true;

    /// <summary>
    /// Notes that all that is declared was seen: that is the end if it reaches to the end of the file, padding apart. What
    /// else lies there the maker knows.
    /// </summary>
    public void EndsWithClaims(FileBytes file)
    {
        var rest = length - _furthest;
        _ends |= rest <= MostPadding && file.Peek(_furthest, (int)rest, rest) is var tail && !tail[..(int)Math.Min(rest, tail.Length)].ContainsAnyExcept((byte)0);
    }

    /// <summary>Notes a proof that the file is cut.</summary>
    public void Lacks(string why) => _cut ??= why;

    /// <summary>Notes what makes it likely that the file is cut.</summary>
    public void Suspect(string why) => _suspicion ??= why;

    private static string Text(uint name) => string.Create(4, name, (text, value) =>
    {
        for (var i = 0; i < 4; i++)
            text[i] = (char)(value >> (24 - 8 * i) & 0xFF);
    });
}
