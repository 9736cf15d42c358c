using ImaLink.Index;
using ImaLink.Tests.Import;

namespace ImaLink.Tests.Sharing;

/// <summary>What an owner does to the photos of a storage with any tool, while catalogs work or not.</summary>
internal sealed class Owner(string photos)
{
    private static readonly string[] Steps = ["move", "rename", "delete", "tag", "draw", "copy", "swap", "add", "folder"];
    private int _clock;
    private int _next = 5000;

    /// <summary>SHA-256 of what was deleted or written over.</summary>
    public HashSet<string> Taken { get; } = [];

    /// <returns>What was done.</returns>
    public string Do(Random random)
    {
        string step = Steps[random.Next(Steps.Length)];
        string[] files = [.. Directory.EnumerateFiles(photos, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        if (step == "add" || files.Length == 0)
            return Write(Path.Combine(photos, $"o{random.Next(3)}", $"p{random.Next(6)}.jpg"), TestPhotos.Jpeg(++_next), "adds");
        if (step is "tag" or "draw" or "swap")
            files = [.. files.Where(file => file.EndsWith(".jpg", StringComparison.Ordinal)).DefaultIfEmpty(Path.Combine(photos, "p0.jpg"))];
        string one = files[random.Next(files.Length)], other = files[random.Next(files.Length)];
        try
        {
            return step switch
            {
                "move" => Move(one, Path.Combine(photos, $"o{random.Next(3)}", Path.GetFileName(one))),
                "rename" => Move(one, Path.Combine(Path.GetDirectoryName(one)!, $"p{random.Next(6)}{Path.GetExtension(one)}")),
                "delete" => Delete(one),
                "tag" => Write(one, Tagged(File.ReadAllBytes(one)), "tags"),
                "draw" => Write(one, TestPhotos.Jpeg(++_next), "draws"),
                "copy" => Copy(one, Path.Combine(photos, $"o{random.Next(3)}", $"c{++_next}{Path.GetExtension(one)}")),
                "swap" => Swap(one, other),
                _ => MoveFolder(Path.GetDirectoryName(one)!, Path.Combine(photos, $"f{++_next}")),
            };
        }
        catch (IOException e)
        {
            return $"{step}: {e.Message}"; // a catalog was faster
        }
    }

    private static string Move(string from, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        if (!File.Exists(to))
            File.Move(from, to);
        return $"moves {from} to {to}";
    }

    private string Delete(string path)
    {
        string aside = Take(path);
        Taken.Add(IndexDigest.Of(aside));
        File.Delete(aside);
        return $"deletes {path}";
    }

    private string Write(string path, byte[] content, string verb)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (File.Exists(path))
            Delete(path);
        string aside = Path.Combine(Path.GetDirectoryName(photos)!, $"owner{++_next}.tmp");
        File.WriteAllBytes(aside, content);
        File.SetLastWriteTimeUtc(aside, new DateTime(2024, 6, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(11 * ++_clock).AddTicks(_clock * 1234567L));
        File.Move(aside, path);
        return $"{verb} {path}";
    }

    /// <summary>The same image by another camera.</summary>
    private byte[] Tagged(byte[] photo)
    {
        int camera = photo.AsSpan().IndexOf("EOS "u8);
        if (camera >= 0)
            photo[camera + 4] = (byte)('A' + (++_next % 26));
        return photo;
    }

    private static string Copy(string from, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        File.Copy(from, to);
        return $"copies {from} to {to}";
    }

    private string Swap(string one, string other)
    {
        if (one == other)
            return "swaps nothing";
        string aside = Take(one);
        try
        {
            File.Move(other, one);
        }
        catch (IOException)
        {
            File.Move(aside, one);
            throw;
        }

        File.Move(aside, other);
        return $"swaps {one} and {other}";
    }

    private string MoveFolder(string from, string to)
    {
        if (from != photos)
            Directory.Move(from, to);
        return $"moves folder {from} to {to}";
    }

    /// <summary>Out of everybody's sight first, so that what is deleted is what was looked at.</summary>
    private string Take(string path)
    {
        string aside = Path.Combine(Path.GetDirectoryName(photos)!, $"owner{++_next}.tmp");
        File.Move(path, aside);
        return aside;
    }
}
