namespace ImaLink.Media.Likeness;

/// <summary>
/// The recipe of <see cref="LikenessHash"/>, in whole numbers from the pixels on, so that every machine comes to the same: the picture in shades of
/// grey, as 64 x 64 means, as a cosine transform; a bit says whether a coefficient is above zero. docs/likeness.md says it in full.
/// </summary>
internal static class LikenessRecipe
{
    /// <summary>Pictures that are less wide or high than so many pixels have none.</summary>
    internal const int LeastSide = 16;

    private const int Cells = 64;

    /// <summary>The highest frequency that is looked at.</summary>
    private const int Frequencies = 23;

    /// <summary>Half of the first coefficients have to be so far from zero; those of a flat sky, a wall, a sheet of paper are noise.</summary>
    private const long LeastStructure = 3L << 40;

    /// <summary>Shades that count as one tone.</summary>
    private const int Tone = 13;

    /// <summary>Vertical and horizontal frequency of each bit. Swapping the two gives the same 64, and the same 256.</summary>
    private static readonly (int Down, int Across)[] Order = [
        .. Diagonals(1, 10).Where(pair => pair != (5, 5)), (5, 5), .. Diagonals(11, 21), (0, 22), (1, 21), (21, 1), (22, 0)];

    private static readonly int[][] Cosines = [.. Enumerable.Range(0, Frequencies).Select(frequency => Enumerable.Range(0, Cells)
        .Select(cell => (int)Math.Round(16384 * Math.Cos(Math.PI * frequency * (2 * cell + 1) / (2 * Cells)))).ToArray())];

    /// <summary>The hash of a picture; null where it is without structure: of one or two tones, flat, or tiny.</summary>
    /// <param name="grey">Its shades, 0 to 255, row by row.</param>
    /// <param name="width">Its width.</param>
    /// <param name="height">Its height.</param>
    internal static LikenessHash? Of(ReadOnlySpan<byte> grey, int width, int height) =>
        width < LeastSide || height < LeastSide || IsOfTwoTones(grey) ? null : OfCells(Means(grey, width, height));

    /// <summary>Whether all but a twenty-fifth of the pixels have one of two tones: black frames, drawings, placeholders, the posters of films.</summary>
    private static bool IsOfTwoTones(ReadOnlySpan<byte> grey)
    {
        Span<int> shades = stackalloc int[256];
        foreach (byte shade in grey)
            shades[shade]++;
        return 25L * (TakeTone(shades) + TakeTone(shades)) > 24L * grey.Length;
    }

    private static int TakeTone(Span<int> shades)
    {
        (int most, int at, int sum) = (0, 0, 0);
        for (int shade = 0; shade < shades.Length; shade++)
        {
            sum += shades[shade] - (shade >= Tone ? shades[shade - Tone] : 0);
            if (sum > most)
                (most, at) = (sum, shade);
        }

        for (int shade = Math.Max(0, at - Tone + 1); shade <= at; shade++)
            shades[shade] = 0;
        return most;
    }

    /// <summary>Sixteen times the mean of each cell. A pixel that lies in several counts in each by its share.</summary>
    private static int[] Means(ReadOnlySpan<byte> grey, int width, int height)
    {
        var row = new int[Cells];
        var sums = new long[Cells * Cells];
        for (int y = 0; y < height; y++)
        {
            Array.Clear(row);
            ReadOnlySpan<byte> pixels = grey.Slice(y * width, width);
            for (int x = 0, cell = 0, left = width; x < width; x++)
            {
                int rest = Cells; // a pixel is 64 units wide, a cell as many as the picture has pixels
                while (rest > left)
                {
                    row[cell++] += pixels[x] * left;
                    rest -= left;
                    left = width;
                }

                row[cell] += pixels[x] * rest;
                if ((left -= rest) == 0)
                    (cell, left) = (cell + 1, width);
            }

            for (int cell = y * Cells / height; cell * height < (y + 1) * Cells; cell++)
            {
                int share = Math.Min((cell + 1) * height, (y + 1) * Cells) - Math.Max(cell * height, y * Cells);
                for (int x = 0; x < Cells; x++)
                    sums[cell * Cells + x] += (long)row[x] * share;
            }
        }

        return Array.ConvertAll(sums, sum => (int)(sum * 16 / ((long)width * height)));
    }

    /// <summary>The hash of a picture of 64 x 64 shades, sixteen times as fine; null where it is flat.</summary>
    internal static LikenessHash? OfCells(int[] cells)
    {
        int mean = (int)(cells.Sum(cell => (long)cell) / cells.Length);
        var across = new long[Frequencies * Cells]; // by frequency, then by row
        for (int y = 0; y < Cells; y++)
        {
            for (int frequency = 0; frequency < Frequencies; frequency++)
            {
                int[] cosines = Cosines[frequency];
                long sum = 0;
                for (int x = 0; x < Cells; x++)
                    sum += (long)(cells[y * Cells + x] - mean) * cosines[x];
                across[frequency * Cells + y] = sum;
            }
        }

        Span<ulong> bits = stackalloc ulong[4];
        int strong = 0;
        for (int i = 0; i < Order.Length; i++)
        {
            int[] cosines = Cosines[Order[i].Down];
            ReadOnlySpan<long> column = across.AsSpan(Order[i].Across * Cells, Cells);
            long value = 0;
            for (int y = 0; y < Cells; y++)
                value += cosines[y] * column[y];
            bits[i / 64] = bits[i / 64] << 1 | (value > 0 ? 1UL : 0);
            if (i < 64 && Math.Abs(value) >= LeastStructure)
                strong++;
        }

        return strong < 32 ? null : new LikenessHash(bits[0], bits[1], bits[2], bits[3]);
    }

    private static IEnumerable<(int Down, int Across)> Diagonals(int first, int last) =>
        Enumerable.Range(first, last - first + 1).SelectMany(sum => Enumerable.Range(0, sum + 1).Select(down => (down, sum - down)));
}
