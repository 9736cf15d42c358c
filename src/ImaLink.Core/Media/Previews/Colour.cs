using NetVips;

namespace ImaLink.Media.Previews;

/// <summary>Brings images of any colour space to sRGB.</summary>
internal static class Colour
{
    private const string Srgb = "srgb";
    public const string EmbeddedProfile = "icc-profile-data";

    /// <summary>
    /// The profile that shrinking has to convert to: only for colours that cannot be shrunk as they are. Converting
    /// the small result instead saves a fifth of the time (measured).
    /// </summary>
    public static string? ProfileWhileShrinking(Image header) => header.Interpretation
        is Enums.Interpretation.Srgb or Enums.Interpretation.Rgb or Enums.Interpretation.Rgb16
        or Enums.Interpretation.Bw or Enums.Interpretation.Grey16
        ? null
        : Srgb;

    /// <summary>Eight-bit sRGB, by the embedded profile where there is a usable one.</summary>
    /// <param name="image">The image, already small.</param>
    /// <param name="hasOwnColour">False where shrinking converted it already.</param>
    public static Image ToSrgb(Image image, bool hasOwnColour)
    {
        using var managed = hasOwnColour ? ApplyProfile(image) : image.Copy();
        return managed.Interpretation == Enums.Interpretation.Srgb && managed.Format == Enums.BandFormat.Uchar
            ? managed.Copy()
            : managed.Colourspace(Enums.Interpretation.Srgb);
    }

    private static Image ApplyProfile(Image image)
    {
        if (!image.Contains(EmbeddedProfile))
            return image.Copy();
        try
        {
            return image.IccTransform(Srgb, embedded: true, intent: Enums.Intent.Relative);
        }
        catch (VipsException)
        {
            return image.Copy(); // a damaged profile, or one for another kind of image
        }
    }
}
