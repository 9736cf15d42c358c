using ImaLink.Catalog;

namespace ImaLink.Photos;

/// <summary>How far the times of photos are shifted so that they fit those of another camera, and why so.</summary>
/// <param name="Shift">What is added.</param>
/// <param name="Reason">What speaks for it, as part of a sentence.</param>
public sealed record ClockFit(TimeSpan Shift, string Reason)
{
    private static readonly TimeSpan LargestSpread = TimeSpan.FromMinutes(1);

    /// <summary>By photos that were taken at the same moment, one of each camera.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="photos">The photos whose times are wrong.</param>
    /// <param name="pairs">Pairs of photos, one after the other; which of the two is of the wrong clock is known by its camera.</param>
    /// <exception cref="ImaLinkException">InvalidValue: they are no pairs, lack a time, or contradict each other.</exception>
    public static ClockFit ByPairs(CatalogDatabase catalog, IReadOnlyCollection<long> photos, IReadOnlyList<long> pairs)
    {
        string camera = CameraOf(catalog, photos);
        if (pairs.Count is 0 || pairs.Count % 2 != 0)
            throw Refused("-SameMoment takes two photos that show the same moment, one of each camera, or several such pairs one after the other");
        var shown = new ShownPhotos(catalog);
        List<TimeSpan> shifts = [.. pairs.Select(id => shown.Get(id)!).Chunk(2).Select(pair =>
        {
            bool first = pair[0].Camera == camera, second = pair[1].Camera == camera;
            if (first == second)
                throw Refused($"of '{pair[0].Name}' and '{pair[1].Name}' {(first ? "both are" : "none is")} of the camera {camera}, whose clock is to be set right. Give one photo of each camera");
            return first ? TimeOf(pair[1]) - TimeOf(pair[0]) : TimeOf(pair[0]) - TimeOf(pair[1]);
        }).Order()];
        return shifts[^1] - shifts[0] <= LargestSpread ? new(shifts[shifts.Count / 2], shifts.Count == 1 ? "as the pair of photos says" : $"as {shifts.Count} pairs of photos say")
            : throw Refused($"the pairs contradict each other: one says {TimeShift.Describe(shifts[0])}, another {TimeShift.Describe(shifts[^1])}. Give only those that show the very same moment");
    }

    /// <summary>By the moments that both cameras have photos of.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="photos">The photos whose times are wrong.</param>
    /// <param name="like">The other camera, as the user called it.</param>
    /// <param name="fits">Whether a camera is meant.</param>
    /// <param name="cancellationToken">To stop it.</param>
    /// <exception cref="ImaLinkException">InvalidValue: there is no such camera, or it is not clear how far.</exception>
    public static ClockFit ByMoments(CatalogDatabase catalog, IReadOnlyCollection<long> photos, string like, Predicate<string> fits, CancellationToken cancellationToken)
    {
        const string pair = "Find one moment that both have taken, and name the two photos with -SameMoment";
        string camera = CameraOf(catalog, photos);
        var shown = new ShownPhotos(catalog);
        List<DateTime> own = Times(photos.Select(id => shown.Get(id)!)), other = Times(shown.BesidesOf(photos, name => fits(name) && name != camera));
        if (other.Count == 0)
            throw Refused($"no photo of a camera '{like}' with a time stands in the sessions of these photos. Get-ImaPhoto shows the cameras of a session. {pair}");
        if (ClockAlignment.Estimate(own, other, cancellationToken) is not { } found)
            throw Refused($"{own.Count} photos cannot be compared with {other.Count}. Give those of a day or two. {pair}");
        string what = $"{found.Coinciding} of {found.Moments} moments then coincide with those of '{like}', and {found.NextBest} with the next best shift";
        return found.IsClear ? new(found.Shift, what) : throw Refused($"it is not clear how far the clock of {camera} is wrong: with {TimeShift.Describe(found.Shift)}, {what}. {pair}");
    }

    /// <summary>The one camera of the photos: a shift holds for one clock.</summary>
    private static string CameraOf(CatalogDatabase catalog, IReadOnlyCollection<long> photos)
    {
        var shown = new ShownPhotos(catalog);
        string?[] cameras = [.. photos.Select(id => shown.Get(id)?.Camera).Distinct()];
        return cameras is [{ } only] ? only
            : throw Refused(cameras is [null] ? "the photos do not say which camera took them"
                : $"the photos are of several cameras, {string.Join(", ", cameras.Select(camera => camera ?? "an unknown one"))}, and each has a clock of its own. Choose one with Get-ImaPhoto -Camera");
    }

    private static List<DateTime> Times(IEnumerable<ShownPhoto> photos) =>
        [.. photos.Select(photo => photo.Date?.Time).OfType<CaptureTime>().Where(time => time.Precision >= DatePrecision.Minute).Select(time => time.Time)];

    private static DateTime TimeOf(ShownPhoto photo) => photo.Date?.Time is { Precision: >= DatePrecision.Minute } time ? time.Time
        : throw Refused($"'{photo.Name}' does not say at what time it was taken");

    private static ImaLinkException Refused(string why) => new(ErrorCode.InvalidValue, $"No time was shifted: {why}.");
}
