using System.Globalization;

namespace ImaLink.Media.Formats;

/// <summary>Bytes at fixed places near the beginning of a file, by which its format is known.</summary>
internal sealed class Signature
{
    private readonly List<(int Offset, byte Value)> _bytes = [];

    /// <summary>
    /// Reads the notation of the format table: hexadecimal bytes, '..' for any byte, text in quotation marks
    /// ('_' is a space), and '@n' where what follows stands at offset n.
    /// </summary>
    public static Signature Parse(string notation)
    {
        var signature = new Signature();
        var offset = 0;
        foreach (var part in notation.Split(' '))
        {
            if (part[0] == '@')
                offset = int.Parse(part.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture);
            else if (part == "..")
                offset++;
            else if (part[0] != '\'')
                signature._bytes.Add((offset++, byte.Parse(part, NumberStyles.HexNumber, CultureInfo.InvariantCulture)));
            else
                signature._bytes.AddRange(part[1..^1].Select(c => (offset++, (byte)(c == '_' ? ' ' : c))));
        }

        return signature;
    }

    /// <summary>True if the file that begins with these bytes bears the signature.</summary>
    public bool Matches(ReadOnlySpan<byte> head)
    {
        foreach (var (offset, value) in _bytes)
        {
            if (offset >= head.Length || head[offset] != value)
                return false;
        }

        return true;
    }
}
