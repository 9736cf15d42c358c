using System.Management.Automation;
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
            && new FileLocator(catalog).Find(storage, path) is { } file)
            return One(locator.ByFile(file));
        if ((SelectorArgumentAttribute.Uuid(input, "PhotoUuid") ?? SelectorArgumentAttribute.Uuid(input, "Uuid")) is { } uuid && locator.ByUuid(uuid) is { } photo)
            return [photo];
        return input.Properties["Hothash"]?.Value is string hothash ? locator.ByHothash(hothash) : [];
    }

    /// <summary>The one photo that is meant.</summary>
    /// <exception cref="ImaLinkException">FileNotFound.</exception>
    internal static long One(CatalogDatabase catalog, PSObject input) => Find(catalog, input) is [var photo, ..] ? photo : throw NotFound(input);

    internal static ImaLinkException NotFound(PSObject input) =>
        new(ErrorCode.FileNotFound, $"'{input}' is no photo that the catalog knows. Give an object from Get-ImaPhoto or Get-ImaFile, the UUID of a photo, or a hothash. One whose only file is in the trash comes back with Restore-ImaTrash, and all that was said of it.", input.ToString());

    private static IReadOnlyList<long> One(long? photo) => photo is { } id ? [id] : [];
}
