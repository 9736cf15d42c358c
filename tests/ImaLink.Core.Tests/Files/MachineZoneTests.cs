using ImaLink.Files;

namespace ImaLink.Tests.Files;

[Trait("Category", "Culture")]
public sealed class MachineZoneTests
{
    [Fact]
    public void Name_IsThatOfIana()
    {
        Assert.True(TimeZones.IsKnown(MachineZone.Name), MachineZone.Name);
        if (CultureTests.Zone?.Contains('/') == true)
            Assert.Equal(CultureTests.Zone, MachineZone.Name);
    }
}
