namespace ImaLink.Index.Journals;

/// <summary>The place a layout script gave to a file.</summary>
internal sealed class LayoutLine : IUntrusted
{
    public int Number { get; set; }
    public string? Path { get; set; }
    public string? Trouble { get; set; }

    public void Check() => IndexCheck.Require(Path is null || StorageLayout.IsSafePhotoPath($"{StorageLayout.PhotosFolder}/{Path}"),
        $"The place '{IndexCheck.Excerpt(Path)}' does not lie in the storage.");
}
