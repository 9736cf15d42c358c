using ImaLink.Index;

namespace ImaLink.Tests.Index;

public sealed class MasterIndexFileTests : TemporaryFolderTest
{
    [Fact]
    public void Read_WhatWasWritten_WritesTheSameBytesWithUnknownFields()
    {
        var master = Samples.Master();
        master.Extra = Samples.Fields("""{"top":[1.50]}""");
        master.StorageInfo.Extra = Samples.Fields("""{"info":{"a":null}}""");
        master.ImportSessions[0].Extra = Samples.Fields("""{"summary":"x"}""");
        master.RemovedSessions[0].Extra = Samples.Fields("""{"why":"x"}""");
        var bytes = Samples.Bytes(master);
        var read = MasterIndexFile.Read(Write("index.json", bytes));
        Assert.Equal(bytes, Samples.Bytes(read));
        foreach (var unknown in new[] { "\"top\"", "\"info\"", "\"summary\"", "\"why\"" })
            Assert.Contains(unknown, Samples.Utf8(bytes));
        Schema.AssertText(Path.Combine(Folder, "index.json"), Schema.OfMaster);
    }

    [Theory]
    [InlineData("2.0", true)]
    [InlineData("1.3", true)]
    [InlineData("2.1", true)]
    [InlineData("2.1.1", false)]
    [InlineData("2.2", false)]
    [InlineData("3.0", false)]
    [InlineData("", false)]
    [InlineData("new", false)]
    public void IsWritable_Version_OnlyUpToOurs(string version, bool expected) => Assert.Equal(expected, MasterIndexFile.IsWritable(version));
}
