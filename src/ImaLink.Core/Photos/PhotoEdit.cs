using System.Text.Json;
using System.Text.RegularExpressions;
using ImaLink.Catalog;

namespace ImaLink.Photos;

/// <summary>
/// What one command says of each photo that it gets: the same of all, or what follows from the photo, as its time shifted or its place on a track.
/// </summary>
public sealed partial class PhotoEdit
{
    private readonly Dictionary<string, string?> _values = [];
    private readonly List<(string Action, string Text)> _told = [];
    private readonly List<Predicate<string>> _removedTags = [], _removedPersons = [];

    /// <summary>How far the times of the photos are shifted.</summary>
    public TimeSpan? Shift { get; set; }

    /// <summary>Gives places by times, shifted ones where they are shifted.</summary>
    public TrackPlaces? Track { get; init; }

    /// <summary>Whether it says nothing.</summary>
    public bool IsEmpty => _values.Count == 0 && _removedTags.Count == 0 && _removedPersons.Count == 0 && Shift is null && Track is null;

    /// <summary>Says a field of each photo; null withdraws it.</summary>
    /// <param name="field">Field of the statement.</param>
    /// <param name="value">Its value (<see cref="PhotoValues"/>).</param>
    public void Say(string field, string? value)
    {
        _values[field] = value;
        _told.Add((value is null ? "withdraw" : "set", field.Replace('_', ' ')));
    }

    /// <summary>Gives each photo a tag.</summary>
    /// <exception cref="ImaLinkException">InvalidValue.</exception>
    public void AddTag(string tag) => Add(StatementField.Tag(TagPath.Parse(tag)), CanonicalJson.True, $"tag {TagPath.Parse(tag)}");

    /// <summary>Gives each photo a person.</summary>
    /// <param name="name">The name.</param>
    /// <param name="region">Where in the picture (<see cref="PhotoValues.Region"/>); null where that is not said.</param>
    /// <exception cref="ImaLinkException">InvalidValue.</exception>
    public void AddPerson(string name, string? region = null) => Add(StatementField.Person(PhotoValues.Person(name)), region ?? CanonicalJson.True, PhotoValues.Person(name));

    /// <summary>Takes from each photo the tags that fit.</summary>
    public void RemoveTag(string text, Predicate<string> fits) => Remove(_removedTags, $"tag {text}", fits);

    /// <summary>Takes from each photo the persons that fit.</summary>
    public void RemovePerson(string text, Predicate<string> fits) => Remove(_removedPersons, text, fits);

    /// <summary>What is to be said of one photo.</summary>
    /// <exception cref="ImaLinkException">InvalidValue: it does not say when it was taken, or not well enough.</exception>
    public IReadOnlyDictionary<string, string?> ChangesOf(ShownPhoto photo)
    {
        if (Shift is null && Track is null && _removedTags.Count + _removedPersons.Count == 0)
            return _values;
        var changes = new Dictionary<string, string?>();
        foreach (string tag in photo.Tags.Where(tag => _removedTags.Exists(fits => fits(tag))))
            changes[StatementField.Tag(tag)] = null;
        foreach (string person in photo.Persons.Where(person => _removedPersons.Exists(fits => fits(person))))
            changes[StatementField.Person(person)] = null;
        foreach ((string field, string? value) in _values)
            changes[field] = value; // what is both removed and added stays
        if (Shift is not null)
            changes[StatementField.Date] = CanonicalJson.Of(DateOf(photo).Text);
        if (Track is not null && Track.Of(photo with { Date = DateOf(photo) }) is { } place)
            changes[StatementField.Gps] = PhotoValues.Gps(place.Latitude, place.Longitude, place.Altitude);
        return changes;
    }

    /// <summary>What -WhatIf and -Confirm say is done with one photo.</summary>
    public string Describe(ShownPhoto photo, IReadOnlyDictionary<string, string?> changes)
    {
        IEnumerable<string> told = _told.Distinct().GroupBy(item => item.Action).Select(group => $"{group.Key} {Listed(group.Select(item => item.Text))}");
        if (Shift is { } shift)
            told = told.Append($"shift the time by {TimeShift.Describe(shift)}, from {ToTheSecond(photo.Date?.Text)} to {ToTheSecond(CanonicalJson.Text(changes[StatementField.Date]))}");
        if (Track is not null)
            told = told.Append(changes.TryGetValue(StatementField.Gps, out string? place) ? $"place at {Coordinates(place)}" : "leave without a place, as the track has none then");
        return string.Join("; ", told);
    }

    /// <summary>A time without the fraction of its second, which tells nobody anything.</summary>
    private static string ToTheSecond(string? time) => Fraction().Replace(time ?? "", "");

    private static string Coordinates(string? place)
    {
        using JsonDocument gps = JsonDocument.Parse(place ?? "{}");
        return string.Join(", ", gps.RootElement.EnumerateObject().Where(member => member.Name is "latitude" or "longitude").Select(member => member.Value.GetRawText()));
    }

    [GeneratedRegex(@"(?<=T\d{2}:\d{2}:\d{2})\.\d+")]
    private static partial Regex Fraction();

    private static string Listed(IEnumerable<string> texts)
    {
        const int most = 8;
        string[] all = [.. texts];
        return string.Join(", ", all.Take(most)) + (all.Length > most ? $" and {all.Length - most} more" : "");
    }

    private Edtf DateOf(ShownPhoto photo)
    {
        Edtf date = photo.Date ?? throw new ImaLinkException(ErrorCode.InvalidValue, $"'{photo.Name}' does not say when it was taken. Say it with -Date.", photo.Name);
        return Shift is { } shift ? TimeShift.Apply(date, shift) : date;
    }

    private void Add(string field, string value, string text)
    {
        _values[field] = value;
        _told.Add(("add", text));
    }

    private void Remove(List<Predicate<string>> removed, string text, Predicate<string> fits)
    {
        removed.Add(fits);
        _told.Add(("remove", text));
    }
}
