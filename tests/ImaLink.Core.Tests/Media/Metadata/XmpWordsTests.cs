using System.Globalization;
using ImaLink.Media.Metadata;
using ImaLink.SamplePhotos;

namespace ImaLink.Tests.Media.Metadata;

/// <summary>Labels, flags, persons and tags as programs write them.</summary>
public sealed class XmpWordsTests
{
    [Theory]
    [InlineData("<xmp:Label>Red</xmp:Label>", "red")]
    [InlineData("<xmp:Label>Grün</xmp:Label>", "green")]
    [InlineData("<xmp:Label>Jaune</xmp:Label>", "yellow")]
    [InlineData("<xmp:Label>azul</xmp:Label>", "blue")]
    [InlineData("<xmp:Label>Viola</xmp:Label>", "purple")]
    [InlineData("<xmp:Label>To print</xmp:Label>", "To print")]
    [InlineData("<digiKam:ColorLabel>6</digiKam:ColorLabel>", "purple")]
    [InlineData("<digiKam:ColorLabel>2</digiKam:ColorLabel>", "orange")]
    [InlineData("<digiKam:ColorLabel>0</digiKam:ColorLabel>", null)]
    [InlineData("<digiKam:ColorLabel>1</digiKam:ColorLabel><xmp:Label>Blue</xmp:Label>", "blue")]
    public void Label_OfAnyProgramAndLanguage_IsOne(string properties, string? label) => Assert.Equal(label, Read(properties).Label);

    [Theory]
    [InlineData(0, null)]
    [InlineData(1, "reject")]
    [InlineData(2, null)]
    [InlineData(3, "pick")]
    public void Flag_OfDigikam_IsRead(int number, string? flag) =>
        Assert.Equal(flag, Read(string.Create(CultureInfo.InvariantCulture, $"<digiKam:PickLabel>{number}</digiKam:PickLabel>")).Flag);

    [Fact]
    public void Tags_OfAllLists_AreUnited() => Assert.Equal(["Places/Italy/Rome", "Animals/Dog", "Trips/2024", "Media/Pro", "flat"], Read("""
        <lr:hierarchicalSubject><rdf:Bag><rdf:li>Places|Italy|Rome</rdf:li><rdf:li>darktable|format|jpg</rdf:li></rdf:Bag></lr:hierarchicalSubject>
        <digiKam:TagsList><rdf:Seq><rdf:li>Places</rdf:li><rdf:li>Italy/Rome</rdf:li><rdf:li>Animals/Dog</rdf:li></rdf:Seq></digiKam:TagsList>
        <MicrosoftPhoto:LastKeywordXMP><rdf:Bag><rdf:li>Trips/2024</rdf:li></rdf:Bag></MicrosoftPhoto:LastKeywordXMP>
        <mediapro:CatalogSets><rdf:Bag><rdf:li>Media|Pro</rdf:li></rdf:Bag></mediapro:CatalogSets>
        <dc:subject><rdf:Bag><rdf:li>Rome</rdf:li><rdf:li>Dog</rdf:li><rdf:li>flat</rdf:li></rdf:Bag></dc:subject>
        """).Keywords.Order(TagOrder));

    [Theory]
    [InlineData("<rdf:li rdf:parseType='Resource'><mwg-rs:Area rdf:parseType='Resource'><stArea:x>0.5</stArea:x><stArea:y>0.4</stArea:y><stArea:w>0.2</stArea:w><stArea:h>0.3</stArea:h></mwg-rs:Area><mwg-rs:Name>Anna</mwg-rs:Name></rdf:li>")]
    [InlineData("<rdf:li><rdf:Description mwg-rs:Name='Anna' mwg-rs:Type='Face'><mwg-rs:Area stArea:x='0.5' stArea:y='0.4' stArea:w='0.2' stArea:h='0.3' stArea:unit='normalized'/></rdf:Description></rdf:li>")]
    [InlineData("<rdf:li rdf:parseType='Resource'><mwg-rs:Name>Anna</mwg-rs:Name><mwg-rs:Area stArea:x='2000' stArea:y='1200' stArea:w='800' stArea:h='900' stArea:unit='pixel'/></rdf:li>")]
    public void Region_InAnyNotation_IsRead(string item)
    {
        var person = Assert.Single(Read($"<mwg-rs:Regions rdf:parseType='Resource'><mwg-rs:AppliedToDimensions stDim:w='4000' stDim:h='3000' stDim:unit='pixel'/><mwg-rs:RegionList><rdf:Bag>{item}</rdf:Bag></mwg-rs:RegionList></mwg-rs:Regions>").Persons);

        Assert.Equal(new PersonFact("Anna", new RegionFact(0.5, 0.4, 0.2, 0.3, 4000, 3000)), person);
    }

    [Fact]
    public void Region_OfMicrosoftAlone_IsReadFromItsCorner()
    {
        var person = Assert.Single(Read("""
            <MP:RegionInfo><rdf:Description><MPRI:Regions><rdf:Bag><rdf:li MPReg:PersonDisplayName='Anna' MPReg:Rectangle='0.25, 0.125, 0.5, 0.25'/><rdf:li MPReg:Rectangle='0, 0, 1, 1'/></rdf:Bag></MPRI:Regions></rdf:Description></MP:RegionInfo>
            """).Persons);

        Assert.Equal(new PersonFact("Anna", new RegionFact(0.5, 0.25, 0.5, 0.25)), person);
    }

    [Fact]
    public void Region_OfAnythingButANamedFace_IsNoPerson() => Assert.Empty(Read("""
        <mwg-rs:Regions><rdf:Description><mwg-rs:RegionList><rdf:Bag><rdf:li mwg-rs:Type='Focus' mwg-rs:Name='Anna'/><rdf:li mwg-rs:Type='Face'/></rdf:Bag></mwg-rs:RegionList></rdf:Description></mwg-rs:Regions>
        """).Persons);

    // A face in the upper left of a picture of 4 to 3 as it is shown, for each orientation where it is stored.
    [Theory]
    [InlineData(1, 4000, 3000, 0.2, 0.3)]
    [InlineData(2, 4000, 3000, 0.2, 0.3)]
    [InlineData(3, 4000, 3000, 0.2, 0.3)]
    [InlineData(4, 4000, 3000, 0.2, 0.3)]
    [InlineData(5, 3000, 4000, 0.3, 0.2)]
    [InlineData(6, 3000, 4000, 0.3, 0.8)]
    [InlineData(7, 3000, 4000, 0.7, 0.8)]
    [InlineData(8, 3000, 4000, 0.7, 0.2)]
    public void Region_MeasuredInTheTurnedPicture_IsTurnedBack(int orientation, int width, int height, double x, double y)
    {
        RegionFact stored = new RegionFact(0.2, 0.3, 0.1, 0.05, 4000, 3000).InStored(width, height, orientation);

        Assert.Equal((x, y, orientation >= 5 ? 0.05 : 0.1), (Math.Round(stored.X, 9), Math.Round(stored.Y, 9), stored.Width));
        RegionFact same = new RegionFact(0.2, 0.3, 0.1, 0.05, width, height);
        Assert.Equal(same, same.InStored(width, height, orientation));
    }

    private static readonly IComparer<string> TagOrder = Comparer<string>.Create((one, other) => Rank(one).CompareTo(Rank(other)));

    private static int Rank(string tag) => Array.IndexOf(["Places/Italy/Rome", "Animals/Dog", "Trips/2024", "Media/Pro", "flat"], tag);

    private static ImageFacts Read(string properties) => XmpSamples.Read(SidecarSamples.Of(properties));
}
