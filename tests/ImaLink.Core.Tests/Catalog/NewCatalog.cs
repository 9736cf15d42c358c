using System.Text;
using ImaLink.Catalog;

namespace ImaLink.Tests.Catalog;

/// <summary>
/// Catalogs for tests that are about something else. To make one takes 30 ms of the processor and thousands are made, so each is a copy of the first with a UUID
/// of its own.
/// </summary>
internal static class NewCatalog
{
    private static readonly Lazy<(byte[] Bytes, string Uuid)> First = new(Make);

    /// <summary>Opens a catalog; where there is none it is a new one.</summary>
    internal static CatalogDatabase Open(string path, TimeSpan? timeout = null)
    {
        if (File.Exists(path))
            return CatalogDatabase.OpenForWriting(path, timeout);
        (byte[] bytes, Guid uuid) = ([.. First.Value.Bytes], Guid.NewGuid());
        byte[] former = Encoding.ASCII.GetBytes(First.Value.Uuid), own = Encoding.ASCII.GetBytes(uuid.ToString());
        for (int at = 0; bytes.AsSpan(at).IndexOf(former) is var found and >= 0; at += found + own.Length)
            own.CopyTo(bytes, at + found);
        File.WriteAllBytes(path, bytes);
        CatalogDatabase catalog = CatalogDatabase.OpenForWriting(path, timeout);
        return catalog.Uuid == uuid ? catalog : throw new InvalidOperationException("The copy has not the UUID that it was given.");
    }

    private static (byte[] Bytes, string Uuid) Make()
    {
        string folder = Directory.CreateTempSubdirectory("imalink-").FullName, path = Path.Combine(folder, "first.db");
        try
        {
            using CatalogDatabase catalog = CatalogDatabase.OpenForWriting(path);
            string copy = Path.Combine(folder, "copy.db");
            catalog.CopyTo(copy, OperationReporter.None, default);
            return (File.ReadAllBytes(copy), catalog.Uuid.ToString());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
