using System.Management.Automation;
using ImaLink.Archive;
using ImaLink.Catalog;

namespace ImaLink.PowerShell;

/// <summary>Photos as a user names them: objects that show one, UUIDs, hothashes.</summary>
internal static class PhotoArguments
{
    /// <summary>The photos that are meant, by the catalog's numbers; none where nothing of that name is known.</summary>
    internal static IReadOnlyList<long> Find(CatalogDatabase catalog, PSObject input)
    {
        var locator = new PhotoLocator(catalog);
        if (input.BaseObject is Guid or string)
            return Guid.TryParse(input.BaseObject.ToString(), out Guid named) ? One(locator.ByUuid(named)) : locator.ByHothash(input.BaseObject.ToString()!);
        if (input.Properties["RelativePath"]?.Value?.ToString() is { } path && SelectorArgumentAttribute.Uuid(input, "StorageUuid") is { } storage
            && locator.ByPath(storage, path) is { } shown)
            return [shown];
        if ((SelectorArgumentAttribute.Uuid(input, "PhotoUuid") ?? SelectorArgumentAttribute.Uuid(input, "Uuid")) is { } uuid && locator.ByUuid(uuid) is { } photo)
            return [photo];
        return input.Properties["Hothash"]?.Value is string hothash ? locator.ByHothash(hothash) : [];
    }

    /// <summary>The images that are meant: all of a photo, the one of a file or hothash; none where nothing of that name is known.</summary>
    internal static IReadOnlyList<long> FindImages(CatalogDatabase catalog, PSObject input)
    {
        var locator = new PhotoLocator(catalog);
        if (input.BaseObject is Guid or string)
            return Guid.TryParse(input.BaseObject.ToString(), out Guid named) ? OfPhoto(named) : locator.ImagesByHothash(input.BaseObject.ToString()!);
        if (SelectorArgumentAttribute.Uuid(input, "Uuid") is { } uuid && OfPhoto(uuid) is { Count: > 0 } images)
            return images;
        if (input.Properties["RelativePath"]?.Value?.ToString() is { } path && SelectorArgumentAttribute.Uuid(input, "StorageUuid") is { } storage
            && new FileLocator(catalog).Find(storage, path) is { } file)
            return One(locator.ImageByFile(file));
        return input.Properties["Hothash"]?.Value is string hothash ? locator.ImagesByHothash(hothash) : [];

        IReadOnlyList<long> OfPhoto(Guid photo) => locator.ByUuid(photo) is { } id ? locator.ImagesOf(id) : [];
    }

    /// <summary>The photos that an object speaks of, paths of registered files too.</summary>
    /// <exception cref="ImaLinkException">FileNotFound.</exception>
    internal static IReadOnlyList<long> FindAny(PSCmdlet cmdlet, CatalogDatabase catalog, PSObject input)
    {
        IReadOnlyList<long> found = Find(catalog, input);
        if (found.Count == 0)
            found = [.. FilesOf(cmdlet, catalog, input).Select(new PhotoLocator(catalog).ByFile).OfType<long>().Distinct()];
        return found.Count > 0 ? found : throw NotFound(input);
    }

    /// <summary>The registered files at the path that an object is or has.</summary>
    internal static IReadOnlyList<long> FilesOf(PSCmdlet cmdlet, CatalogDatabase catalog, PSObject input)
    {
        string? path = input.BaseObject as string ?? (input.Properties["FullName"]?.Value is string fullName ? WildcardPattern.Escape(fullName) : null);
        if (path is null || Guid.TryParse(path, out _))
            return [];
        var query = new FileQuery(catalog);
        RegisteredPath named = RegisteredPath.Of(cmdlet, query, path);
        return named.FileId is { } id ? [id] : [.. query.Run(named.Within(new FileFilter())).Select(file => file.Id)];
    }

    /// <summary>The one photo that is meant.</summary>
    /// <exception cref="ImaLinkException">FileNotFound.</exception>
    internal static long One(CatalogDatabase catalog, PSObject input) => Find(catalog, input) is [var photo, ..] ? photo : throw NotFound(input);

    internal static ImaLinkException NotFound(PSObject input) =>
        new(ErrorCode.FileNotFound, $"'{input}' is no photo that the catalog knows. Give an object from Get-ImaPhoto or Get-ImaFile, the UUID of a photo, or a hothash. One whose only file is in the trash comes back with Restore-ImaTrash, and all that was said of it.", input.ToString());

    private static IReadOnlyList<long> One(long? photo) => photo is { } id ? [id] : [];
}
