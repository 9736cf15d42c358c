using ImaLink.Files;
using ImaLink.Photos;

namespace ImaLink.Tests.Photos;

/// <summary>Copies to give away lie in the folder that was named and in no storage, whatever leads there; of an unplugged storage one line tells.</summary>
public sealed class PhotoExportPlaceTests : PhotoExportTest
{
    private string Root => Storage.FullName;

    [Theory]
    [InlineData("photos/in")]
    [InlineData("photos")]
    [InlineData(".imalink")]
    [InlineData("")]
    public void Export_LinkBelowTheDestinationIntoAStorage_IsRefused(string leadsTo)
    {
        Add("in/a.jpg", Picture("jpg"));
        Directory.CreateDirectory(Destination);
        Directory.CreateSymbolicLink(Path.Combine(Destination, "2024"), Path.Combine(Root, leadsTo));
        AssertRefused("leads out of");
    }

    [Fact]
    public void Export_LinkBelowTheDestinationToElsewhere_IsRefused()
    {
        Add("in/a.jpg", Picture("jpg"));
        Directory.CreateDirectory(Destination);
        string elsewhere = Directory.CreateDirectory(Path.Combine(Folder, "elsewhere")).FullName;
        Directory.CreateSymbolicLink(Path.Combine(Destination, "2024"), elsewhere);
        AssertRefused("leads out of");
        Assert.Empty(Directory.EnumerateFileSystemEntries(elsewhere));
    }

    [Fact]
    public void Export_LinkWithinTheDestination_IsFollowed()
    {
        Add("in/a.jpg", Picture("jpg"));
        string real = Directory.CreateDirectory(Path.Combine(Destination, "real")).FullName;
        Directory.CreateSymbolicLink(Path.Combine(Destination, "2024"), real);
        Assert.Equal("Copied", Assert.Single(Run(ByYear)).Verdict);
        Assert.True(File.Exists(Path.Combine(real, "a.jpg")));
    }

    [Fact]
    public void Export_LayoutIntoAStorageBelowTheDestination_IsRefused()
    {
        Add("in/a.jpg", Picture("jpg"));
        string before = Tree();
        PhotoExport result = Assert.Single(Run(request => request with { Destination = Path.GetDirectoryName(Root)!, Layout = _ => Path.GetFileName(Root) + "/photos/2024/" }));
        Assert.Equal("Refused", result.Verdict);
        Assert.Contains("lies in the storage", result.Detail, StringComparison.Ordinal);
        Assert.Equal(before, Tree());
    }

    /// <summary>Whoever makes the link while a photo is read has it refused all the same.</summary>
    [Fact]
    public void Export_LinkThatIsMadeWhileItWrites_IsRefused()
    {
        Add("in/a.jpg", Picture("jpg"));
        string before = Tree(), folder = Path.Combine(Destination, "2024"), aside = Path.Combine(Destination, "aside");
        var files = new DurableFiles
        {
            FaultPoint = (operation, path) =>
            {
                if (operation != DurableOperation.Flush || !path.EndsWith(".imalink.new", StringComparison.Ordinal))
                    return;
                Directory.Move(folder, aside);
                Directory.CreateSymbolicLink(folder, Path.Combine(Root, "photos"));
            },
        };
        var request = new PhotoExportRequest { Filters = [new FileFilter()], Destination = Destination };
        PhotoExport result = Assert.Single(new PhotoExportService(Catalog, files).Run(ByYear(request), Reporter, default));
        Assert.Equal("Refused", result.Verdict);
        Assert.Equal(before, Tree());
    }

    [Fact]
    public void Export_DestinationThatIsALinkIntoAStorage_IsRefused()
    {
        Add("in/a.jpg", Picture("jpg"));
        Directory.CreateSymbolicLink(Destination, Full("in"));
        Assert.Equal(ErrorCode.InvalidValue, Assert.Throws<ImaLinkException>(() => Run()).Code);
    }

    [Fact]
    public void Export_DestinationWhereAStorageBelongsThatIsUnplugged_IsRefused()
    {
        Add("in/a.jpg", Picture("jpg"));
        Directory.Move(Root, Root + "_away");
        Assert.Equal(ErrorCode.InvalidValue, Assert.Throws<ImaLinkException>(() => Run(request => request with { Destination = Path.Combine(Root, "photos", "out") })).Code);
        Assert.False(Directory.Exists(Root));
    }

    [Fact]
    public void Export_StorageThatIsUnplugged_IsToldOnce()
    {
        foreach (int number in Enumerable.Range(0, 5))
            Add($"in/{number}.jpg", Jpeg(number));
        Directory.Move(Root, Root + "_away");
        Assert.Empty(Run());
        Assert.StartsWith("The storage 'A' is not there, so none of its photos is exported.", Assert.Single(Warnings), StringComparison.Ordinal);
        Assert.Empty(Errors);
    }

    [Fact]
    public void Export_StorageThatIsUnpluggedMeanwhile_IsToldOnce()
    {
        foreach (int number in Enumerable.Range(0, 5))
            Add($"in/{number}.jpg", Jpeg(number));
        var results = new List<PhotoExport>();
        foreach (PhotoExport result in new PhotoExportService(Catalog).Run(new PhotoExportRequest { Filters = [new FileFilter()], Destination = Destination }, Reporter, default))
        {
            results.Add(result);
            if (results.Count == 2)
                Directory.Move(Root, Root + "_away");
        }

        Assert.Equal(["Copied", "Copied"], results.Select(result => result.Verdict));
        Assert.Single(Warnings);
    }

    [Fact]
    public void Export_WhatAKilledRunLeftHalfWritten_IsDeleted()
    {
        Add("in/a.jpg", Picture("jpg"));
        Directory.CreateDirectory(Destination);
        string left = Path.Combine(Destination, $".{Guid.NewGuid():N}.imalink.new"), written = Path.Combine(Destination, $".{Guid.NewGuid():N}.imalink.new");
        File.WriteAllText(left, "half");
        using FileStream other = File.Create(written); // of a run that still writes
        Run();
        Assert.Equal([Path.GetFileName(written), "a.jpg"], Directory.EnumerateFiles(Destination).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Export_LinkToThePhotoUnderTheNameOfTheCopy_IsNoCopy()
    {
        Add("in/a.jpg", Picture("jpg"));
        Directory.CreateDirectory(Destination);
        File.CreateSymbolicLink(Path.Combine(Destination, "a.jpg"), Full("in/a.jpg"));
        PhotoExport result = Assert.Single(Run());
        Assert.Equal(("Copied", "a_1.jpg"), (result.Verdict, Path.GetFileName(result.FullName)));
    }

    [Theory]
    [InlineData(28)]
    [InlineData(30)]
    public void Export_DestinationThatCannotBeWritten_EndsWithOneError(int errno)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has other numbers.");
        foreach (int number in Enumerable.Range(0, 3))
            Add($"in/{number}.jpg", Jpeg(number));
        var files = new DurableFiles { FaultPoint = (operation, path) => { if (operation == DurableOperation.Write) throw IoErrors.FromErrno(errno, path); } };
        ErrorCode code = Assert.Throws<ImaLinkException>(() => new PhotoExportService(Catalog, files).Run(new PhotoExportRequest { Filters = [new FileFilter()], Destination = Destination }, Reporter, default).ToList()).Code;
        Assert.Equal(errno == 28 ? ErrorCode.StorageFull : ErrorCode.ReadOnly, code);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Destination));
    }

    [Fact]
    public void Export_DestinationThatCannotBeMade_EndsWithOneError()
    {
        Add("in/0.jpg", Jpeg(0));
        Add("in/1.jpg", Jpeg(1));
        File.WriteAllText(Path.Combine(Folder, "file"), "");
        ImaLinkException e = Assert.Throws<ImaLinkException>(() => Run(request => request with { Destination = Path.Combine(Folder, "file", "out") }));
        Assert.Contains(Path.Combine(Folder, "file"), e.Message, StringComparison.Ordinal);
    }

    private static PhotoExportRequest ByYear(PhotoExportRequest request) => request with { Layout = _ => "2024/" };

    private void AssertRefused(string why)
    {
        string before = Tree();
        foreach (bool isRehearsed in new[] { true, false })
        {
            PhotoExport result = Assert.Single(Run(request => ByYear(request) with { Rehearsal = isRehearsed }));
            Assert.Equal(("Refused", false), (result.Verdict, result.Ok));
            Assert.Contains(why, result.Detail, StringComparison.Ordinal);
        }

        Assert.Equal(before, Tree());
        Assert.DoesNotContain(Directory.EnumerateFiles(Destination, "*", SearchOption.AllDirectories), path => !path.Contains("2024", StringComparison.Ordinal));
    }

    private string Tree() => string.Join('\n', Directory.EnumerateFileSystemEntries(Root, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }).Order(StringComparer.Ordinal));
}
