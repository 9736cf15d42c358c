using System.Text;
using System.Text.Json;

namespace ImaLink.Tests.Index;

/// <summary>Puts into a JSON document, at each of its values, what somebody who means harm would.</summary>
internal static class JsonDamage
{
    /// <summary>A value, and where it and its name stand.</summary>
    internal sealed record Value(int NameStart, int Start, int End, JsonValueKind Kind);

    internal static readonly string[] Hostile =
    [
        "\"../../etc/passwd\"", "\"photos/../../outside/x.jpg\"", "\"/etc/passwd\"", "\"C:\\\\Windows\\\\x\"", "\"\\\\\\\\host\\\\share\\\\x\"",
        "\"~/x\"", "\"photos/~\"", "\"photos/CON\"", "\"photos/NUL.jpg\"", "\"photos/a\\u0000.jpg\"", "\"photos/a:b\"", "\"\\ud800\"", "\"\"", "\"x\"",
        "0", "-1", "6", "1.5", "1e400", "-1e400", "2147483648", "9223372036854775808", "true", "false", "null", "[]", "[null]", "[[]]", "{}", "{\"\":null}",
        string.Concat(Enumerable.Repeat("[", 10_000)) + string.Concat(Enumerable.Repeat("]", 10_000)),
    ];

    internal static List<Value> Values(byte[] json)
    {
        var values = new List<Value>();
        var open = new Stack<(int Name, int Start)>();
        int name = -1;
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            int start = (int)reader.TokenStartIndex, end = (int)reader.BytesConsumed;
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    name = start;
                    continue;
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    open.Push((name, start));
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    (int itsName, int itsStart) = open.Pop();
                    values.Add(new Value(itsName, itsStart, end, reader.TokenType == JsonTokenType.EndObject ? JsonValueKind.Object : JsonValueKind.Array));
                    break;
                default:
                    values.Add(new Value(name, start, end, KindOf(reader.TokenType)));
                    break;
            }

            name = -1;
        }

        return values;
    }

    internal static byte[] Replace(byte[] json, Value value, string text) => [.. json[..value.Start], .. Encoding.UTF8.GetBytes(text), .. json[value.End..]];

    /// <summary>The property twice; the same bytes where the value has no name.</summary>
    internal static byte[] Double(byte[] json, Value value) =>
        value.NameStart < 0 ? json : [.. json[..value.End], (byte)',', .. json[value.NameStart..value.End], .. json[value.End..]];

    internal static JsonValueKind KindOf(string text) => text[0] switch
    {
        '"' => JsonValueKind.String,
        '{' => JsonValueKind.Object,
        '[' => JsonValueKind.Array,
        't' or 'f' => JsonValueKind.True,
        'n' => JsonValueKind.Null,
        _ => JsonValueKind.Number,
    };

    private static JsonValueKind KindOf(JsonTokenType type) => type switch
    {
        JsonTokenType.String => JsonValueKind.String,
        JsonTokenType.Number => JsonValueKind.Number,
        JsonTokenType.Null => JsonValueKind.Null,
        _ => JsonValueKind.True,
    };
}
