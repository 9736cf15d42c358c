namespace ImaLink.Benchmarks;

/// <summary>Removing a session and restoring it from the trash.</summary>
internal static class TrashBenchmark
{
    public static void Run(Workbench bench)
    {
        const int Count = 3_000;
        string photos = bench.Tiny(Count);
        foreach (bool isTouched in new[] { false, true })
        {
            string archive = bench.Fresh("trash");
            bench.ImportInto(archive, photos);
            string what = $"{Count:N0} tiny photos{(isTouched ? " with other times than recorded" : "")}";
            Pair.Alone($"Remove-ImaSession, {what}", () => Round().Removed, Judge);
            Pair.Alone($"Restore-ImaTrash, {what}", () => Round().Restored, Judge);

            (Measured Removed, Measured Restored) Round()
            {
                if (isTouched)
                    Measured.Run("find", archive, "-name", "*.jpg", "-exec", "touch", "{}", "+");
                const string catalog = "$env:IMALINK_CATALOG = \"$Source/catalog.db\"";
                Measured removed = bench.InSession($"{catalog}; Remove-ImaSession T -Confirm:$false", archive);
                return (removed, bench.InSession($"{catalog}; $n = @(Get-ImaTrash | Restore-ImaTrash).Count; if ($n -ne {Count}) {{ throw $n }}", archive));
            }
        }

        static string Judge(double seconds) => $"{Count / seconds:N0} files/s, bound 2,000: {(Count / seconds >= 2000 ? "met" : "MISSED")}";
    }
}
