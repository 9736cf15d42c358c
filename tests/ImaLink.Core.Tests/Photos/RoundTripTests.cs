using System.Xml.Linq;
using ImaLink.Catalog;
using ImaLink.Photos;
using ImaLink.SamplePhotos;
using ImaLink.Tests.Reconcile;

namespace ImaLink.Tests.Photos;

/// <summary>What is said goes to where each program looks first, and what exiftool writes comes in with the same values.</summary>
public sealed class RoundTripTests : ReconcileTest
{
    private static readonly XNamespace Rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#", Dc = "http://purl.org/dc/elements/1.1/", Xmp = "http://ns.adobe.com/xap/1.0/", Exif = "http://ns.adobe.com/exif/1.0/",
        Tiff = "http://ns.adobe.com/tiff/1.0/", Lr = "http://ns.adobe.com/lightroom/1.0/", DigiKam = "http://www.digikam.org/ns/1.0/", Regions = "http://www.metadataworkinggroup.com/schemas/regions/";

    private static readonly Dictionary<string, string?> Said = new()
    {
        ["title"] = "\"Lake\"", ["description"] = "\"At dawn\"", ["rating"] = "4", ["flag"] = "\"pick\"", ["label"] = "\"green\"", ["author"] = "\"Anna\"", ["rights"] = "\"(c) Anna\"",
        ["gps"] = "{\"altitude\":50,\"latitude\":41.89,\"longitude\":12.49}", ["date"] = "\"2024-10-18T14:30:52+02:00\"", ["tag:Places/Rome"] = "true", ["person:Anna"] = "{\"h\":0.3,\"w\":0.2,\"x\":0.5,\"y\":0.4}",
    };

    public RoundTripTests()
    {
        Photo("in/1.jpg", 1);
        Adopt();
    }

    /// <summary>FIELD.md 1.3: what each program takes first, as which kind of list, and what stands there.</summary>
    public static TheoryData<string, string, string, string> First => new()
    {
        { "Immich", "rating", "xmp:Rating", "4" },
        { "Immich", "description", "tiff:ImageDescription Alt", "At dawn" },
        { "Immich", "tags", "digiKam:TagsList Seq", "Places/Rome" },
        { "Immich", "date", "exif:DateTimeOriginal", "2024-10-18T14:30:52+02:00" },
        { "Immich", "latitude", "exif:GPSLatitude", "41,53.4N" },
        { "Immich", "longitude", "exif:GPSLongitude", "12,29.4E" },
        { "Immich", "size that regions are of", "mwg-rs:AppliedToDimensions", "pixel" },
        { "Immich", "turn of regions", "tiff:Orientation", "1" },
        { "digiKam", "rating", "xmp:Rating", "4" },
        { "digiKam", "flag", "digiKam:PickLabel", "3" },
        { "digiKam", "label", "digiKam:ColorLabel", "4" },
        { "digiKam", "tags", "digiKam:TagsList Seq", "Places/Rome" },
        { "digiKam", "description", "dc:description Alt", "At dawn" },
        { "digiKam", "title", "dc:title Alt", "Lake" },
        { "digiKam", "author", "dc:creator Seq", "Anna" },
        { "digiKam", "regions", "mwg-rs:RegionList Bag", "Anna" },
        { "darktable", "rating", "xmp:Rating", "4" },
        { "darktable", "label", "xmp:Label", "Green" },
        { "darktable", "tags", "lr:hierarchicalSubject Bag", "Places|Rome" },
        { "darktable", "title", "dc:title Alt", "Lake" },
        { "darktable", "description", "dc:description Alt", "At dawn" },
        { "darktable", "author", "dc:creator Seq", "Anna" },
        { "darktable", "rights", "dc:rights Alt", "(c) Anna" },
        { "darktable", "date", "exif:DateTimeOriginal", "2024-10-18T14:30:52+02:00" },
        { "darktable", "place", "exif:GPSLatitude", "41,53.4N" },
    };

    [Theory]
    [MemberData(nameof(First))]
    public void Export_WhatAProgramLooksForFirst_IsThere(string program, string what, string place, string value)
    {
        Say(Said);
        Assert.Equal("Written", Assert.Single(Export()).Verdict);
        (string name, string? list) = place.Split(' ') is [var property, var kind] ? (property, kind) : (place, null);
        XNamespace space = name.Split(':')[0] switch { "xmp" => Xmp, "tiff" => Tiff, "exif" => Exif, "digiKam" => DigiKam, "dc" => Dc, "lr" => Lr, _ => Regions };
        XElement there = Assert.Single(XDocument.Load(Full("in/1.jpg.xmp")).Descendants(space + name.Split(':')[1]));
        Assert.True(list is null || there.Elements().Single().Name == Rdf + list, $"{program}, {what}: {there}");
        Assert.True(list is null && !there.HasElements ? there.Value == value : there.DescendantNodes().OfType<XText>().Any(text => text.Value == value), $"{program}, {what}: {there}");
    }

    [Fact]
    public void Import_OfWhatExifToolWrites_HasTheSameValues()
    {
        string sidecar = Full("in/2.jpg.xmp");
        if (SidecarSamples.ExifTool("-q", "-XMP-dc:Title=Lake", "-XMP-dc:Description=A lake", "-XMP-iptcCore:AltTextAccessibility=Still water", "-XMP-xmp:Rating=4", "-XMP-digiKam:PickLabel=3", "-XMP-xmp:Label=Purple", "-XMP-dc:Creator=Anna",
            "-XMP-dc:Rights=(c) Anna", "-XMP-photoshop:City=Rome", "-XMP-photoshop:State=Lazio", "-XMP-photoshop:Country=Italy", "-XMP-iptcCore:CountryCode=IT", "-XMP-iptcCore:Location=Colosseum", "-XMP-exif:GPSLatitude=41.89",
            "-XMP-exif:GPSLongitude=-12.49", "-XMP-exif:GPSAltitude=50", "-XMP-exif:GPSAltitudeRef=Above Sea Level", "-XMP-exif:DateTimeOriginal=2024:10:18 14:30:52+02:00", "-XMP-lr:HierarchicalSubject=Places|Italy|Rome", "-XMP-digiKam:TagsList=Places/Italy/Rome",
            "-XMP-digiKam:TagsList=flat", "-XMP-dc:Subject=Rome", "-XMP-dc:Subject=flat", "-XMP-microsoft:LastKeywordXMP=Subjects/Lake", "-XMP-iptcExt:PersonInImage=Anna", "-XMP-iptcExt:PersonInImage=Ben",
            "-XMP-mwg-rs:RegionInfo={AppliedToDimensions={W=16,H=16,Unit=pixel},RegionList=[{Area={X=0.5,Y=0.4,W=0.2,H=0.3,Unit=normalized},Name=Anna,Type=Face}]}", sidecar) is null)
            Assert.Skip("exiftool is not on this machine.");
        Photo("in/2.jpg", 2);
        Adopt("T");
        string[] wanted =
        [
            "alt_text: \"Still water\"", "author: \"Anna\"", "date: \"2024-10-18T14:30:52+02:00\"", "description: \"A lake\"", "flag: \"pick\"", "gps: {\"altitude\":50,\"latitude\":41.89,\"longitude\":-12.49}", "label: \"purple\"",
            "location: {\"city\":\"Rome\",\"code\":\"IT\",\"country\":\"Italy\",\"state\":\"Lazio\",\"sublocation\":\"Colosseum\"}", "person:Anna: {\"h\":0.3,\"w\":0.2,\"x\":0.5,\"y\":0.4}", "person:Ben: true", "rating: 4",
            "rights: \"(c) Anna\"", "tag:Places/Italy/Rome: true", "tag:Subjects/Lake: true", "tag:flat: true", "title: \"Lake\"",
        ];
        long image = new PhotoLocator(Catalog).ImageByFile(Row("in/2.jpg").Id)!.Value;
        Assert.Equal(wanted, Catalog.Statements.OfImage(image).Where(said => !StatementField.IsOfImage(said.Field)).Select(said => $"{said.Field}: {said.Value}").Order(StringComparer.Ordinal));
        // And goes out again without a change of what stands there for these fields.
        Export();
        string? before = SidecarSamples.ExifTool("-s3", "-XMP-dc:Title", "-XMP-xmp:Rating", "-XMP-exif:GPSLongitude#", "-XMP-exif:DateTimeOriginal", sidecar);
        Assert.Equal("Lake\n4\n-12.49\n2024:10:18 14:30:52+02:00\n", before?.ReplaceLineEndings("\n"));
        Assert.All(Export(), result => Assert.Equal("Unchanged", result.Verdict));
    }

    private void Say(Dictionary<string, string?> changes)
    {
        var statements = new PhotoStatements(Catalog, TimeSpan.FromSeconds(2));
        statements.Say([(new PhotoLocator(Catalog).ByFile(Row("in/1.jpg").Id)!.Value, changes)]);
        statements.Write();
    }

    private List<SidecarResult> Export() => [.. new SidecarExportService(Catalog, TimeSpan.FromSeconds(2)).Run(new SidecarExportRequest { Filters = [new FileFilter()] }, Reporter, default)];
}
