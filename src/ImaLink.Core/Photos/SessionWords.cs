namespace ImaLink.Photos;

/// <summary>
/// What one command said of the images of a session, as long as nothing else is due for the session's index: then these words can be appended beside it. What another command said
/// meanwhile, or left behind when it was killed, it knows nothing of, so the index is to be written whole.
/// </summary>
/// <param name="storage">The storage that the session lies in.</param>
internal sealed class SessionWords(long storage)
{
    private readonly Dictionary<long, HashSet<string>> _images = [];

    /// <summary>The storage that the session lies in.</summary>
    internal long Storage => storage;

    /// <summary>Which fields were said of which image.</summary>
    internal IReadOnlyDictionary<long, HashSet<string>> Images => _images;

    /// <summary>Whether this is all that is due.</summary>
    internal bool IsAll { get; private set; } = true;

    /// <summary>The count of the session's edits when this command said something last.</summary>
    internal long Edits { get; private set; } = -1;

    /// <summary>Called before something is said.</summary>
    internal void Before(bool isDue, long edits) => IsAll &= !isDue || edits == Edits;

    /// <summary>Called after something was said.</summary>
    internal void After(long image, IEnumerable<string> fields, long edits)
    {
        Edits = edits;
        if (!_images.TryGetValue(image, out HashSet<string>? known))
            _images.Add(image, known = []);
        known.UnionWith(fields);
    }
}
