using System.Text;

namespace ImaLink;

/// <summary>
/// A wildcard as PowerShell has it: <c>*</c>, <c>?</c>, <c>[a-z]</c>, and a backtick before what is meant literally; upper and lower case are the
/// same, in no language's way. The core matches it itself, as a filter that is saved, or given to the database, is a text.
/// </summary>
public sealed class Wildcard
{
    private readonly List<Element> _elements = [];
    private readonly bool _ignoreCase;

    /// <summary>Reads a wildcard.</summary>
    /// <exception cref="ImaLinkException">InvalidValue: a bracket is not closed, or a range goes backwards.</exception>
    /// <param name="text">The wildcard.</param>
    /// <param name="ignoreCase">Whether upper and lower case are the same.</param>
    public Wildcard(string text, bool ignoreCase = true)
    {
        ArgumentNullException.ThrowIfNull(text);
        Text = text;
        _ignoreCase = ignoreCase;
        for (int i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '`' when i + 1 < text.Length:
                    Literal(text[++i]);
                    break;
                case '`' when text.Length == 1:
                    break; // PowerShell takes it for nothing
                case '*':
                    if (_elements is not [.., { Kind: Kind.Any }])
                        _elements.Add(new Element(Kind.Any));
                    break;
                case '?':
                    _elements.Add(new Element(Kind.One));
                    break;
                case '[':
                    i = ReadSet(i);
                    break;
                default:
                    Literal(text[i]);
                    break;
            }
        }
    }

    private enum Kind
    {
        /// <summary>A character.</summary>
        Literal,

        /// <summary>Any character.</summary>
        One,

        /// <summary>Any number of any characters.</summary>
        Any,

        /// <summary>One of several characters.</summary>
        Set,
    }

    /// <summary>As it was written.</summary>
    public string Text { get; }

    /// <summary>Whether a text has characters that stand for others; brackets count, as in PowerShell, also where they are not paired.</summary>
    public static bool IsWildcard(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] is '*' or '?' or '[' or ']')
                return true;
            if (text[i] == '`')
                i++;
        }

        return false;
    }

    /// <summary>The wildcard that fits this text alone, whatever characters it holds.</summary>
    public static string Escape(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var result = new StringBuilder(text.Length);
        foreach (char c in text)
            (c is '*' or '?' or '[' or ']' or '`' ? result.Append('`') : result).Append(c);
        return result.ToString();
    }

    /// <summary>Whether a text fits as a whole.</summary>
    public bool IsMatch(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        (int element, int at, int star, int mark) = (0, 0, -1, 0);
        while (at < text.Length)
        {
            if (element < _elements.Count && _elements[element].Kind == Kind.Any)
                (star, mark) = (element++, at);
            else if (element < _elements.Count && _elements[element].Fits(text[at], _ignoreCase))
                (element, at) = (element + 1, at + 1);
            else if (star >= 0)
                (element, at) = (star + 1, ++mark); // the last star takes one more
            else
                return false;
        }

        while (element < _elements.Count && _elements[element].Kind == Kind.Any)
            element++;
        return element == _elements.Count;
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    private void Literal(char c) => _elements.Add(new Element(Kind.Literal) { Character = _ignoreCase ? char.ToLowerInvariant(c) : c });

    /// <returns>Where the set ends.</returns>
    private int ReadSet(int start)
    {
        var characters = new List<(char Character, bool IsDash)>();
        bool escaped = false;
        for (int i = start + 1; i < Text.Length; i++)
        {
            char c = Text[i];
            if (c == ']' && i > start + 1 && !escaped)
            {
                _elements.Add(new Element(Kind.Set) { Ranges = Ranges(characters) });
                return i;
            }

            if (c != '`' || escaped)
                characters.Add((c, c == '-' && !escaped));
            escaped = c == '`' && !escaped;
        }

        throw Invalid("The bracket is not closed; a backtick before it takes it literally.");
    }

    private List<(char First, char Last)> Ranges(List<(char Character, bool IsDash)> characters)
    {
        var ranges = new List<(char First, char Last)>();
        for (int i = 0; i < characters.Count; i++)
        {
            bool isRange = i + 2 < characters.Count && characters[i + 1].IsDash;
            (char first, char last) = (characters[i].Character, characters[isRange ? i + 2 : i].Character);
            if (first > last)
                throw Invalid($"The range '{first}-{last}' goes backwards.");
            ranges.Add((first, last));
            i += isRange ? 2 : 0;
        }

        return ranges;
    }

    private ImaLinkException Invalid(string problem) => new(ErrorCode.InvalidValue, $"'{Text}' is no wildcard. {problem}", Text);

    private sealed record Element(Kind Kind)
    {
        public char Character { get; init; }

        public List<(char First, char Last)> Ranges { get; init; } = [];

        public bool Fits(char c, bool ignoreCase) => Kind switch
        {
            Kind.Literal => c == Character || (ignoreCase && char.ToLowerInvariant(c) == Character),
            Kind.One => true,
            Kind.Set => Holds(c) || (ignoreCase && (Holds(char.ToLowerInvariant(c)) || Holds(char.ToUpperInvariant(c)))),
            _ => false,
        };

        private bool Holds(char c)
        {
            foreach ((char first, char last) in Ranges)
                if (c >= first && c <= last)
                    return true;
            return false;
        }
    }
}
