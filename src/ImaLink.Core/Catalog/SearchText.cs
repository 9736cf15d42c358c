using System.Text;
using ImaLink.Files;
using SQLitePCL;

namespace ImaLink.Catalog;

/// <summary>
/// Prepares a text for the full-text index. Its tokenizer ends words at spaces, so that a run of Chinese, Japanese or Korean, which are written
/// without them, would be one word that nobody asks for. Here such a run becomes all its pairs and its last character: "日本語" is "日本 本語 語".
/// What is asked for goes the same way, so any two characters in a row are found, and one as the beginning of a pair.
/// </summary>
internal static class SearchText
{
    // What Unicode has twice, for machines that once had no room: Kangxi's radicals, and the narrow forms from U+FF61 on.
    private const string Radicals =
        "一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山巛工己巾干幺广廴廾弋弓彐彡彳心戈戶手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬"
        + "玄玉瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛辰辵邑酉釆里金長門阜隶隹雨靑非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠";

    private const string Narrow = "。「」、・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン\u3099\u309A";

    /// <summary>The text as it is indexed and asked for.</summary>
    internal static string Of(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange('\0', '\u10FF'))
            return text;
        var result = new StringBuilder(text.Length * 2);
        var run = new List<Rune>();
        foreach (Rune rune in CanonicalForm.Compose(Fold(text)).EnumerateRunes())
        {
            if (IsMark(rune.Value))
                continue;
            if (IsPaired(rune.Value))
            {
                run.Add(rune);
                continue;
            }

            Write(run, result);
            result.Append(rune.ToString());
        }

        Write(run, result);
        return result.ToString();
    }

    /// <summary>Whether a character belongs to a writing without spaces, or to one whose words are compounds: its runs are split.</summary>
    internal static bool IsPaired(int point) => point switch
    {
        < 0x1100 => false,
        <= 0x11FF => true, // Hangul's letters
        < 0x3005 => false,
        <= 0x3007 or (>= 0x3021 and <= 0x3029) or (>= 0x3031 and <= 0x3035) or (>= 0x3038 and <= 0x303C) => true,
        < 0x3041 => false,
        <= 0x33FF => point is <= 0x3096 or (>= 0x309D and <= 0x309F) or (>= 0x30A1 and <= 0x30FA) or (>= 0x30FC and <= 0x31BF) or (>= 0x31F0 and <= 0x31FF),
        <= 0x4DBF => true,
        < 0x4E00 => false,
        <= 0x9FFF => true,
        >= 0xA960 and <= 0xA97C => true,
        >= 0xAC00 and <= 0xD7FB => true,
        >= 0xF900 and <= 0xFAFF => true,
        >= 0x1AFF0 and <= 0x1B16F => true, // kana of former times
        >= 0x20000 and <= 0x3FFFF => true,
        _ => false,
    };

    /// <summary>Makes it the SQL function <c>search_text</c>.</summary>
    internal static void Register(sqlite3 database) => raw.sqlite3_create_function(database, "search_text", 1, raw.SQLITE_UTF8 | raw.SQLITE_DETERMINISTIC, null, (context, _, arguments) =>
    {
        if (raw.sqlite3_value_type(arguments[0]) == raw.SQLITE_NULL)
        {
            raw.sqlite3_result_null(context);
            return;
        }

        ReadOnlySpan<byte> text = raw.sqlite3_value_blob(arguments[0]);
        if (text.IsEmpty || text.ContainsAnyInRange((byte)0xE1, (byte)0xF4)) // U+1000 and above begin with these
            raw.sqlite3_result_text(context, Of(Encoding.UTF8.GetString(text)));
        else
            raw.sqlite3_result_text(context, text);
    });

    private static void Write(List<Rune> run, StringBuilder result)
    {
        if (run.Count == 0)
            return;
        result.Append(' ');
        for (int i = 1; i < run.Count; i++)
            result.Append(run[i - 1].ToString()).Append(run[i].ToString()).Append(' ');
        result.Append(run[^1].ToString()).Append(' ');
        run.Clear();
    }

    private static string Fold(string text) => string.Create(text.Length, text, (folded, from) =>
    {
        for (int i = 0; i < folded.Length; i++)
        {
            folded[i] = from[i] switch
            {
                '\u3000' => ' ',
                >= '\uFF01' and <= '\uFF5E' and var wide => (char)(wide - 0xFEE0),
                >= '\uFF61' and <= '\uFF9F' and var narrow => Narrow[narrow - 0xFF61],
                >= '\uFFA1' and <= '\uFFBE' and var narrow => (char)(narrow - 0xFFA1 + 0x3131),
                >= '\uFFC2' and <= '\uFFDC' and var narrow => (char)(0x314F + (narrow - 0xFFC2) / 8 * 6 + (narrow - 0xFFC2) % 8),
                >= '\u2F00' and <= '\u2FD5' and var radical => Radicals[radical - 0x2F00],
                var other => other,
            };
        }
    });

    // Which of several shapes a character is drawn in, and sound marks that nothing was composed with: no part of what is asked for.
    private static bool IsMark(int point) => point is (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF) or 0x3099 or 0x309A;
}
