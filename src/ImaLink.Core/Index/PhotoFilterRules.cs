using System.Globalization;

namespace ImaLink.Index;

/// <summary>What can be looked for at all, whether in a catalog or in the indexes of a storage.</summary>
internal static class PhotoFilterRules
{
    /// <exception cref="ImaLinkException">InvalidValue: a filter asks for a value that there cannot be, or that only a later version knows.</exception>
    internal static void Check(PhotoFilter filter)
    {
        if (filter.Extra is { Count: > 0 } later)
            throw new ImaLinkException(ErrorCode.InvalidValue, $"A later version of ImaLink made this filter, and only that knows what {string.Join(", ", later.Keys.Select(IndexCheck.Excerpt))} asks for. Install it.", later.Keys.First());
        CheckHothashes(filter.Hothashes);
        foreach (string date in filter.Dates ?? [])
            Edtf.ParsePeriod(date);
        Within(filter.Years, 1, 9999, "year");
        Within(filter.Months, 1, 12, "month");
        Within(filter.Days, 1, 31, "day of a month");
        Within(filter.Hours, 0, 23, "hour");
        Within([.. new[] { filter.RatingMin, filter.RatingMax }.OfType<int>()], -1, 5, "rating");
        OneOf(filter.Flags, "PICK REJECT NONE", "a flag: Pick, Reject or None");
        OneOf(filter.Shape is { } shape ? [shape] : null, "PORTRAIT LANDSCAPE SQUARE", "portrait, landscape or square");
        if (filter.Kinds?.FirstOrDefault(kind => !IsOneOf(kind, "PHOTO RAW VIDEO")) is { } unknown)
            throw new ImaLinkException(ErrorCode.InvalidValue, $"'{unknown}' is no kind of photo. There are Photo, Raw and Video.", unknown);
        if (filter.Near is { } near && near is not [>= -90 and <= 90, >= -180 and <= 180])
            throw Wrong(Numbers(near), "a latitude from -90 to 90 and a longitude from -180 to 180");
        if (filter.Near is not null && filter.RadiusKm is { } km and not (> 0 and <= 20_100))
            throw Wrong(km.ToString(CultureInfo.InvariantCulture), "a distance of up to 20,100 km");
        if (filter.Bounds is { } bounds && (bounds is not [>= -90 and <= 90, >= -180 and <= 180, >= -90 and <= 90, >= -180 and <= 180] || bounds[0] > bounds[2]))
            throw Wrong(Numbers(bounds), "south, west, north, east in degrees");
    }

    /// <exception cref="ImaLinkException">InvalidValue: one is none.</exception>
    internal static void CheckHothashes(IReadOnlyList<string>? hothashes)
    {
        if (hothashes?.FirstOrDefault(hothash => hothash is not { Length: 64 } || !hothash.All(char.IsAsciiHexDigit)) is { } wrong)
            throw new ImaLinkException(ErrorCode.InvalidValue, $"'{wrong}' is no hothash: that has 64 hexadecimal digits. Get-ImaHothash computes it.", wrong);
    }

    private static void Within(IReadOnlyList<int>? values, int least, int most, string what)
    {
        foreach (int value in values ?? [])
            if (value < least || value > most)
                throw Wrong(value.ToString(CultureInfo.InvariantCulture), string.Create(CultureInfo.InvariantCulture, $"a {what}: {least} to {most}"));
    }

    private static void OneOf(IReadOnlyList<string>? values, string words, string wanted)
    {
        if (values?.FirstOrDefault(value => !IsOneOf(value, words)) is { } wrong)
            throw Wrong(wrong, wanted);
    }

    private static bool IsOneOf(string value, string words) => words.Split(' ').Contains(value.ToUpperInvariant());

    private static string Numbers(IReadOnlyList<double> values) => string.Join(", ", values.Select(part => part.ToString(CultureInfo.InvariantCulture)));

    private static ImaLinkException Wrong(string value, string wanted) => new(ErrorCode.InvalidValue, $"'{value}' cannot be looked for. Give {wanted}.", value);
}
