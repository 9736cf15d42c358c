using System.Text;
using ImaLink.Index;

namespace ImaLink.Benchmarks;

/// <summary>A disk with very many folders, of which a few are storages.</summary>
internal static class FolderTree
{
    /// <summary>Makes a tree of about as many folders, 100 in each folder, each of the lowest with a file.</summary>
    public static string Make(string root, int folders, int storages)
    {
        for (int i = 0; i < folders / 101; i++)
        {
            string year = Path.Combine(root, $"disk {i / 100:00}", $"year {i % 100:00}");
            for (int day = 0; day < 100; day++)
            {
                string folder = Path.Combine(year, $"2024-{day:000} a day out");
                Directory.CreateDirectory(folder);
                if (day % 10 == 0)
                    File.WriteAllText(Path.Combine(folder, "IMG_0001.JPG"), "");
            }

            if (i < storages)
                Storage(year, i);
        }

        return root;
    }

    private static void Storage(string basePath, int number)
    {
        string root = Path.Combine(basePath, $"imalink_20241018_143052_{number:x8}");
        foreach (string folder in new[] { "photos/2024", "imports", ".imalink/hotpreviews" })
            Directory.CreateDirectory(Path.Combine(root, folder));
        using var stream = new MemoryStream();
        MasterIndexFile.Write(stream, new MasterIndex
        {
            StorageInfo = new StorageInfo { Uuid = Guid.NewGuid(), DisplayName = $"Storage {number}", DirectoryName = Path.GetFileName(root), CreatedAt = "2024-10-18T14:30:52Z" },
            Revision = 1,
        });
        File.WriteAllText(Path.Combine(root, "index.json"), Encoding.UTF8.GetString(stream.ToArray()));
    }
}
