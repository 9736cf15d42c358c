using System.Globalization;

namespace ImaLink.Index;

/// <summary>A field of an entry that a file says of its picture.</summary>
/// <param name="Name">Its name on objects.</param>
/// <param name="Get">Its value in an entry; null where it is unknown.</param>
/// <param name="Take">Takes it over from another entry.</param>
internal sealed record EntryFact(string Name, Func<FileEntry, object?> Get, Action<FileEntry, FileEntry> Take)
{
    /// <summary>Its value as a text, in no culture; null where it is unknown.</summary>
    internal string? TextIn(FileEntry entry) => Convert.ToString(Get(entry), CultureInfo.InvariantCulture) is { Length: > 0 } text ? text : null;
}

/// <summary>
/// The facts of an entry, one line each: what of it comes from reading the file, and may come better from reading it again. All else is
/// identity, place, or a word of the owner.
/// </summary>
internal static class EntryFacts
{
    internal static readonly EntryFact[] All =
    [
        Of(nameof(FileEntry.TakenAt), entry => entry.TakenAt, (entry, value) => entry.TakenAt = value),
        Of(nameof(FileEntry.TakenAtSource), entry => entry.TakenAtSource, (entry, value) => entry.TakenAtSource = value),
        Of(nameof(FileEntry.Width), entry => entry.Width, (entry, value) => entry.Width = value),
        Of(nameof(FileEntry.Height), entry => entry.Height, (entry, value) => entry.Height = value),
        Of(nameof(FileEntry.Orientation), entry => entry.Orientation, (entry, value) => entry.Orientation = value),
        Of(nameof(FileEntry.CameraMake), entry => entry.CameraMake, (entry, value) => entry.CameraMake = value),
        Of(nameof(FileEntry.CameraModel), entry => entry.CameraModel, (entry, value) => entry.CameraModel = value),
        Of(nameof(FileEntry.LensModel), entry => entry.LensModel, (entry, value) => entry.LensModel = value),
        Of(nameof(FileEntry.Iso), entry => entry.Iso, (entry, value) => entry.Iso = value),
        Of(nameof(FileEntry.Aperture), entry => entry.Aperture, (entry, value) => entry.Aperture = value),
        Of(nameof(FileEntry.ExposureTime), entry => entry.ExposureTime, (entry, value) => entry.ExposureTime = value),
        Of(nameof(FileEntry.FocalLength), entry => entry.FocalLength, (entry, value) => entry.FocalLength = value),
        Of(nameof(FileEntry.GpsLatitude), entry => entry.GpsLatitude, (entry, value) => entry.GpsLatitude = value),
        Of(nameof(FileEntry.GpsLongitude), entry => entry.GpsLongitude, (entry, value) => entry.GpsLongitude = value),
        Of(nameof(FileEntry.GpsAltitude), entry => entry.GpsAltitude, (entry, value) => entry.GpsAltitude = value),
        Of(nameof(FileEntry.ContentIdentifier), entry => entry.ContentIdentifier, (entry, value) => entry.ContentIdentifier = value),
        Of(nameof(FileEntry.BurstId), entry => entry.BurstId, (entry, value) => entry.BurstId = value),
    ];

    /// <summary>Those that differ.</summary>
    internal static IEnumerable<EntryFact> Differing(FileEntry one, FileEntry other) => All.Where(fact => !Equals(fact.Get(one), fact.Get(other)));

    /// <summary>Takes all of them over, with the version of the readers that told them.</summary>
    internal static void Take(FileEntry entry, FileEntry from)
    {
        foreach (EntryFact fact in All)
            fact.Take(entry, from);
        entry.FactsVersion = from.FactsVersion;
    }

    private static EntryFact Of<T>(string name, Func<FileEntry, T> get, Action<FileEntry, T> set) => new(name, entry => get(entry), (entry, from) => set(entry, get(from)));
}
