using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace ImaLink.PowerShell.Tests;

/// <summary>What tests of interrupted operations ask of files.</summary>
internal static class Disk
{
    private static readonly EnumerationOptions Everything = new() { RecurseSubdirectories = true, AttributesToSkip = 0 };

    /// <summary>A new folder, in memory where that can be had: what a killed process leaves behind is the same there.</summary>
    public static string NewFolder(ModuleFixture module, string name) => Directory.CreateDirectory(
        Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : module.Folder, $"imalink-{name}-{Environment.ProcessId}")).FullName;

    public static IEnumerable<string> Files(string folder) => Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*", Everything) : [];

    public static string Sha256Of(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));

    /// <summary>Copies a folder with its times; the target must not exist.</summary>
    public static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string folder in Directory.EnumerateDirectories(from, "*", Everything))
            Directory.CreateDirectory(to + folder[from.Length..]);
        foreach (string file in Files(from))
            File.Copy(file, to + file[from.Length..]);
    }

    /// <summary>An index without what differs from one time or place to the next.</summary>
    public static string Stripped(string json)
    {
        JsonNode node = JsonNode.Parse(json)!;
        Strip(node);
        return node.ToJsonString();
    }

    private static void Strip(JsonNode node)
    {
        if (node is JsonArray array)
        {
            foreach (JsonNode? item in array)
                if (item is JsonObject or JsonArray)
                    Strip(item);
            return;
        }

        foreach ((string name, JsonNode? value) in node.AsObject().ToList())
        {
            if (name is "uuid" or "writer" or "revision" or "file_storage_uuid" or "storage_directory" or "directory_name" or "base_path" or "imported_at"
                or "index_generated" or "last_verified" or "last_scan" or "duration_seconds" or "index_sha256" || (name == "created_at" && node["total_files"] is not null))
                node.AsObject().Remove(name);
            else if (value is JsonObject or JsonArray)
                Strip(value);
        }
    }
}
