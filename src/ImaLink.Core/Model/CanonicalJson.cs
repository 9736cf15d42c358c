using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ImaLink;

/// <summary>
/// One text for each JSON value, so that values can be compared and kept as texts: no white space, the names of an object in ordinal order, nothing escaped but
/// what JSON wants to be, whole numbers with their digits, others as the shortest text of their value (docs/statements.md).
/// </summary>
public static class CanonicalJson
{
    /// <summary>How true is written.</summary>
    public const string True = "true";

    private const double LargestWhole = 1L << 53;

    /// <summary>A text.</summary>
    /// <exception cref="JsonException">It holds half a surrogate pair, which no file could hold.</exception>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var json = new StringBuilder(text.Length + 2);
        Write(json, text);
        return json.ToString();
    }

    /// <summary>A whole number.</summary>
    public static string Of(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A number.</summary>
    /// <exception cref="JsonException">It is infinite, or no number.</exception>
    public static string Of(double number) => !double.IsFinite(number) ? throw new JsonException("A number is out of range.")
        : double.IsInteger(number) && Math.Abs(number) <= LargestWhole ? Of((long)number)
        : number.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>An object of texts.</summary>
    /// <exception cref="JsonException">A text in it holds half a surrogate pair.</exception>
    public static string Of(IEnumerable<KeyValuePair<string, string>> texts) =>
        "{" + string.Join(',', texts.OrderBy(text => text.Key, StringComparer.Ordinal).Select(text => $"{Of(text.Key)}:{Of(text.Value)}")) + "}";

    /// <summary>Any value.</summary>
    /// <exception cref="JsonException">A text in it holds half a surrogate pair.</exception>
    public static string Of(JsonElement value)
    {
        var json = new StringBuilder();
        Write(json, value);
        return json.ToString();
    }

    /// <summary>The text that a value is; null where it is none.</summary>
    public static string? Text(string? value)
    {
        if (value is not ['"', ..])
            return null;
        using JsonDocument document = JsonDocument.Parse(value);
        return document.RootElement.GetString();
    }

    private static void Write(StringBuilder json, JsonElement value)
    {
        char before;
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                before = '{';
                foreach (JsonProperty property in value.EnumerateObject().OrderBy(property => property.Name, StringComparer.Ordinal))
                {
                    Write(json.Append(before), property.Name);
                    Write(json.Append(':'), property.Value);
                    before = ',';
                }

                json.Append(before == '{' ? "{}" : "}");
                break;
            case JsonValueKind.Array:
                before = '[';
                foreach (JsonElement element in value.EnumerateArray())
                {
                    Write(json.Append(before), element);
                    before = ',';
                }

                json.Append(before == '[' ? "[]" : "]");
                break;
            case JsonValueKind.String:
                Write(json, value.GetString()!);
                break;
            case JsonValueKind.Number:
                json.Append(Number(value));
                break;
            default:
                json.Append(value.GetRawText());
                break;
        }
    }

    /// <summary>Digits are kept, however many a whole number has; and so is what no double can hold.</summary>
    private static string Number(JsonElement value)
    {
        string raw = value.GetRawText();
        return raw == "-0" ? "0"
            : raw.AsSpan().ContainsAny('.', 'e', 'E') && value.TryGetDouble(out double number) && double.IsFinite(number) ? Of(number)
            : raw;
    }

    private static void Write(StringBuilder json, string text)
    {
        json.Append('"');
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (char.IsSurrogate(c))
            {
                if (i + 1 == text.Length || !char.IsSurrogatePair(c, text[i + 1]))
                    throw new JsonException("A text in it holds half a character.");
                json.Append(c).Append(text[++i]);
            }
            else if (c is '"' or '\\')
            {
                json.Append('\\').Append(c);
            }
            else if (c < ' ')
            {
                json.Append(c switch { '\b' => "\\b", '\f' => "\\f", '\n' => "\\n", '\r' => "\\r", '\t' => "\\t", _ => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}") });
            }
            else
            {
                json.Append(c);
            }
        }

        json.Append('"');
    }
}
