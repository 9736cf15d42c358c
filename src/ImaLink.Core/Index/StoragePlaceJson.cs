using System.Text.Json;

namespace ImaLink.Index;

/// <summary>A storage's place as one JSON text, as the catalog keeps it.</summary>
internal static class StoragePlaceJson
{
    internal static string Json(this StoragePlace place) => JsonSerializer.Serialize(place, IndexJson.Instance.StoragePlace);

    internal static StoragePlace? Parse(string? json) => json is null ? null : JsonSerializer.Deserialize(json, IndexJson.Instance.StoragePlace);
}
