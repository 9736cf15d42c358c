using System.Globalization;

namespace ImaLink.Media.Previews;

/// <summary>The picture of a film that nothing decodes: of its shape, with the sign that plays it, and how long it is.</summary>
internal static class DrawnFilm
{
    private const byte Ground = 48;
    private const byte Sign = 200;
    private const int LeastSide = 48;
    private const int Dot = 2;

    // Digits and colon, seven rows of five dots each.
    private static readonly string[] Glyphs =
    [
        "0E11131519110E", "040C040404040E", "0E11010204081F", "1F02040201110E", "02060A121F0202", "1F101E0101110E",
        "0608101E11110E", "1F010204080808", "0E11110E11110E", "0E11110F01020C", "000C0C000C0C00",
    ];

    /// <summary>Shades of grey, row by row.</summary>
    public static (byte[] Pixels, int Width, int Height) Draw(FilmShape film)
    {
        var scale = PreviewRenderer.MaxSide / (double)Math.Max(film.Width, film.Height);
        var (width, height) = (Side(film.Width), Side(film.Height));
        var pixels = new byte[width * height];
        Array.Fill(pixels, Ground);
        var size = Math.Min(width, height) * 0.36;
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                // A triangle with its tip at the right: as high at its left edge as it is wide.
                var (across, down) = (x - (width - size) / 2, Math.Abs(y + 0.5 - height / 2.0));
                if (across >= 0 && across <= size && down <= (size - across) / 2)
                    pixels[y * width + x] = Sign;
            }
        }

        if (film.Duration is { } duration)
            Write(pixels, width, height, Text(duration));
        return (pixels, width, height);

        int Side(int length) => Math.Max(LeastSide, (int)Math.Round(length * scale));
    }

    private static string Text(TimeSpan duration)
    {
        var seconds = Math.Max(1, (long)Math.Round(duration.TotalSeconds));
        return seconds < 3600
            ? string.Create(CultureInfo.InvariantCulture, $"{seconds / 60}:{seconds % 60:00}")
            : string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600}:{seconds / 60 % 60:00}:{seconds % 60:00}");
    }

    /// <summary>Into the lower right corner; what does not fit is left out.</summary>
    private static void Write(byte[] pixels, int width, int height, string text)
    {
        var (left, top) = (width - (text.Length * 6 + 2) * Dot, height - 10 * Dot);
        for (var i = 0; i < text.Length; i++)
        {
            var rows = Convert.FromHexString(Glyphs[text[i] == ':' ? 10 : text[i] - '0']);
            for (var dot = 0; dot < 35 * Dot * Dot; dot++)
            {
                var (x, y) = (dot % (5 * Dot), dot / (5 * Dot));
                var (column, row) = (left + i * 6 * Dot + x, top + y);
                if (column >= 0 && row >= 0 && (rows[y / Dot] >> (4 - x / Dot) & 1) != 0)
                    pixels[row * width + column] = Sign;
            }
        }
    }
}
