using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using ImaLink.Files;
using ImaLink.Media.Containers;

namespace ImaLink.Media.Metadata;

/// <summary>An album of Picasa, as a folder notes it.</summary>
/// <param name="Name">The title; null where it has none.</param>
/// <param name="Description">The description; null where there is none.</param>
internal sealed record PicasaAlbum(string? Name, string? Description);

/// <summary>
/// What Picasa notes of a folder: <c>.picasa.ini</c>, <c>Picasa.ini</c> in its first versions. A section for each photo, by its name; <c>[Picasa]</c> for the folder; <c>[.album:…]</c> for each album that
/// has photos in it; <c>[Contacts2]</c> for the names of those whose faces were found. Its edits (filters, crop, rotation) are of what it shows, and are left in it.
/// Source: the format as Franz Buchinger wrote it down (gist fbuchinger/1073823), ExifTool's picasa_faces.config for the regions.
/// </summary>
internal sealed partial class PicasaNotes : IPhotoNotes
{
    /// <summary>The kind of these notes.</summary>
    internal const string Kind = "picasa";

    /// <summary>Largest length that is read, in bytes.</summary>
    internal const int MaxLength = 16 << 20;

    private const int MaxFaces = 2000; // of a photo, as of XMP

    private const string Album = ".album:", NoName = "ffffffffffffffff";

    // Windows' code pages of one byte and of several, the commonest first.
    private static readonly int[] CodePages = [1252, 1250, 1251, 1253, 1254, 1257, 1255, 1256, 1258, 874, 932, 936, 949, 950];

    private static readonly HashSet<string> NoPhotos = new(StringComparer.OrdinalIgnoreCase) { "Picasa", "Contacts", "Contacts2", "encoding", "photoid", "LifeScape" };

    private readonly Dictionary<string, Dictionary<string, string>> _sections = new(StringComparer.Ordinal), _alike = new(StringComparer.Ordinal);
    private readonly List<string> _warnings = [], _remarks = [];

    private PicasaNotes()
    {
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <inheritdoc/>
    public IReadOnlyList<string> Remarks => _remarks;

    /// <summary>What the folder is called, and what is said of it.</summary>
    internal PicasaAlbum Folder => AlbumOf("Picasa");

    /// <summary>The photos of each album, by the album's token, in their order.</summary>
    internal IEnumerable<(string Token, string Photo)> Members => from section in _sections
                                                                  where IsPhoto(section.Key)
                                                                  from token in (section.Value.GetValueOrDefault("albums") ?? "").Split([',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                                                                  select (token.ToLowerInvariant(), section.Key);

    /// <summary>The albums that it describes, by token.</summary>
    internal IEnumerable<(string Token, PicasaAlbum Album)> Albums => _sections.Keys.Where(name => name.StartsWith(Album, StringComparison.OrdinalIgnoreCase))
        .Select(name => (name[Album.Length..].ToLowerInvariant(), AlbumOf(name)));

    /// <summary>Reads notes. Damage never throws.</summary>
    /// <param name="stream">The file; readable and seekable; not closed.</param>
    /// <param name="names">The names of the files that they speak of: by them an old code page is known, which the notes do not name.</param>
    /// <exception cref="IOException">The stream itself could not be read.</exception>
    internal static PicasaNotes Read(Stream stream, Func<IEnumerable<string>> names)
    {
        var notes = new PicasaNotes();
        if (stream.Length > MaxLength)
        {
            notes._warnings.Add($"It is larger than {MaxLength >> 20} MB.");
            return notes;
        }

        var bytes = new byte[stream.Length];
        stream.Position = 0;
        int length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        notes.Parse(notes.Decode(bytes.AsSpan(0, length), names));
        notes.TellNameless();
        return notes;
    }

    /// <inheritdoc/>
    public bool Speaks(string photo) => Section(photo) is not null;

    /// <inheritdoc/>
    public ImageFacts? Of(string photo, Func<string?> checksum)
    {
        if (Section(photo) is not { } section)
            return null;
        (double Latitude, double Longitude)? place = Place(section.GetValueOrDefault("geotag"));
        return new()
        {
            Description = Text(section.GetValueOrDefault("caption")),
            IsFavorite = Is(section, "star"),
            IsHidden = Is(section, "hidden"),
            Keywords = [.. (Text(section.GetValueOrDefault("keywords")) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)],
            Persons = [.. Faces(section).Where(face => face.Name is not null).Select(face => new PersonFact(face.Name!, face.Region))],
            GpsLatitude = place?.Latitude,
            GpsLongitude = place?.Longitude,
        };
    }

    private static bool IsPhoto(string section) => !NoPhotos.Contains(section) && !section.StartsWith(Album, StringComparison.OrdinalIgnoreCase);

    private static bool Is(Dictionary<string, string> section, string key) => section.GetValueOrDefault(key) is { } value && value.Trim().ToUpperInvariant() is "YES" or "1" or "TRUE";

    /// <summary>Exactly its name goes first; Windows, where Picasa ran, leaves case aside.</summary>
    private Dictionary<string, string>? Section(string photo) =>
        !IsPhoto(photo) ? null : _sections.GetValueOrDefault(photo) ?? _alike.GetValueOrDefault(FileNames.Key(photo));

    private PicasaAlbum AlbumOf(string section)
    {
        Dictionary<string, string>? found = _sections.GetValueOrDefault(section) ?? _alike.GetValueOrDefault(FileNames.Key(section));
        return new(Text(found?.GetValueOrDefault("name")), Text(found?.GetValueOrDefault("description")));
    }

    /// <summary>The faces of a photo, with the names of those whom the folder's contacts know.</summary>
    private IEnumerable<(string? Name, RegionFact? Region)> Faces(Dictionary<string, string> section)
    {
        foreach (Match face in Face().Matches(section.GetValueOrDefault("faces") ?? "").Where(face => !IsNobody(face.Groups[2].Value)).Take(MaxFaces))
            yield return (NameOf(face.Groups[2].Value), Region(face.Groups[1].Value));
    }

    private static bool IsNobody(string id) => id.Equals(NoName, StringComparison.OrdinalIgnoreCase) || id.Trim('0').Length == 0;

    /// <summary>A contact is a name, an address and more, parted by semicolons.</summary>
    private string? NameOf(string id) =>
        _alike.GetValueOrDefault(FileNames.Key("Contacts2"))?.GetValueOrDefault(id.ToLowerInvariant()) is { } contact ? Text(contact.Split(';')[0]) : null;

    /// <summary>Left, top, right and bottom in four hexadecimal digits each, without the zeros that they begin with.</summary>
    private static RegionFact? Region(string digits)
    {
        ulong sides = ulong.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        double left = Side(48), top = Side(32), right = Side(16), bottom = Side(0);
        return right > left && bottom > top ? new(Part((left + right) / 2), Part((top + bottom) / 2), Part(right - left), Part(bottom - top)) : null;

        double Side(int shift) => (ushort)(sides >> shift) / (double)ushort.MaxValue;

        static double Part(double part) => Math.Round(part, 6);
    }

    private static (double Latitude, double Longitude)? Place(string? text) => text?.Split(',') is [var first, var second]
        && double.TryParse(first, NumberStyles.Float, CultureInfo.InvariantCulture, out double latitude) && double.TryParse(second, NumberStyles.Float, CultureInfo.InvariantCulture, out double longitude)
        && Math.Abs(latitude) <= 90 && Math.Abs(longitude) <= 180 && (latitude, longitude) is not (0, 0) ? (latitude, longitude) : null;

    /// <summary>A text; line breaks, and letters that the code page lacks, are written as escapes.</summary>
    private static string? Text(string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
            return null;
        string text = Reference().Replace(value, letter => int.TryParse(letter.Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && Rune.IsValid(number) && number >= ' '
            ? new Rune(number).ToString() : letter.Value);
        return text.Replace("\\r\\n", "\n", StringComparison.Ordinal).Replace("\\n", "\n", StringComparison.Ordinal).Trim();
    }

    private void Parse(string text)
    {
        Dictionary<string, string>? section = null;
        int faults = 0, number = 0, first = 0;
        foreach (ReadOnlySpan<char> each in text.AsSpan().EnumerateLines())
        {
            number++;
            ReadOnlySpan<char> line = each.Trim();
            if (line.IsEmpty || line[0] is ';' or '#')
                continue;
            int equals = line.IndexOf('=');
            if (line.Contains('\0'))
                Fault(ref faults, ref first, number);
            else if (line[0] == '[' && line[^1] == ']' && line.Length > 2)
                section = SectionOf(line[1..^1].ToString());
            else if (section is null || equals <= 0)
                Fault(ref faults, ref first, number);
            else
                section[line[..equals].Trim().ToString().ToLowerInvariant()] = line[(equals + 1)..].Trim().ToString();
        }

        if (faults > 0)
            _warnings.Add(string.Create(CultureInfo.InvariantCulture, $"It is damaged: {(faults == 1 ? $"line {first} says" : $"{faults} lines, line {first} the first, say")} nothing."));

        static void Fault(ref int faults, ref int first, int number) => first = faults++ == 0 ? number : first;
    }

    private Dictionary<string, string> SectionOf(string name)
    {
        if (!_sections.TryGetValue(name, out Dictionary<string, string>? section))
            _sections.Add(name, section = new(StringComparer.Ordinal));
        _alike.TryAdd(FileNames.Key(name), section);
        return section;
    }

    private void TellNameless()
    {
        int nameless = _sections.Where(section => IsPhoto(section.Key)).SelectMany(section => Faces(section.Value)).Count(face => face.Name is null);
        if (nameless > 0)
            _remarks.Add(string.Create(CultureInfo.InvariantCulture, $"{(nameless == 1 ? "A face in it is" : $"{nameless} faces in it are")} of persons whose names it does not have: Picasa kept them in a file of its own (contacts.xml)."));
    }

    /// <summary>UTF-8 where the bytes are that, or say that they are; else that code page of Windows in which the sections are called like files that are there.</summary>
    private string Decode(ReadOnlySpan<byte> bytes, Func<IEnumerable<string>> names)
    {
        if (bytes is [0xFF, 0xFE, ..])
            return Encoding.Unicode.GetString(bytes[2..]);
        if (bytes is [0xFE, 0xFF, ..])
            return Encoding.BigEndianUnicode.GetString(bytes[2..]);
        if (bytes is [0xEF, 0xBB, 0xBF, ..])
            bytes = bytes[3..];
        if (Utf8.IsValid(bytes))
            return Encoding.UTF8.GetString(bytes);
        HashSet<string> there = [.. names().Select(FileNames.Key)];
        string text = "";
        int best = 0;
        foreach (int number in CodePages)
        {
            string candidate = TextBytes.CodePage(number).GetString(bytes);
            int found = Header().Matches(candidate).Count(header => !Ascii.IsValid(header.Groups[1].Value) && there.Contains(FileNames.Key(header.Groups[1].Value)));
            if (text.Length == 0 || found > best)
                (text, best) = (candidate, found);
        }

        if (best == 0)
            _remarks.Add("It is written in an old code page of Windows, which it does not name: it was taken for that of western Europe (1252).");
        return text;
    }

    [GeneratedRegex(@"rect64\(([0-9a-f]{1,16})\)\s*,\s*([0-9a-f]{1,16})", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Face();

    [GeneratedRegex("&#([0-9]{2,7});", RegexOptions.CultureInvariant)]
    private static partial Regex Reference();

    [GeneratedRegex(@"^[ \t]*\[([^\r\n]+)\][ \t]*\r?$", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex Header();
}
