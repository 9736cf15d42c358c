namespace ImaLink;

/// <summary>The fields of statements. Others are kept and merged like these.</summary>
public static class StatementField
{
    /// <summary>Title: a text.</summary>
    public const string Title = "title";

    /// <summary>Description: a text.</summary>
    public const string Description = "description";

    /// <summary>What is to be seen, for whoever cannot: a text.</summary>
    public const string AltText = "alt_text";

    /// <summary>Rating: -1 (rejected), 0 to 5.</summary>
    public const string Rating = "rating";

    /// <summary>Flag: <c>pick</c> or <c>reject</c>.</summary>
    public const string Flag = "flag";

    /// <summary>Colour label: <c>red</c>, <c>yellow</c>, <c>green</c>, <c>blue</c>, <c>purple</c>, or a text.</summary>
    public const string Label = "label";

    /// <summary>Favorite: true.</summary>
    public const string Favorite = "favorite";

    /// <summary>Author: a text.</summary>
    public const string Author = "author";

    /// <summary>Rights: a text.</summary>
    public const string Rights = "rights";

    /// <summary>Location in words: an object of city, state, country, code, sublocation, text.</summary>
    public const string Location = "location";

    /// <summary>Place: an object of latitude, longitude, altitude.</summary>
    public const string Gps = "gps";

    /// <summary>When the picture was taken: a text in EDTF.</summary>
    public const string Date = "date";

    /// <summary>How the image is turned: 1 to 8, as EXIF counts.</summary>
    public const string Orientation = "orientation";

    /// <summary>Whether the photo is hidden: true.</summary>
    public const string Hidden = "hidden";

    /// <summary>Which photo the image belongs to: a UUID, or <c>{"by", "uuid"}</c> where the program grouped it.</summary>
    public const string Photo = "photo";

    /// <summary>Whether the image stands for its photo: true.</summary>
    public const string Primary = "primary";

    /// <summary>What the image is in its photo: raw, edited, back, enhanced, live-video, burst.</summary>
    public const string Role = "role";

    /// <summary>What the name of a tag's field begins with.</summary>
    public const string TagPrefix = "tag:";

    /// <summary>What the name of a person's field begins with.</summary>
    public const string PersonPrefix = "person:";

    /// <summary>The field of a tag.</summary>
    /// <param name="path">The tag, hierarchical with <c>/</c>.</param>
    public static string Tag(string path) => TagPrefix + path;

    /// <summary>The field of a person.</summary>
    /// <param name="name">The person's name.</param>
    public static string Person(string name) => PersonPrefix + name;

    /// <summary>Whether this version knows the field: others are kept and merged, and mean nothing to it.</summary>
    public static bool IsKnown(string field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return field is Title or Description or AltText or Rating or Flag or Label or Favorite or Author or Rights or Location or Gps or Date or Orientation or Hidden or Photo or Primary or Role
            || field.StartsWith(TagPrefix, StringComparison.Ordinal) || field.StartsWith(PersonPrefix, StringComparison.Ordinal);
    }

    /// <summary>Whether a field tells of one image, so that it is never united over the images of a photo.</summary>
    public static bool IsOfImage(string field) => field is Orientation or Photo or Primary or Role;
}
