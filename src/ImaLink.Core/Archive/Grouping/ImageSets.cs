namespace ImaLink.Archive.Grouping;

/// <summary>Images in sets that are united two by two.</summary>
internal sealed class ImageSets(IEnumerable<long> images)
{
    private readonly Dictionary<long, long> _parents = images.ToDictionary(image => image);

    /// <summary>The set that an image is in: the same for all in it.</summary>
    internal long Of(long image)
    {
        while (_parents[image] is var parent && parent != image)
            image = _parents[image] = _parents[parent];
        return image;
    }

    /// <summary>Makes one set of two.</summary>
    internal void Unite(long one, long other) => _parents[Of(one)] = Of(other);
}
