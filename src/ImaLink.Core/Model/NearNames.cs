namespace ImaLink;

/// <summary>Finds which name was meant where nothing has the one that was typed.</summary>
public static class NearNames
{
    private const int MostTold = 3;
    private const int ShortestPart = 3;

    /// <summary>A question to put behind a message, with a blank before it: " Did you mean 'Archive'?"; "" where no name is near.</summary>
    /// <param name="typed">What was typed.</param>
    /// <param name="names">The names that there are.</param>
    /// <returns>The question.</returns>
    public static string Hint(string typed, IEnumerable<string> names)
    {
        string wanted = typed.Trim().ToUpperInvariant();
        List<string> near =
        [
            .. names.Distinct(StringComparer.OrdinalIgnoreCase).Select(name => (Name: name, Far: DistanceOfBeginning(wanted, name.ToUpperInvariant())))
                .Where(name => name.Far <= wanted.Length / 3).OrderBy(name => name.Far).ThenBy(name => name.Name, StringComparer.OrdinalIgnoreCase).Select(name => name.Name).Take(MostTold),
        ];
        return near.Count == 0 ? "" : $" Did you mean {string.Join(" or ", near.Select(name => $"'{name}'"))}?";
    }

    /// <summary>How far a name is, or what it begins with: who types Kyotto may mean "Kyoto 2023".</summary>
    private static int DistanceOfBeginning(string typed, string name) => Math.Min(Distance(typed, name),
        Enumerable.Range(1, Math.Max(name.Length - 1, 0)).Where(end => name[end] == ' ' && end >= ShortestPart).Select(end => Distance(typed, name[..end])).Where(far => far < int.MaxValue).Select(far => far + 1).DefaultIfEmpty(int.MaxValue).Min());

    /// <summary>How many characters differ, two that changed places counting once; one where the typed text is a part of the name.</summary>
    private static int Distance(string typed, string name)
    {
        if (typed.Length >= ShortestPart && name.Contains(typed, StringComparison.Ordinal))
            return 1;
        if (Math.Abs(typed.Length - name.Length) > typed.Length / 3)
            return int.MaxValue;
        var far = new int[typed.Length + 1, name.Length + 1];
        for (int i = 0; i <= typed.Length; i++)
        {
            for (int j = 0; j <= name.Length; j++)
            {
                far[i, j] = i == 0 || j == 0 ? i + j
                    : Math.Min(Math.Min(far[i, j - 1], far[i - 1, j]) + 1, far[i - 1, j - 1] + (typed[i - 1] == name[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && typed[i - 1] == name[j - 2] && typed[i - 2] == name[j - 1])
                    far[i, j] = Math.Min(far[i, j], far[i - 2, j - 2] + 1);
            }
        }

        return far[typed.Length, name.Length];
    }
}
