using ImaLink.Index;

namespace ImaLink.Tests.Archive;

/// <summary>Anything an owner does, in any order: the preview is that of the first present file of the indexes.</summary>
public sealed class PreviewSequenceTests : PreviewUpkeepTest
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void AnySequence_PreviewShowsWhatCounts(int seed)
    {
        var random = new Random(seed);
        var stash = new Stack<(string From, string Name)>();
        Import(("m.jpg", 1));
        for (int step = 0; step < 40; step++)
        {
            List<string> here = Mine.Photos();
            string? one = here.Count > 0 ? here[random.Next(here.Count)] : null;
            string name = $"{(char)('a' + random.Next(26))}{step}.jpg";
            int action = random.Next(8);
            if (action == 0 || one is null)
                Import((name, random.Next(1, 9)), ($"x{name}", random.Next(1, 9)));
            else if (action == 1)
                Retag(Mine.Photo(one), random.Next(1, 9));
            else if (action == 2)
                File.Move(Mine.Photo(one), Mine.Photo(name));
            else if (action == 3)
            {
                File.Move(Mine.Photo(one), Path.Combine(Folder, name));
                stash.Push((Path.Combine(Folder, name), one));
            }
            else if (action == 4 && stash.TryPop(out var back) && !File.Exists(Mine.Photo(back.Name)))
                File.Move(back.From, Mine.Photo(back.Name));
            else if (action == 5)
                Remove(one);
            else if (action == 6 && Trash() is { Count: > 0 } trash)
                Restore(trash[random.Next(trash.Count)].Name);
            if (action is > 0 and < 5)
                Sync();
            if (Counting() is { } orientation)
                AssertShown(orientation, why: $"seed {seed}, step {step}, action {action}");
        }
    }

    /// <summary>The orientation of the file that counts, as the indexes alone say.</summary>
    private int? Counting() => Directory.EnumerateFiles(Mine.Layout.Imports, "session_*.json").Where(path => !path.Contains("ledger", StringComparison.Ordinal))
        .OrderBy(path => SessionIndexFile.ReadHeader(path).Id)
        .SelectMany(path => SessionIndexFile.ReadFiles(path).OrderBy(file => file.Path, StringComparer.Ordinal))
        .FirstOrDefault(file => file.State == FileState.Present) is { } first ? first.Orientation ?? 1 : null;
}
