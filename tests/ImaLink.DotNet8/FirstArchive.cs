using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Import;
using ImaLink.Media.Identity;
using ImaLink.Media.Previews;

namespace ImaLink.DotNet8;

/// <summary>What loads every package of the core, managed and native: SQLite, the readers of metadata, libvips.</summary>
internal static class FirstArchive
{
    public static void Make(string photo, string folder)
    {
        using CatalogDatabase catalog = CatalogDatabase.OpenForWriting(Path.Combine(folder, "catalog.db"));
        Console.WriteLine($"runtime {Environment.Version}");
        Console.WriteLine($"hothash {HothashReader.Read(photo).Hothash}");
        Console.WriteLine($"preview {PreviewRenderer.Render(photo, "JPEG", CancellationToken.None)?.Length > 0}");
        FileStorage storage = new StorageService(catalog, TimeSpan.Zero).Create("Archive", folder, description: null);
        var request = new ImportRequest { Paths = [photo], Title = "First" };
        ImportSession session = new ImportService(catalog, TimeSpan.Zero).Import(Selector.ByUuid(storage.Uuid), request, OperationReporter.None, CancellationToken.None);
        Console.WriteLine($"imported {session.Imported}");
    }
}
