using System.Globalization;
using System.Text;

namespace ImaLink.Files;

/// <summary>Names that every file system can keep, and the key by which two names count as the same. Pure.</summary>
public static class FileNames
{
    /// <summary>Longest name in UTF-8 bytes: what ext4, NTFS (in characters) and APFS allow, less room for <c>_12345</c>.</summary>
    public const int MaxNameBytes = 255 - 6;

    private static readonly string[] DeviceNames = ["CON", "PRN", "AUX", "NUL"];

    /// <summary>
    /// Makes one path segment portable: NFC, no characters that Windows forbids, no trailing dots and spaces, no device
    /// name, not longer than <see cref="MaxNameBytes"/> (the extension is kept). Never empty.
    /// </summary>
    public static string Portable(string name)
    {
        var text = new StringBuilder(name.Length);
        foreach (char c in Composed(name))
            text.Append(IsForbidden(c) ? '_' : c);
        string result = Shorten(text.ToString().TrimEnd('.', ' ').TrimStart(' '));
        if (result.Length == 0)
            return "_";
        return IsDevice(result) ? Shorten("_" + result) : result;
    }

    /// <summary>
    /// Makes a relative path portable, segment by segment; empty segments, <c>.</c> and <c>..</c> fall out, so that the
    /// result never leads out of its folder.
    /// </summary>
    public static string PortablePath(string path) => string.Join('/',
        path.Split('/', '\\').Select(segment => segment.Trim()).Where(segment => segment is not ("" or "." or "..")).Select(Portable));

    /// <summary>Two paths with the same key cannot lie side by side on a file system that ignores case or normalisation.</summary>
    public static string Key(string path) => Composed(path).ToUpperInvariant();

    /// <summary>Two paths with the same composed form differ only in normalisation: they are one.</summary>
    internal static string Composed(string path) => CanonicalForm.Compose(WellFormed(path));

    /// <summary>The n-th alternative to a name that is taken: <c>a.jpg</c>, <c>a_1.jpg</c>, <c>a_2.jpg</c>, ….</summary>
    public static string Numbered(string path, int n)
    {
        if (n == 0)
            return path;
        string extension = Path.GetExtension(path);
        return string.Create(CultureInfo.InvariantCulture, $"{path.AsSpan(0, path.Length - extension.Length)}_{n}{extension}");
    }

    /// <summary>The path that another one is numbered from (<see cref="Numbered"/>), or is itself.</summary>
    public static string WithoutNumber(string path)
    {
        string extension = Path.GetExtension(path);
        ReadOnlySpan<char> name = path.AsSpan(0, path.Length - extension.Length), digits = name.TrimEnd("0123456789");
        return digits.Length < name.Length && digits.EndsWith("_") ? string.Concat(digits[..^1], extension) : path;
    }

    /// <summary>Whether Windows takes a path segment for the plain name of a file, and for this very one.</summary>
    internal static bool IsPlainOnWindows(string segment) =>
        !segment.Any(IsForbidden) && !segment.EndsWith('.') && !segment.EndsWith(' ') && !IsDevice(segment);

    private static bool IsForbidden(char c) => c < ' ' || "<>:\"/\\|?*\x7f".Contains(c);

    private static bool IsDevice(string name)
    {
        string stem = name.Split('.')[0].TrimEnd(' ');
        return DeviceNames.Contains(stem, StringComparer.OrdinalIgnoreCase)
            || (stem.Length == 4 && (stem.StartsWith("COM", StringComparison.OrdinalIgnoreCase) || stem.StartsWith("LPT", StringComparison.OrdinalIgnoreCase))
                && stem[3] is >= '0' and <= '9' or '¹' or '²' or '³');
    }

    private static string Shorten(string name)
    {
        if (Encoding.UTF8.GetByteCount(name) <= MaxNameBytes)
            return name;
        string extension = Path.GetExtension(name);
        if (Encoding.UTF8.GetByteCount(extension) > 32)
            extension = "";
        int room = MaxNameBytes - Encoding.UTF8.GetByteCount(extension);
        var stem = new StringBuilder();
        foreach (Rune rune in name.AsSpan(0, name.Length - extension.Length).EnumerateRunes())
        {
            room -= rune.Utf8SequenceLength;
            if (room < 0)
                break;
            stem.Append(rune.ToString());
        }

        return stem.ToString().TrimEnd('.', ' ') + extension;
    }

    /// <summary>Unpaired surrogates, which a damaged name can bring, cannot be normalised.</summary>
    private static string WellFormed(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
                continue;
            }

            return string.Concat(text.EnumerateRunes()); // replaces the broken ones by U+FFFD
        }

        return text;
    }
}
