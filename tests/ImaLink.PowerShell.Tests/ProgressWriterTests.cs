using System.Management.Automation;

namespace ImaLink.PowerShell.Tests;

/// <summary>What progress says of rate and time left.</summary>
public sealed class ProgressWriterTests(ModuleFixture module) : IClassFixture<ModuleFixture>
{
    // The core is found once the module is imported.
    private OperationProgress Begun { get; } = module.Folder.Length == 0 ? null! : new() { Activity = "Moving storage", TotalItems = 1000, TotalBytes = 1_000_000 };

    [Fact]
    public void TimeLeft_OfManySmallFilesFirst_IsNotThatOfTheirBytes()
    {
        // 900 small ones of 1,000 in 10 seconds are 1 % of the bytes: by bytes alone 990 seconds would be left.
        ProgressRecord record = ProgressWriter.Record(Begun with { Items = 900, Bytes = 10_000 }, Begun, 10);
        Assert.InRange(record.SecondsRemaining, 5, 20);
        Assert.Equal("900 of 1,000, 90/s", record.StatusDescription);
    }

    [Fact]
    public void TimeLeft_OfOneLargeFileFirst_IsNotThatOfItsNumber() =>
        Assert.InRange(ProgressWriter.Record(Begun with { Items = 1, Bytes = 900_000 }, Begun, 10).SecondsRemaining, 5, 20);

    [Fact]
    public void Rate_OfWhatGoesOn_LeavesOutWhatWasDoneBefore()
    {
        OperationProgress resumed = Begun with { Items = 800, Bytes = 800_000 };
        ProgressRecord record = ProgressWriter.Record(Begun with { Items = 900, Bytes = 900_000 }, resumed, 10);
        Assert.Equal((90, 10), (record.PercentComplete, record.SecondsRemaining));
        Assert.StartsWith("900 of 1,000, 10/s", record.StatusDescription, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 400, "3 of 1,000, 0.1 MB/s")]
    [InlineData(10, 400, "12 of 1,000, 0.3/s, 0.1 MB/s")]
    [InlineData(400, 12_000, "402 of 1,000, 10/s, 3 MB/s")]
    public void Rate_OfSlowWork_IsNeverZero(int items, long kilobytes, string told) => Assert.Equal(told,
        ProgressWriter.Record(Begun with { Items = 2 + items, Bytes = kilobytes * 10_000 }, Begun with { Items = 2 }, 40).StatusDescription);

    [Fact]
    public void TimeLeft_WhereNothingIsDoneYet_IsNotTold() => Assert.Equal(-1, ProgressWriter.Record(Begun, Begun, 10).SecondsRemaining);

    [Theory]
    [InlineData(50, null, 5)]
    [InlineData(null, 500_000L, 5)]
    public void TimeLeft_OfOneMeasure_IsItsOwn(int? items, long? bytes, int seconds)
    {
        OperationProgress begun = new() { Activity = "x", TotalItems = items is null ? null : 100, TotalBytes = bytes is null ? null : 1_000_000 };
        Assert.Equal(seconds, ProgressWriter.Record(begun with { Items = items ?? 1, Bytes = bytes ?? 0 }, begun, 5).SecondsRemaining);
    }
}
