using NetVips;

namespace ImaLink.SamplePhotos;

/// <summary>
/// Pictures in shades of grey that are built as photos are, each another one: often a horizon with a bright sky over dark ground, a few things of
/// all sizes before it, light that falls off to the edges, and texture at every scale, weaker the finer it is. What photos have in common,
/// they have too; so two of them look alike by chance as often as photos do.
/// </summary>
public static class PhotoLike
{
    /// <summary>The shades of one, row by row.</summary>
    /// <param name="number">Which; the same number gives the same picture at any size.</param>
    /// <param name="width">Its width.</param>
    /// <param name="height">Its height.</param>
    public static byte[] Draw(int number, int width, int height)
    {
        var random = new Chance((ulong)number);
        var light = new double[width * height];
        DrawGround(light, width, height, random);
        for (int things = (int)random.Between(0, 10); things > 0; things--)
            DrawThing(light, width, height, random);
        double gain = random.Between(0.6, 0.95), strength = random.Between(20, 50);
        for (int cells = 2; cells <= 64; cells *= 2, strength *= gain)
            AddTexture(light, width, height, cells, strength, random);
        return Develop(light, random.Between(70, 170), random.Between(30, 65));
    }

    /// <summary>One as a JPEG.</summary>
    /// <param name="number">Which.</param>
    /// <param name="width">Its width.</param>
    /// <param name="height">Its height.</param>
    /// <param name="quality">How well it is encoded, 1 to 100.</param>
    public static byte[] Jpeg(int number, int width, int height, int quality = 90)
    {
        using var image = Image.NewFromMemory(Draw(number, width, height), width, height, 1, Enums.BandFormat.Uchar);
        return image.JpegsaveBuffer(q: quality);
    }

    private static void DrawGround(double[] light, int width, int height, Chance random)
    {
        bool hasHorizon = random.Between(0, 1) < 0.6;
        (double horizon, double slope, double sky, double fall) = (random.Between(0.25, 0.75), random.Between(-0.15, 0.15), random.Between(20, 110), random.Between(-60, 60));
        (double across, double vignette) = (random.Between(-40, 40), random.Between(0, 60));
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                (double u, double v) = ((x + 0.5) / width, (y + 0.5) / height);
                double edge = (u - 0.5) * (u - 0.5) + (v - 0.5) * (v - 0.5);
                light[y * width + x] = (hasHorizon ? sky * Soft((horizon + slope * (u - 0.5) - v) * 30) : 0) + fall * v + across * u - vignette * 2 * edge;
            }
        }
    }

    /// <summary>An ellipse or a rectangle, turned, with its own light.</summary>
    private static void DrawThing(double[] light, int width, int height, Chance random)
    {
        double size = 0.04 * Math.Pow(12, random.Between(0, 1)), shape = random.Between(0.4, 2.5), angle = random.Between(0, Math.PI);
        (double centreX, double centreY, double shade, bool isRound) = (random.Between(0, 1), random.Between(0.1, 1), random.Between(-110, 110), random.Between(0, 1) < 0.6);
        (double cos, double sin) = (Math.Cos(angle) / size, Math.Sin(angle) / size);
        double reach = size * Math.Max(1, shape) * 1.6;
        for (int y = Math.Max(0, (int)((centreY - reach) * height)); y < Math.Min(height, (centreY + reach) * height); y++)
        {
            for (int x = Math.Max(0, (int)((centreX - reach) * width)); x < Math.Min(width, (centreX + reach) * width); x++)
            {
                (double u, double v) = ((x + 0.5) / width - centreX, (y + 0.5) / height - centreY);
                (double along, double across) = (Math.Abs(u * cos + v * sin) / shape, Math.Abs(v * cos - u * sin));
                double outside = isRound ? Math.Sqrt(along * along + across * across) : Math.Max(along, across);
                if (outside < 1.2)
                    light[y * width + x] += (shade - light[y * width + x] * 0.7) * Soft((1 - outside) * 25);
            }
        }
    }

    /// <summary>Values on a grid, and between them what lies between.</summary>
    private static void AddTexture(double[] light, int width, int height, int cells, double strength, Chance random)
    {
        int side = cells + 2;
        var values = new double[side * side];
        for (int i = 0; i < values.Length; i++)
            values[i] = random.Between(-strength, strength);
        for (int y = 0; y < height; y++)
        {
            double v = (y + 0.5) / height * cells;
            (int row, double down) = ((int)v, v - (int)v);
            for (int x = 0; x < width; x++)
            {
                double u = (x + 0.5) / width * cells;
                (int at, double right) = (row * side + (int)u, u - (int)u);
                double above = values[at] + (values[at + 1] - values[at]) * right, below = values[at + side] + (values[at + side + 1] - values[at + side]) * right;
                light[y * width + x] += above + (below - above) * down;
            }
        }
    }

    /// <summary>Exposure and contrast; what is too bright or too dark is cut off, as on a sensor.</summary>
    private static byte[] Develop(double[] light, double brightness, double contrast)
    {
        double mean = light.Average(), deviation = Math.Sqrt(light.Sum(value => (value - mean) * (value - mean)) / light.Length);
        return Array.ConvertAll(light, value => (byte)Math.Clamp(brightness + (value - mean) * contrast / Math.Max(1, deviation), 0, 255));
    }

    private static double Soft(double value) => Math.Clamp(value + 0.5, 0, 1);

    /// <summary>SplitMix64: the same numbers in every version of .NET.</summary>
    private sealed class Chance(ulong seed)
    {
        private ulong _state = Mix(Mix(seed) + seed); // not the same numbers as another one, one further

        public double Between(double from, double to) => from + (to - from) * (Mix(_state += 0x9E3779B97F4A7C15) >> 11) / (1UL << 53);

        private static ulong Mix(ulong value)
        {
            value = (value ^ value >> 30) * 0xBF58476D1CE4E5B9;
            value = (value ^ value >> 27) * 0x94D049BB133111EB;
            return value ^ value >> 31;
        }
    }
}
