namespace ImaLink.Media.Metadata;

/// <summary>A person whom a file names, and where in the picture.</summary>
/// <param name="Name">The name.</param>
/// <param name="Region">Where; null where that is not stated.</param>
public sealed record PersonFact(string Name, RegionFact? Region);

/// <summary>A part of a picture: its centre and its size, as parts of the picture's.</summary>
/// <param name="X">Centre, from the left.</param>
/// <param name="Y">Centre, from the top.</param>
/// <param name="Width">Width.</param>
/// <param name="Height">Height.</param>
/// <param name="OfWidth">Width of the picture that is meant; null where that is not stated.</param>
/// <param name="OfHeight">Its height.</param>
public sealed record RegionFact(double X, double Y, double Width, double Height, double? OfWidth = null, double? OfHeight = null)
{
    /// <summary>
    /// The region in the picture as it is stored. Programs that measure in the picture as it is shown give themselves away by its dimensions: they are those of the picture when it
    /// is turned.
    /// </summary>
    /// <param name="width">Width as stored.</param>
    /// <param name="height">Height as stored.</param>
    /// <param name="orientation">How the picture is turned to be shown, as EXIF counts.</param>
    public RegionFact InStored(int? width, int? height, int? orientation)
    {
        if (width is not > 0 || height is not > 0 || width == height || OfWidth is not > 0 || OfHeight is not > 0)
            return this;
        bool isTurned = OfWidth > OfHeight != width > height;
        return (isTurned ? orientation : null) switch
        {
            5 => this with { X = Y, Y = X, Width = Height, Height = Width },
            6 => this with { X = Y, Y = 1 - X, Width = Height, Height = Width },
            7 => this with { X = 1 - Y, Y = 1 - X, Width = Height, Height = Width },
            8 => this with { X = 1 - Y, Y = X, Width = Height, Height = Width },
            _ => this,
        };
    }

    /// <summary>The region in the picture as it is shown.</summary>
    /// <param name="orientation">How the stored picture is turned for that, as EXIF counts.</param>
    public RegionFact Shown(int? orientation) => orientation switch
    {
        2 => this with { X = 1 - X },
        3 => this with { X = 1 - X, Y = 1 - Y },
        4 => this with { Y = 1 - Y },
        5 => this with { X = Y, Y = X, Width = Height, Height = Width },
        6 => this with { X = 1 - Y, Y = X, Width = Height, Height = Width },
        7 => this with { X = 1 - Y, Y = 1 - X, Width = Height, Height = Width },
        8 => this with { X = Y, Y = 1 - X, Width = Height, Height = Width },
        _ => this,
    };

    /// <summary>The region in the picture as it is stored, of one in the picture as it is shown.</summary>
    /// <param name="orientation">How the stored picture is turned to be shown, as EXIF counts.</param>
    public RegionFact Stored(int? orientation) => Shown(orientation switch { 6 => 8, 8 => 6, _ => orientation });

    /// <summary>What of it lies within the picture; null where nothing does.</summary>
    internal RegionFact? Clipped()
    {
        double left = Math.Max(0, X - Width / 2), right = Math.Min(1, X + Width / 2), top = Math.Max(0, Y - Height / 2), bottom = Math.Min(1, Y + Height / 2);
        if (!(right > left) || !(bottom > top))
            return null;
        // What lies within keeps its digits.
        return left > X - Width / 2 || right < X + Width / 2 || top > Y - Height / 2 || bottom < Y + Height / 2
            ? new((left + right) / 2, (top + bottom) / 2, right - left, bottom - top) : this;
    }
}
