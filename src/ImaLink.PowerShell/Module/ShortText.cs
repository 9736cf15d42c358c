using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Text.RegularExpressions;

namespace ImaLink.PowerShell;

/// <summary>
/// Shortens what is wider than its column, for ImaLink.PowerShell.Format.ps1xml. A path loses folders from its middle, as its end tells most, and first
/// of all the name of a storage's own folder; any other text loses its middle. PowerShell itself would cut the end off, or break words.
/// </summary>
public static partial class ShortText
{
    private const string LeftOut = "…";
    private const int ColumnsOfNoScreen = 80;

    /// <summary>A text in so many columns at most; "" for none.</summary>
    /// <param name="text">The text, or null.</param>
    /// <param name="columns">How wide it may be.</param>
    /// <returns>The text.</returns>
    public static string Within(string? text, int columns)
    {
        string shown = (text ?? "").ReplaceLineEndings(" ");
        if (Columns(shown) <= columns)
            return shown;
        shown = StorageFolder().Replace(shown, LeftOut);
        if (Columns(shown) <= columns)
            return shown;
        // As many of the last folders as there is room for, after the first one; without that where the name alone fits no other way.
        List<int> folders = [.. Separators().Matches(shown).Select(separator => separator.Index)];
        if (folders.Count == 0)
            return Middle(shown, columns);
        string start = shown[..((folders.Find(index => index > 0) is > 0 and var first ? first : folders[0]) + 1)];
        return folders.Select(index => start + LeftOut + shown[index..]).Concat(folders.Select(index => LeftOut + shown[index..]))
            .FirstOrDefault(short_ => Columns(short_) <= columns && short_.Length < shown.Length) ?? Middle(shown[(folders[^1] + 1)..], columns);
    }

    /// <summary>A text in the columns of the screen that others leave; on what tells no width, such as a file, in those of 80.</summary>
    /// <param name="text">The text, or null.</param>
    /// <param name="taken">How many columns the others take, with the blanks between.</param>
    /// <param name="host">The host with the screen.</param>
    /// <param name="parts">How many columns of the table share what is left.</param>
    /// <returns>The text.</returns>
    public static string InRest(string? text, int taken, PSHost? host, int parts = 1) => Within(text, (ScreenColumns(host) - taken) / parts);

    /// <summary>
    /// Prose in the columns of the screen that others leave, in as many lines as it needs, between words: PowerShell breaks them in every language but a few.
    /// A word that is longer than a line, such as a path, loses its middle.
    /// </summary>
    /// <param name="text">The text, or null.</param>
    /// <param name="taken">How many columns the others take, with the blanks between.</param>
    /// <param name="host">The host with the screen.</param>
    /// <param name="parts">How many columns of the table share what is left.</param>
    /// <returns>The text.</returns>
    public static string Wrapped(string? text, int taken, PSHost? host, int parts = 1)
    {
        int columns = (ScreenColumns(host) - taken) / parts;
        var lines = new List<string>();
        foreach (string word in (text ?? "").Split([' ', '\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries).Select(word => Within(word, columns)))
        {
            if (lines.Count > 0 && Columns(lines[^1]) + 1 + Columns(word) <= columns)
                lines[^1] += " " + word;
            else
                lines.Add(word);
        }

        return string.Join('\n', lines);
    }

    /// <summary>The paths of the first two files of a group, and how many more there are, in the columns that others leave.</summary>
    /// <param name="files">The files.</param>
    /// <param name="taken">How many columns the others take, with the blanks between.</param>
    /// <param name="host">The host with the screen.</param>
    /// <returns>The text.</returns>
    public static string ListInRest(IEnumerable? files, int taken, PSHost? host)
    {
        List<string> paths = [.. Objects(files).Select(file => Text(file, "RelativePath") ?? Text(file, "FullName") ?? file.ToString())];
        string more = paths.Count > 2 ? $" +{paths.Count - 2}" : "";
        int shown = Math.Min(paths.Count, 2), columns = ScreenColumns(host) - taken - more.Length - (2 * (shown - 1));
        return string.Join(", ", paths.Take(shown).Select(path => Within(path, columns / shown))) + more;
    }

    /// <summary>In which storages files lie, or, where no storage holds them, in which folders.</summary>
    /// <param name="files">The files.</param>
    /// <returns>The text.</returns>
    public static string Places(IEnumerable? files) => string.Join(", ", Objects(files)
        .Select(file => Text(file, "Storage") ?? Path.GetFileName(Path.GetDirectoryName(Text(file, "FullName")))).Where(place => !string.IsNullOrEmpty(place)).Distinct());

    /// <summary>How many columns a text takes on a screen, as PowerShell counts: characters of Chinese, Japanese and Korean take two.</summary>
    internal static int Columns(string text) => text.Sum(Columns);

    // Half of a pair counts one, so that what lies beyond the first plane, such as emoji, takes two.
    private static int Columns(char character) => character switch
    {
        < '\u1100' => 1,
        <= '\u115f' or '\u2329' or '\u232a' or (>= '\u2e80' and <= '\ua4cf' and not '\u303f') or (>= '\uac00' and <= '\ud7a3')
            or (>= '\uf900' and <= '\ufaff') or (>= '\ufe10' and <= '\ufe19') or (>= '\ufe30' and <= '\ufe6f')
            or (>= '\uff00' and <= '\uff60') or (>= '\uffe0' and <= '\uffe6') => 2,
        _ => 1,
    };

    private static string Middle(string text, int columns)
    {
        int ofStart = columns / 2, ofEnd = columns - 1 - ofStart;
        List<string> characters = [.. text.EnumerateRunes().Select(rune => rune.ToString())];
        return string.Concat(Fitting(characters, ofStart)) + LeftOut + string.Concat(Fitting(Enumerable.Reverse(characters), ofEnd).Reverse());
    }

    private static IEnumerable<string> Fitting(IEnumerable<string> characters, int columns)
    {
        foreach (string character in characters)
        {
            columns -= Columns(character);
            if (columns < 0)
                yield break;
            yield return character;
        }
    }

    private static IEnumerable<PSObject> Objects(IEnumerable? files) => (files ?? Array.Empty<object>()).Cast<object>().Select(PSObject.AsPSObject);

    private static string? Text(PSObject file, string property) => file.Properties[property]?.Value as string;

    private static int ScreenColumns(PSHost? host)
    {
        try
        {
            return (host?.UI?.RawUI?.BufferSize.Width is { } columns and >= ColumnsOfNoScreen ? columns : ColumnsOfNoScreen) - 1; // PowerShell leaves the last one free
        }
        catch (Exception e) when (e is HostException or NotImplementedException or IOException)
        {
            return ColumnsOfNoScreen;
        }
    }

    [GeneratedRegex(@"imalink_\d{8}_\d{6}_[0-9a-f]{8}(?=[\\/]|$)")]
    private static partial Regex StorageFolder();

    [GeneratedRegex(@"[\\/]")]
    private static partial Regex Separators();
}
