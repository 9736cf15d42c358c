using NetVips;

namespace ImaLink.SamplePhotos;

/// <summary>Paints a landscape: a sky that changes colour, a sun with its glow, and hills one behind the other.</summary>
internal sealed record Landscape(int Width, int Height, Colour Sky, Colour Horizon, Colour Sun, Colour Far, Colour Near, int Seed)
{
    private const int Ridges = 5;

    /// <summary>The picture as JPEG without metadata, its pixels turned so that the EXIF orientation sets them upright.</summary>
    public byte[] Jpeg(int quality, int orientation)
    {
        byte[] pixels = new byte[Width * Height * 3];
        var random = new Random(Seed);
        double sunX = Width * (0.2 + 0.6 * random.NextDouble()), sunY = Height * (0.2 + 0.2 * random.NextDouble());
        double radius = Math.Min(Width, Height) * 0.06;
        double[][] ridges = [.. Enumerable.Range(0, Ridges).Select(i => Ridge(random, i))];
        for (int y = 0; y < Height; y++)
        {
            for (int x = 0; x < Width; x++)
            {
                double distance = Math.Sqrt((x - sunX) * (x - sunX) + (y - sunY) * (y - sunY));
                var colour = Sky.Mix(Horizon, Math.Pow(y / (Height * 0.7), 1.2)).Mix(Sun, 0.7 * Math.Exp(-distance / (radius * 3)));
                colour = colour.Mix(Sun, radius - distance);
                for (int i = 0; i < Ridges; i++)
                {
                    // Mist: the farther a hill, the closer to the horizon's colour; the edge is one pixel soft.
                    var hill = Horizon.Mix(Far, (i + 1.5) / Ridges).Mix(Near, (double)i / (Ridges - 1));
                    colour = colour.Mix(hill.Mix(Horizon, 0.25 * (1 - (y - ridges[i][x]) / (Height * 0.3))), y - ridges[i][x]);
                }
                colour.Write(pixels.AsSpan((y * Width + x) * 3));
            }
        }
        using var image = Image.NewFromMemory(pixels, Width, Height, 3, Enums.BandFormat.Uchar);
        using var rgb = image.Copy(interpretation: Enums.Interpretation.Srgb);
        using var turned = orientation switch
        {
            3 => rgb.Rot180(),
            6 => rgb.Rot270(),
            _ => rgb.Copy(),
        };
        return turned.JpegsaveBuffer(q: quality, optimizeCoding: true, keep: Enums.ForeignKeep.None);
    }

    private double[] Ridge(Random random, int index)
    {
        double level = Height * (0.5 + 0.11 * index), phase = random.NextDouble() * 10, roughness = Height * (0.10 - 0.01 * index);
        double[] line = new double[Width];
        for (int x = 0; x < Width; x++)
        {
            double at = (double)x / Width * (2 + index);
            line[x] = level - roughness * (Math.Sin(at * 2.1 + phase) * 0.6 + Math.Sin(at * 5.3 + phase * 2) * 0.3
                + Math.Sin(at * 13.7 + phase * 3) * 0.1);
        }
        return line;
    }
}

/// <summary>A colour, 0 to 255 each.</summary>
internal readonly record struct Colour(double Red, double Green, double Blue)
{
    public Colour Mix(Colour other, double share)
    {
        double part = Math.Clamp(share, 0, 1);
        return new(Red + (other.Red - Red) * part, Green + (other.Green - Green) * part, Blue + (other.Blue - Blue) * part);
    }

    public void Write(Span<byte> pixel)
    {
        pixel[0] = (byte)Red;
        pixel[1] = (byte)Green;
        pixel[2] = (byte)Blue;
    }
}
