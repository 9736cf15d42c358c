using ImaLink.Files;

namespace ImaLink.Tests.Files;

/// <summary>A file gets a name that is free, whatever way the file system has, and replaces nothing.</summary>
public sealed class PlacingTests : DurableTest
{
    public static TheoryData<string> Occupants => ["file", "folder", "full folder", "link", "dangling link", "link to folder"];

    public static MatrixTheoryData<string, string> OccupantsAndMeans => new(["file", "folder", "full folder", "link", "dangling link", "link to folder"], Enum.GetNames<Placing>());

    [Theory, MemberData(nameof(OccupantsAndMeans))]
    public void TryPlace_NameIsTaken_ReplacesNothing(string occupant, string means)
    {
        var from = Write("from", [1]);
        Occupy(Target, occupant);
        var files = new DurableFiles { Best = Enum.Parse<Placing>(means) };
        Assert.False(files.TryPlace(from, Target));
        Assert.False(files.TryPlace(from, Target, isResumed: true));
        Assert.Equal([1], File.ReadAllBytes(from));
        AssertOccupied(Target, occupant);
    }

    [Theory, InlineData("Rename"), InlineData("Link"), InlineData("Claim")]
    public void TryPlace_EmptyFileHasTheName_IsNobodysButAfterAnInterruptedClaim(string means)
    {
        var from = Write("from", [1]);
        Write("index.json", []);
        var files = new DurableFiles { Best = Enum.Parse<Placing>(means) };
        Assert.False(files.TryPlace(from, Target));
        Assert.Equal(means == "Claim", files.TryPlace(from, Target, isResumed: true));
        Assert.Equal(means == "Claim" ? [1] : [], File.ReadAllBytes(Target));
        Assert.Equal(means != "Claim", File.Exists(from));
    }

    [Theory, InlineData("Rename"), InlineData("Link"), InlineData("Claim")]
    public void TryPlace_AnyCallFails_TheNextRunPlacesTheFile(string means)
    {
        Faults.Everywhere((_, files) =>
        {
            Clear();
            var from = Write("from", [1]);
            try
            {
                Assert.True(files.TryPlace(from, Target));
            }
            catch (ImaLinkException)
            {
                Assert.Equal([1], File.ReadAllBytes(from));
                Assert.True(new DurableFiles { Best = Enum.Parse<Placing>(means) }.TryPlace(from, Target, isResumed: true));
            }

            Assert.Equal(["index.json"], Names());
            Assert.Equal([1], File.ReadAllBytes(Target));
        }, Enum.Parse<Placing>(means));
    }

    [Fact]
    public void TryPlace_StoppedBetweenTheTwoNamesOfALink_TheNextRunTakesTheFirstAway()
    {
        var from = Write("from", [1]);
        Assert.Equal(0, NativeFiles.Link(from, Target));
        Assert.False(Disk.TryPlace(from, Target));
        Assert.True(Disk.TryPlace(from, Target, isResumed: true));
        Assert.Equal(["index.json"], Names());
    }

    [Fact]
    public void TryPlace_ClaimCannotBeRenamedOver_LeavesNoTrace()
    {
        Fails(ErrorCode.PathNotFound, () => new DurableFiles { Best = Placing.Claim }.TryPlace(Path.Combine(Folder, "no"), Target));
        Assert.Empty(Names());
    }

    [Theory, MemberData(nameof(Occupants))]
    public void LinkAndUnlink_NameIsTaken_ReplacesNothing(string occupant)
    {
        var from = Write("from", [1]);
        Occupy(Target, occupant);
        Assert.Equal(17, NativeFiles.LinkAndUnlink(from, Target));
        Assert.Equal([1], File.ReadAllBytes(from));
        AssertOccupied(Target, occupant);
    }

    [Fact]
    public void LinkAndUnlink_NameIsFree_MovesTheFile()
    {
        var from = Write("from", [1]);
        Assert.Equal(0, NativeFiles.LinkAndUnlink(from, Target));
        Assert.False(File.Exists(from));
        Assert.Equal([1], File.ReadAllBytes(Target));
    }

    [Theory, InlineData("Rename"), InlineData("Link"), InlineData("Claim")]
    public void TryPlace_NameIsFree_MovesTheFile(string means)
    {
        var from = Write("from", [1]);
        Assert.True(new DurableFiles { Best = Enum.Parse<Placing>(means) }.TryPlace(from, Target));
        Assert.False(File.Exists(from));
        Assert.Equal([1], File.ReadAllBytes(Target));
    }

    [Theory, InlineData("Rename"), InlineData("Link"), InlineData("Claim")]
    public void TryPlace_ManyThreadsWantOneName_OneGetsItAndNoneIsLost(string means)
    {
        var files = new DurableFiles { Best = Enum.Parse<Placing>(means) };
        for (var round = 0; round < 50; round++)
        {
            var target = Path.Combine(Folder, $"target{round}");
            string[] sources = [.. Enumerable.Range(0, 4).Select(i => Write($"{round}_{i}", [(byte)i]))];
            var placed = sources.AsParallel().WithDegreeOfParallelism(4).Count(source => files.TryPlace(source, target));
            Assert.Equal(1, placed);
            Assert.Equal(3, sources.Count(File.Exists));
        }
    }

    private void Occupy(string path, string occupant)
    {
        switch (occupant)
        {
            case "file": File.WriteAllText(path, "mine"); break;
            case "folder": Directory.CreateDirectory(path); break;
            case "full folder": Directory.CreateDirectory(Path.Combine(path, "inside")); break;
            case "link": File.CreateSymbolicLink(path, Write("mine", "mine"u8.ToArray())); break;
            case "dangling link": File.CreateSymbolicLink(path, Path.Combine(Folder, "nowhere")); break;
            default: Directory.CreateSymbolicLink(path, Directory.CreateDirectory(Path.Combine(Folder, "some")).FullName); break;
        }
    }

    private static void AssertOccupied(string path, string occupant)
    {
        if (occupant.Contains("link"))
            Assert.NotNull(new FileInfo(path).LinkTarget);
        if (occupant is "file" or "link")
            Assert.Equal("mine", File.ReadAllText(path));
        if (occupant == "full folder")
            Assert.True(Directory.Exists(Path.Combine(path, "inside")));
    }
}
