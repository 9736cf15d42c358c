using System.Text.Json;
using ImaLink.Files;

namespace ImaLink.Media.Companions;

/// <summary>What a description of a Google Takeout says of itself.</summary>
internal static class TakeoutFile
{
    private const int MaxLength = 1 << 20;

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
}
