using ImaLink.Files;

namespace ImaLink.Tests.Files;

[Trait("Category", "Culture")]
public sealed class MachineZoneTests
{
    [Fact]
    public void Name_IsThatOfIana()
    {
        Assert.True(TimeZones.IsKnown(MachineZone.Name()), MachineZone.Name());
        if (CultureTests.Zone?.Contains('/') == true)
            Assert.Equal(CultureTests.Zone, MachineZone.Name());
    }

    [Theory]
    [InlineData("Asia/Tokyo")]
    [InlineData("asia/tokyo")]
    [InlineData("posix/Asia/Tokyo")]
    [InlineData("right/Asia/Tokyo")]
    [InlineData("/usr/share/zoneinfo/Asia/Tokyo")]
    [InlineData("../usr/share/zoneinfo/posix/Asia/Tokyo")]
    public void Known_NameOfATable_IsThatOfIana(string told) => Assert.Equal("Asia/Tokyo", MachineZone.Known(told, _ => Assert.Fail("It is known.")));

    [Theory]
    [InlineData("JST-9")]
    [InlineData("Moon/Tranquility")]
    [InlineData("posix/")]
    public void Known_WhatIsNoName_IsAZoneThatThereIs_AndTold(string told)
    {
        var warnings = new List<string>();
        Assert.True(TimeZones.IsKnown(MachineZone.Known(told, warnings.Add)));
        Assert.Contains($"'{told}'", Assert.Single(warnings));
        Assert.Contains("-TimeZone", warnings[0]);
    }

    // A machine that names none has UTC, as a container has.
    [Fact]
    public void Known_Nothing_IsNoTrouble() => Assert.True(TimeZones.IsKnown(MachineZone.Known("", _ => Assert.Fail("Nothing was said."))));
}
