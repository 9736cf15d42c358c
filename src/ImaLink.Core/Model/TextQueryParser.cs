using System.Globalization;

namespace ImaLink;

/// <summary>
/// Reads what a user asks a text for: words, of which all have to be there; <c>"phrases"</c>; beginnings (<c>wor*</c>); AND, OR, NOT in capitals, a
/// minus before what must not be there; parentheses; <c>title:word</c>. Signs that are part of no word are passed over, as they are in what is searched.
/// </summary>
internal sealed class TextQueryParser
{
    private const int MostParts = 500, MostNested = 50;

    private readonly string _text;
    private int _at;
    private int _parts;
    private int _nested;

    private TextQueryParser(string text) => _text = text;

    /// <summary>Reads it.</summary>
    /// <exception cref="ImaLinkException">InvalidValue: what is wrong, and where.</exception>
    internal static TextQuery Parse(string text)
    {
        var parser = new TextQueryParser(text);
        TextQuery? query = parser.ReadAny(null);
        if (parser._at < text.Length)
            throw parser.Wrong("the parenthesis closes none", parser._at);
        return query ?? throw parser.Wrong("it holds no word to look for: letters and digits are searched", 0);
    }

    /// <summary>Whether a character belongs to a word: what others say is left out of what is searched.</summary>
    internal static bool IsOfWord(string text, int at) => CharUnicodeInfo.GetUnicodeCategory(text, at) is <= UnicodeCategory.OtherLetter
        or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber or UnicodeCategory.PrivateUse;

    private TextQuery? ReadAny(string? column)
    {
        var parts = new List<TextQuery>();
        while (true)
        {
            TextQuery? part = ReadAll(column);
            if (part is not null)
                parts.Add(part);
            else if (NextOperator() is { } lonely)
                throw Wrong($"{lonely} needs something on both sides", _at);
            if (!Take("OR"))
                return parts.Count > 1 ? new TextQuery.Any(parts) : parts.FirstOrDefault();
            if (part is null || !HasMore())
                throw Wrong("OR needs something on both sides", _at - 2);
        }
    }

    private TextQuery? ReadAll(string? column)
    {
        var parts = new List<TextQuery>();
        while (HasMore() && NextOperator() != "OR")
        {
            int start = _at;
            if (Take("AND") && (parts.Count == 0 || !HasMore() || NextOperator() is "OR" or "AND"))
                throw Wrong("AND needs something on both sides", start);
            if (ReadPart(column) is { } part)
                parts.Add(part);
        }

        return parts.Count > 1 ? new TextQuery.All(parts) : parts.FirstOrDefault();
    }

    private TextQuery? ReadPart(string? column)
    {
        SkipSpace();
        if (++_parts > MostParts)
            throw Wrong($"more than {MostParts} words", _at);
        int start = _at;
        if (Take("NOT") || TakeMinus())
        {
            if (!HasMore() || NextOperator() is not (null or "NOT"))
                throw Wrong("NOT needs something behind it", start);
            return Nested(start, () => ReadPart(column)) is { } part ? new TextQuery.Not(part) : null;
        }

        return _text[_at] switch
        {
            '(' => ReadGroup(column),
            '"' => ReadQuoted(column),
            _ => ReadWord(column),
        };
    }

    private TextQuery? ReadGroup(string? column)
    {
        int start = _at++;
        TextQuery? group = Nested(start, () => ReadAny(column));
        SkipSpace();
        if (_at == _text.Length)
            throw Wrong("the parenthesis is not closed", start);
        _at++;
        return group;
    }

    private TextQuery.Phrase? ReadQuoted(string? column)
    {
        int start = _at;
        int end = _text.IndexOf('"', start + 1);
        if (end < 0)
            throw Wrong("the quotation mark is not closed", start);
        _at = end + 1;
        bool isBeginning = _at < _text.Length && _text[_at] == '*';
        if (isBeginning)
            _at++;
        return PhraseOf(column, _text[(start + 1)..end], isBeginning);
    }

    private TextQuery? ReadWord(string? column)
    {
        int start = _at;
        while (_at < _text.Length && !char.IsWhiteSpace(_text[_at]) && _text[_at] is not ('"' or '(' or ')'))
        {
            if (_text[_at] == ':' && TextQuery.ColumnOf(_text[start.._at]) is { } named)
            {
                _at++;
                if (_at == _text.Length || char.IsWhiteSpace(_text[_at]) || _text[_at] == ')')
                    throw Wrong($"'{named}:' needs a word right behind it", start);
                return ReadPart(named);
            }

            _at++;
        }

        string word = _text[start.._at];
        int star = word.IndexOf('*', StringComparison.Ordinal);
        if (star >= 0 && star < word.Length - 1)
            throw Wrong("a star stands for how a word goes on, and can only be its last character", start + star);
        return PhraseOf(column, word.TrimEnd('*'), star >= 0);
    }

    private static TextQuery.Phrase? PhraseOf(string? column, string text, bool isBeginning)
    {
        text = text.Replace('\0', ' ');
        return Enumerable.Range(0, text.Length).Any(i => IsOfWord(text, i)) ? new TextQuery.Phrase(column, text, isBeginning) : null;
    }

    private TextQuery? Nested(int start, Func<TextQuery?> read)
    {
        if (++_nested > MostNested)
            throw Wrong($"more than {MostNested} parentheses within each other", start);
        TextQuery? result = read();
        _nested--;
        return result;
    }

    /// <summary>Whether something comes before the end of the text, or of the parenthesis.</summary>
    private bool HasMore()
    {
        SkipSpace();
        return _at < _text.Length && _text[_at] != ')';
    }

    private string? NextOperator()
    {
        SkipSpace();
        return Array.Find(["AND", "OR", "NOT"], IsNext);
    }

    private bool IsNext(string word) => string.CompareOrdinal(_text, _at, word, 0, word.Length) == 0
        && (_at + word.Length == _text.Length || char.IsWhiteSpace(_text[_at + word.Length]) || _text[_at + word.Length] is '(' or ')' or '"');

    private bool Take(string word)
    {
        SkipSpace();
        if (!IsNext(word))
            return false;
        _at += word.Length;
        return true;
    }

    private bool TakeMinus()
    {
        if (_text[_at] != '-' || _at + 1 == _text.Length || !(_text[_at + 1] is '"' or '(' || IsOfWord(_text, _at + 1)))
            return false;
        _at++;
        return true;
    }

    private void SkipSpace()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
            _at++;
    }

    private ImaLinkException Wrong(string problem, int at) => new(ErrorCode.InvalidValue, string.Create(CultureInfo.InvariantCulture,
        $"The text '{_text.Replace('\0', ' ')}' cannot be searched: {problem} (character {at + 1}). In quotation marks everything is meant as it is written."), _text);
}
