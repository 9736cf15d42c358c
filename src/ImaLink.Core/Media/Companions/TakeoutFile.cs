using System.Text.Json;
using System.Text.RegularExpressions;
using ImaLink.Files;

namespace ImaLink.Media.Companions;

/// <summary>What a description of a Google Takeout says of itself, by its name and what is in it.</summary>
internal static partial class TakeoutFile
{
    private const int MaxLength = 1 << 20;

    /// <summary>Whether a file lies in a Takeout.</summary>
    internal static bool IsWithin(string path) => Below(path) is not null;

    /// <summary>Where a path goes on behind its folder <c>Takeout</c>; null where it has none.</summary>
    internal static int? Below(string path) => Takeout().Match(path.Replace('\\', '/')) is { Success: true } match ? match.Index + match.Length : null;

    /// <summary>The name under which its photo was uploaded; null where the file is no such description.</summary>
    internal static string? Title(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists || file.Length is 0 or > MaxLength)
                return null;
            using JsonDocument document = JsonDocument.Parse(FileReading.ReadAllBytes(path, MaxLength).AsMemory());
            return document.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("photoTakenTime", out _)
                && root.TryGetProperty("title", out JsonElement title) && title.ValueKind == JsonValueKind.String ? title.GetString() : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException || IoErrors.IsIo(e))
        {
            return null; // a broken text, or half of a surrogate pair in it: told, if at all, when it is taken in
        }
    }

    // Where an archive is unpacked beside another, macOS numbers its folder.
    [GeneratedRegex("/Takeout( [0-9]{1,4})?/", RegexOptions.CultureInvariant | RegexOptions.RightToLeft | RegexOptions.ExplicitCapture)]
    private static partial Regex Takeout();
}
