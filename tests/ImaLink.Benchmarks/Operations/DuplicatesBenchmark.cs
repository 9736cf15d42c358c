namespace ImaLink.Benchmarks;

/// <summary>Finding duplicates in plain folders.</summary>
internal static class DuplicatesBenchmark
{
    public static void Run(Workbench bench)
    {
        foreach ((string name, int smallest, int largest) in new[] { ("1 to 40 kB", 1_000, 40_000), ("100 kB to 1 MB", 100_000, 1_000_000) })
        {
            string plain = DuplicatePairs(bench.Fresh("duplicates"), smallest, largest);
            string script = "$g = @(Find-ImaDuplicate -LiteralPath $Source); if ($g.Count -ne 400) { throw $g.Count }";
            string ours = $"Find-ImaDuplicate -Path, {name}, in a session";
            Against(bench, "rmlint", ours, script, plain, 1.0, ["-o", "json:/dev/null", plain]);
            Against(bench, "jdupes", ours, script, plain, 2.0, ["-r", "-q", plain]);
            if (Measured.IsThere("rmlint") && Measured.IsThere("jdupes"))
                Console.WriteLine($"  the same pairs as rmlint and jdupes: {SamePairs(bench, plain)}");
        }
    }

    private static void Against(Workbench bench, string peer, string ours, string script, string source, double bound, string[] arguments)
    {
        if (Measured.IsThere(peer))
            Pair.Compare(ours, () => bench.InSession(script, source), peer, () => Measured.Run(peer, arguments), bound);
        else
            Console.WriteLine($"  {peer} is not on this machine: not compared.");
    }

    // 4,000 files in 40 folders, 400 of them a second copy of another one.
    private static string DuplicatePairs(string folder, int smallest, int largest)
    {
        var random = new Random(7);
        for (int i = 0; i < 4_000; i++)
        {
            string path = Path.Combine(folder, $"{i % 40:00}", $"file{i:0000}.jpg");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var bytes = new byte[i % 8 == 0 ? smallest : random.Next(smallest, largest)]; // many of one size
            random.NextBytes(bytes);
            File.WriteAllBytes(path, i % 10 == 9 ? File.ReadAllBytes(Path.Combine(folder, $"{(i - 9) % 40:00}", $"file{i - 9:0000}.jpg")) : bytes);
        }

        return folder;
    }

    private static bool SamePairs(Workbench bench, string plain)
    {
        string text = bench.Script("param($Source) Find-ImaDuplicate -LiteralPath $Source | ForEach-Object { $_.Files.FullName -join '|' }");
        HashSet<string> mine = [.. Measured.Run("dotnet", bench.Host, "-File", text, "-Source", plain).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)];
        HashSet<string> jdupes = [.. Measured.Run("jdupes", "-r", "-q", plain).Output.Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
            .Select(group => string.Join('|', group.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)))];
        using var found = System.Text.Json.JsonDocument.Parse(Measured.Run("rmlint", "-o", "json:stdout", plain).Output);
        HashSet<string> rmlint = [.. found.RootElement.EnumerateArray().Where(item => item.TryGetProperty("type", out var type) && type.GetString() == "duplicate_file")
            .GroupBy(item => item.GetProperty("checksum").GetString()).Select(group => string.Join('|', group.Select(item => item.GetProperty("path").GetString()).Order(StringComparer.Ordinal)))];
        return mine.Count == 400 && mine.SetEquals(jdupes) && mine.SetEquals(rmlint);
    }
}
