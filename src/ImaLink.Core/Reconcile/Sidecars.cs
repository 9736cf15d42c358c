namespace ImaLink.Reconcile;

/// <summary>The names by which sidecars belong to their photo. Pure.</summary>
internal static class Sidecars
{
    /// <summary>What marks a sidecar.</summary>
    internal const string Extension = ".xmp";

    /// <summary>Whether a file is a sidecar by its name.</summary>
    internal static bool IsSidecar(string path) => path.EndsWith(Extension, StringComparison.OrdinalIgnoreCase);

    /// <summary>Where a sidecar lies when it has followed its photo: <c>a.nef.xmp</c> and <c>a.xmp</c> keep their manner.</summary>
    /// <param name="sidecar">Its path.</param>
    /// <param name="photo">The photo's path at that time.</param>
    /// <param name="movedTo">The photo's path now.</param>
    internal static string Follow(string sidecar, string photo, string movedTo)
    {
        if (photo == movedTo)
            return sidecar;
        string extension = Path.GetExtension(sidecar);
        return sidecar.Length == photo.Length + extension.Length && sidecar.StartsWith(photo, StringComparison.OrdinalIgnoreCase)
            ? movedTo + extension
            : Path.ChangeExtension(movedTo, null) + extension;
    }
}
