using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using ImaLink.Media.Metadata;
using ImaLink.Photos;
using ImaLink.SamplePhotos;
using ImaLink.Tests.Reconcile;

namespace ImaLink.Tests.Photos;

/// <summary>What is said of photos stands in sidecars, where other programs look for it; what they wrote there stays.</summary>
public sealed class SidecarExportTests : ReconcileTest
{
    private static readonly Dictionary<string, string?> Everything = new()
    {
        ["title"] = "\"Lake\"", ["description"] = "\"A lake\\nat dawn\"", ["alt_text"] = "\"Still water\"", ["rating"] = "4", ["flag"] = "\"pick\"", ["label"] = "\"purple\"", ["author"] = "\"Anna\"",
        ["rights"] = "\"(c) Anna\"", ["location"] = "{\"city\":\"Rome\",\"code\":\"IT\",\"country\":\"Italy\",\"state\":\"Lazio\",\"sublocation\":\"Colosseum\"}",
        ["gps"] = "{\"altitude\":50,\"latitude\":41.89,\"longitude\":-12.49}", ["date"] = "\"2024-10-18T14:30:52+02:00\"", ["tag:Places/Italy/Rome"] = "true", ["tag:flat"] = "true",
        ["person:Anna"] = "{\"h\":0.3,\"w\":0.2,\"x\":0.5,\"y\":0.4}", ["person:Ben"] = "true",
    };

    public SidecarExportTests()
    {
        Photo("in/1.jpg", 1);
        Adopt();
    }

    [Fact]
    public void Export_PhotoOfWhichNothingIsSaid_WritesNothing() => Assert.Empty(Export());

    [Fact]
    public void Export_Everything_IsReadBackAndASecondRunChangesNothing()
    {
        Say(Everything);
        Assert.Equal(["Written in/1.jpg.xmp"], Export());
        byte[] written = File.ReadAllBytes(Full("in/1.jpg.xmp"));
        Assert.Equal(["Unchanged in/1.jpg.xmp"], Export());
        Assert.Equal(written, File.ReadAllBytes(Full("in/1.jpg.xmp")));
        SyncSays();

        // What a catalog that knows nothing of it reads is what was said.
        File.Copy(Full("in/1.jpg.xmp"), Full("in/2.jpg.xmp"));
        Photo("in/2.jpg", 2);
        Adopt("T");
        Assert.Equal(Everything.Select(said => $"{said.Key}: {said.Value}").Order(StringComparer.Ordinal), Said("in/2.jpg").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Export_Everything_IsReadByExifToolWithTheSameValues()
    {
        Say(Everything);
        Export();
        string? json = SidecarSamples.ExifTool("-json", "-struct", "-G1", "-n", Full("in/1.jpg.xmp"));
        Assert.SkipUnless(json is not null, "exiftool is not on this machine.");
        JsonElement read = JsonDocument.Parse(json).RootElement[0];
        (string Tag, string Value)[] expected =
        [
            ("XMP-dc:Title", "\"Lake\""), ("XMP-dc:Description", "\"A lake\\nat dawn\""), ("XMP-tiff:ImageDescription", "\"A lake\\nat dawn\""), ("XMP-iptcCore:AltTextAccessibility", "\"Still water\""), ("XMP-xmp:Rating", "4"), ("XMP-microsoft:RatingPercent", "75"),
            ("XMP-xmp:Label", "\"Purple\""), ("XMP-digiKam:ColorLabel", "6"), ("XMP-digiKam:PickLabel", "3"), ("XMP-dc:Creator", "[\"Anna\"]"), ("XMP-dc:Rights", "\"(c) Anna\""),
            ("XMP-photoshop:City", "\"Rome\""), ("XMP-photoshop:State", "\"Lazio\""), ("XMP-photoshop:Country", "\"Italy\""), ("XMP-iptcCore:CountryCode", "\"IT\""), ("XMP-iptcCore:Location", "\"Colosseum\""),
            ("XMP-exif:GPSLatitude", "41.89"), ("XMP-exif:GPSLongitude", "-12.49"), ("XMP-exif:GPSAltitude", "50"), ("XMP-exif:GPSAltitudeRef", "0"),
            ("XMP-exif:DateTimeOriginal", "\"2024:10:18 14:30:52+02:00\""), ("XMP-photoshop:DateCreated", "\"2024:10:18 14:30:52+02:00\""), ("XMP-xmp:CreateDate", "\"2024:10:18 14:30:52+02:00\""),
            ("XMP-dc:Subject", "[\"Rome\",\"flat\"]"), ("XMP-lr:HierarchicalSubject", "[\"Places|Italy|Rome\",\"flat\"]"), ("XMP-digiKam:TagsList", "[\"Places/Italy/Rome\",\"flat\"]"),
            ("XMP-microsoft:LastKeywordXMP", "[\"Places/Italy/Rome\",\"flat\"]"), ("XMP-iptcExt:PersonInImage", "[\"Anna\",\"Ben\"]"),
            ("XMP-MP:RegionInfoMP", "{\"Regions\":[{\"PersonDisplayName\":\"Anna\",\"Rectangle\":\"0.4, 0.25, 0.2, 0.3\"}]}"),
            ("XMP-mwg-rs:RegionInfo", "{\"AppliedToDimensions\":{\"H\":16,\"Unit\":\"pixel\",\"W\":16},\"RegionList\":[{\"Area\":{\"H\":0.3,\"Unit\":\"normalized\",\"W\":0.2,\"X\":0.5,\"Y\":0.4},\"Name\":\"Anna\",\"Type\":\"Face\"}]}"),
        ];
        foreach ((string tag, string value) in expected)
            Assert.True(read.TryGetProperty(tag, out JsonElement there) && CanonicalJson.Of(there) == value, $"{tag}: {(read.TryGetProperty(tag, out JsonElement other) ? CanonicalJson.Of(other) : "absent")} instead of {value}\n{json}");
    }

    [Fact]
    public void Export_IntoWhatOtherProgramsWrote_KeepsAllThatIsTheirs()
    {
        const string foreign = """
            <darktable:history><rdf:Seq><rdf:li darktable:num='0' darktable:operation='exposure' darktable:params='gz02'/><rdf:li darktable:num='1' darktable:operation='filmicrgb'/></rdf:Seq></darktable:history>
            <darktable:masks_history><rdf:Seq/></darktable:masks_history><crs:ToneCurve><rdf:Seq><rdf:li>0, 0</rdf:li><rdf:li>255, 255</rdf:li></rdf:Seq></crs:ToneCurve>
            <xmpMM:History><rdf:Seq><rdf:li rdf:parseType='Resource'><stEvt:action>saved</stEvt:action></rdf:li></rdf:Seq></xmpMM:History><other:thing>&lt;&amp;</other:thing>
            """;
        string xmp = SidecarSamples.Packet($"""
            <!-- mine -->{foreign}<dc:title><rdf:Alt><rdf:li xml:lang='x-default'>Old</rdf:li><rdf:li xml:lang='de'>Alt</rdf:li></rdf:Alt></dc:title><digiKam:PickLabel>2</digiKam:PickLabel>
            <dc:subject><rdf:Bag><rdf:li>Places</rdf:li><rdf:li>gone</rdf:li></rdf:Bag></dc:subject><lr:hierarchicalSubject><rdf:Bag><rdf:li>darktable|format|jpg</rdf:li><rdf:li>Places</rdf:li></rdf:Bag></lr:hierarchicalSubject>
            <mwg-rs:Regions rdf:parseType='Resource'><mwg-rs:RegionList><rdf:Bag><rdf:li rdf:parseType='Resource'><mwg-rs:Type>Focus</mwg-rs:Type></rdf:li></rdf:Bag></mwg-rs:RegionList></mwg-rs:Regions>
            <xmp:CreateDate>2030-01-01T00:00:00</xmp:CreateDate><photoshop:Urgency>5</photoshop:Urgency><xmpRights:UsageTerms><rdf:Alt><rdf:li xml:lang='x-default'>ask</rdf:li></rdf:Alt></xmpRights:UsageTerms>
            """).Replace("xmlns:MP=", "crs:Version='15.0' crs:HasSettings='True' xmlns:crs='http://ns.adobe.com/camera-raw-settings/1.0/' xmlns:darktable='http://darktable.sf.net/' xmlns:xmpMM='http://ns.adobe.com/xap/1.0/mm/' xmlns:stEvt='http://ns.adobe.com/xap/1.0/sType/ResourceEvent#' xmlns:other='urn:other' xmlns:MP=", StringComparison.Ordinal);
        WriteFile("in/1.xmp", Encoding.UTF8.GetBytes($"<?xml version='1.0' encoding='UTF-8'?>\n{xmp}"));
        SyncSays("MetadataChanged in/1.jpg");
        Say(Everything);
        Say(new() { ["tag:gone"] = null });
        Assert.Equal(["Merged in/1.xmp"], Export());

        string merged = File.ReadAllText(Full("in/1.xmp"));
        string[] kept =
        [
            "darktable:operation=\"exposure\"", "darktable:params=\"gz02\"", "darktable:operation=\"filmicrgb\"", "<darktable:masks_history>", "<rdf:li>255, 255</rdf:li>", "<stEvt:action>saved</stEvt:action>", "&lt;&amp;</other:thing>",
            "crs:Version=\"15.0\"", "crs:HasSettings=\"True\"", "<!-- mine -->", "<rdf:li xml:lang=\"de\">Alt</rdf:li>", "darktable|format|jpg", "<mwg-rs:Type>Focus</mwg-rs:Type>", "2030-01-01T00:00:00", "<photoshop:Urgency>5<", ">ask<",
            "<rdf:li>Places</rdf:li>", "<?xml version",
        ];
        Assert.All(kept, part => Assert.Contains(part, merged, StringComparison.Ordinal));
        Assert.DoesNotContain("gone", merged, StringComparison.Ordinal);
        Assert.DoesNotContain("Old", merged, StringComparison.Ordinal);
        Assert.Equal(["Unchanged in/1.xmp"], Export());
        Assert.Equal(merged, File.ReadAllText(Full("in/1.xmp")));
        SyncSays();
        Assert.False(File.Exists(Full("in/1.jpg.xmp")));
    }

    [Fact]
    public void Export_WhatWasWithdrawn_GoesFromTheSidecar()
    {
        Say(Everything);
        Export();
        Say(Everything.ToDictionary(said => said.Key, said => (string?)null));
        Say(new() { ["title"] = "\"Only\"" });
        Assert.Equal(["Merged in/1.jpg.xmp"], Export());

        File.Copy(Full("in/1.jpg.xmp"), Full("in/2.jpg.xmp"));
        Photo("in/2.jpg", 1, tag: 3);
        Adopt("T");
        Assert.Equal(["title: \"Only\""], Said("in/2.jpg"));
    }

    [Fact]
    public void Export_SidecarThatAnotherProgramWroteSince_IsRefusedUntilSync()
    {
        Say(new() { ["title"] = "\"Mine\"" });
        Export();
        WriteFile("in/1.jpg.xmp", SidecarSamples.Of("<xmp:Rating>2</xmp:Rating>"));
        SidecarResult refused = Assert.Single(Run());
        Assert.Equal(("Refused", false, "Sync-ImaFileStorage 'A'"), (refused.Verdict, refused.Ok, refused.Remedy));
        SyncSays("MetadataChanged in/1.jpg");
        Assert.Equal(["Merged in/1.jpg.xmp"], Export());
        Assert.Equal(["rating: 2", "title: \"Mine\""], Said("in/1.jpg"));
        Assert.Contains("Mine", File.ReadAllText(Full("in/1.jpg.xmp")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<x:xmpmeta", "It is damaged.")]
    [InlineData("<!DOCTYPE x [<!ENTITY a 'b'>]><x:xmpmeta xmlns:x='adobe:ns:meta/'/>", "It is damaged.")]
    [InlineData("<html/>", "It is no XMP.")]
    public void Export_IntoADamagedSidecar_IsRefusedAndLeavesIt(string content, string why)
    {
        WriteFile("in/1.jpg.xmp", Encoding.UTF8.GetBytes(content));
        SyncSays("MetadataChanged in/1.jpg");
        Say(new() { ["title"] = "\"Mine\"" });
        Assert.StartsWith(why, Assert.Single(Run()).Detail, StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllText(Full("in/1.jpg.xmp")));
    }

    [Theory]
    [InlineData("")] // its tags stand behind more than is read
    [InlineData("<dc:subject><rdf:Bag><rdf:li>1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17/18/19/20/21/22/23/24/25/26/27/28/29/30/31/32/33</rdf:li></rdf:Bag></dc:subject>")]
    public void Export_IntoASidecarOfWhichNotAllCouldBeTakenOver_IsRefusedAndLeavesIt(string properties)
    {
        string many = properties.Length > 0 ? properties : $"<exif:UserComment>{string.Concat(Enumerable.Repeat("<rdf:li/>", 100_001))}</exif:UserComment>";
        byte[] content = SidecarSamples.Of(many + "<lr:hierarchicalSubject><rdf:Bag><rdf:li>theirs</rdf:li></rdf:Bag></lr:hierarchicalSubject>");
        WriteFile("in/1.jpg.xmp", content);
        Sync(new ImaLink.Reconcile.SyncRequest());
        Assert.Contains("Sync-ImaFileStorage", Assert.Single(Errors).Message, StringComparison.Ordinal);
        Say(new() { ["title"] = "\"Mine\"" });
        Assert.StartsWith("Not all that it says could be taken over", Assert.Single(Run()).Detail, StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllBytes(Full("in/1.jpg.xmp")));
    }

    [Theory]
    [InlineData("<exif:GPSAltitude>50/1</exif:GPSAltitude>")]
    [InlineData("<xmp:Rating>6</xmp:Rating>")]
    public void Export_WhatCannotBeRecorded_Stays(string property)
    {
        WriteFile("in/1.jpg.xmp", SidecarSamples.Of(property));
        Sync(new ImaLink.Reconcile.SyncRequest());
        Say(new() { ["title"] = "\"Mine\"" });
        Assert.Equal(["Merged in/1.jpg.xmp"], Export());
        Assert.Contains(property, File.ReadAllText(Full("in/1.jpg.xmp")), StringComparison.Ordinal);
    }

    [Fact]
    public void Export_SidecarThatIsWrittenMeanwhile_IsRefusedAndLeavesIt()
    {
        Say(new() { ["title"] = "\"Mine\"" });
        Export();
        Say(new() { ["title"] = "\"Other\"" });
        var files = new ImaLink.Files.DurableFiles { FaultPoint = (_, path) => { if (path.EndsWith(".xmp.imalink.new", StringComparison.Ordinal)) File.WriteAllText(Full("in/1.jpg.xmp"), "theirs"); } };
        SidecarResult result = Assert.Single(new SidecarExportService(Catalog, TimeSpan.FromSeconds(2), files).Run(new SidecarExportRequest { Filters = [new FileFilter()] }, Reporter, default));
        Assert.Equal("Refused", result.Verdict);
        Assert.Equal("theirs", File.ReadAllText(Full("in/1.jpg.xmp")));
    }

    [Fact]
    public void ToBytes_LineBreaksAndTabsInAttributes_AreReadBack()
    {
        XmpDocument document = XmpDocument.Parse(SidecarSamples.Of("<exif:UserComment photoshop:Note='a&#xA;b&#x9;c&#xD;d'>e&#xD;f</exif:UserComment>"));
        string xmp = Encoding.UTF8.GetString(document.ToBytes());
        XElement read = XDocument.Parse(xmp).Descendants().Last();
        Assert.Equal(("a\nb\tc\rd", "e\rf"), (read.Attributes().Single().Value, read.Value));
    }

    [Theory]
    [InlineData("\uFFFE")]
    [InlineData("\uFFFF")]
    public void Line_WhatIsNoCharacter_IsRefused(string text) =>
        Assert.Equal(ErrorCode.InvalidValue, Assert.Throws<ImaLinkException>(() => OwnerText.Line("A title", "a" + text)).Code);

    [Fact]
    public void Export_RegionsOfOtherPrograms_KeepWhatTheyNoteOfThem()
    {
        const string area = "<mwg-rs:Area stArea:x='0.1' stArea:y='0.1' stArea:w='0.1' stArea:h='0.1' stArea:unit='normalized'/>";
        WriteFile("in/1.jpg.xmp", SidecarSamples.Of($"""
            <mwg-rs:Regions rdf:parseType='Resource'><mwg-rs:RegionList><rdf:Bag>
            <rdf:li rdf:parseType='Resource'>{area}<mwg-rs:Name>Anna</mwg-rs:Name><mwg-rs:Type>Face</mwg-rs:Type><mwg-rs:Rotation>0.5</mwg-rs:Rotation>
            <dc:subject><rdf:Bag><rdf:li>keyword</rdf:li></rdf:Bag></dc:subject></rdf:li></rdf:Bag></mwg-rs:RegionList></mwg-rs:Regions>
            """));
        Sync(new ImaLink.Reconcile.SyncRequest());
        Say(new() { ["person:Anna"] = "{\"h\":0.3,\"w\":0.2,\"x\":0.5,\"y\":0.4}" });
        Assert.Equal(["Merged in/1.jpg.xmp"], Export());

        XElement list = XDocument.Load(Full("in/1.jpg.xmp")).Descendants(XmpName.RegionsNamespace + "RegionList").Single();
        XElement face = Assert.Single(list.Elements().Elements());
        Assert.Equal(("0.5", "keyword"), (face.Element(XmpName.RegionsNamespace + "Rotation")?.Value, face.Element(XmpName.Subject)?.Value));
        Assert.Equal("0.5", face.Descendants(XName.Get("x", XmpName.AreaNamespace.NamespaceName)).Single().Value);
        Assert.Equal(["Unchanged in/1.jpg.xmp"], Export());
    }

    [Fact]
    public void Export_FileThatNobodyRecorded_IsNotTouched()
    {
        Say(new() { ["title"] = "\"Mine\"" });
        WriteFile("in/1.jpg.xmp", "theirs"u8.ToArray());
        Assert.Equal("A file of that name is there and not recorded.", Assert.Single(Run()).Detail);
        Assert.Equal("theirs", File.ReadAllText(Full("in/1.jpg.xmp")));
    }

    [Fact]
    public void Export_AdobesNames_AreThoseOfRawsWithoutATwin()
    {
        WriteFile("raw/a.raf", Raf(7));
        WriteFile("raw/b.raf", Raf(8));
        Photo("raw/b.jpg", 9);
        Adopt("T");
        foreach (string path in new[] { "raw/a.raf", "raw/b.raf", "raw/b.jpg" })
            Say(new() { ["title"] = $"\"{path}\"" }, path);

        Assert.Equal(["Refused raw/b.xmp", "Written raw/a.xmp", "Written raw/b.jpg.xmp"], Export(request => request with { IsAdobe = true }));
        Assert.Contains("<photoshop:SidecarForExtension>RAF<", File.ReadAllText(Full("raw/a.xmp")), StringComparison.Ordinal);
        Assert.Equal(["Unchanged raw/a.xmp", "Unchanged raw/b.jpg.xmp", "Written raw/b.xmp"], Export(request => request with { IsAdobe = true, Force = true }));
    }

    [Fact]
    public void Export_Rehearsal_WritesNothing()
    {
        Say(Everything);
        Assert.Equal(["Written in/1.jpg.xmp"], Export(request => request with { Rehearsal = true }));
        Assert.False(File.Exists(Full("in/1.jpg.xmp")));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void Export_RegionInAnyOrientation_RefersToTheStoredPictureAndSaysHowItIsTurned(int orientation)
    {
        byte[] jpeg = new Exif { Make = "Canon", Model = "A", Orientation = (ushort)orientation, TakenAt = new DateTime(2024, 1, 1) }.InsertInto(TinyJpeg.Encode(77));
        WriteFile("o/a.jpg", jpeg);
        Adopt("T");
        Say(new() { ["person:Anna"] = "{\"h\":0.3,\"w\":0.2,\"x\":0.5,\"y\":0.4}" }, "o/a.jpg");
        Export();

        string xmp = File.ReadAllText(Full("o/a.jpg.xmp"));
        Assert.Contains($"<tiff:Orientation>{orientation.ToString(CultureInfo.InvariantCulture)}<", xmp, StringComparison.Ordinal);
        Assert.Contains("<mwg-rs:AppliedToDimensions", xmp, StringComparison.Ordinal);
        File.Copy(Full("o/a.jpg.xmp"), Full("o/b.jpg.xmp"));
        WriteFile("o/b.jpg", new Exif { Make = "Canon", Model = "B", Orientation = (ushort)orientation, TakenAt = new DateTime(2024, 2, 1) }.InsertInto(TinyJpeg.Encode(78)));
        Adopt("U");
        Assert.Equal(["person:Anna: {\"h\":0.3,\"w\":0.2,\"x\":0.5,\"y\":0.4}"], Said("o/b.jpg").Where(said => said.StartsWith("person", StringComparison.Ordinal)));
    }

    [Fact]
    public void Export_WriteThatFails_LosesNothingAndGoesOn()
    {
        Say(Everything);
        for (int fault = 0; fault < 40; fault++)
        {
            int left = fault;
            var files = new ImaLink.Files.DurableFiles { FaultPoint = (_, path) => { if (path.Contains(".xmp", StringComparison.Ordinal) && left-- == 0) throw new IOException("fault"); } };
            SidecarResult? result = null;
            try
            {
                result = new SidecarExportService(Catalog, TimeSpan.FromSeconds(2), files).Run(new SidecarExportRequest { Filters = [new FileFilter()] }, Reporter, default).SingleOrDefault();
            }
            catch (IOException)
            {
            }

            if (File.Exists(Full("in/1.jpg.xmp")))
                Assert.Contains("Lake", File.ReadAllText(Full("in/1.jpg.xmp")), StringComparison.Ordinal);
            Sync(new ImaLink.Reconcile.SyncRequest());
            Assert.Equal(Everything.Count, Said("in/1.jpg").Count);
            Assert.True(Run().Single().Ok);
            Assert.Equal(["Unchanged in/1.jpg.xmp"], Export());
            if (result?.Ok == true)
                return;
            Say(new() { ["title"] = $"\"Lake {fault.ToString(CultureInfo.InvariantCulture)}\"" });
        }

        Assert.Fail("It never got through.");
    }

    private static byte[] Raf(int number) => [.. "FUJIFILMCCD-RAW 0201"u8, .. new byte[200], (byte)number];

    private List<string> Export(Func<SidecarExportRequest, SidecarExportRequest>? options = null) =>
        Run(options).Select(result => $"{result.Verdict} {result.RelativePath["photos/".Length..]}").Order(StringComparer.Ordinal).ToList();

    private List<SidecarResult> Run(Func<SidecarExportRequest, SidecarExportRequest>? options = null)
    {
        var request = new SidecarExportRequest { Filters = [new FileFilter()] };
        return [.. new SidecarExportService(Catalog, TimeSpan.FromSeconds(2)).Run(options?.Invoke(request) ?? request, Reporter, default)];
    }

    private void Say(Dictionary<string, string?> changes, string path = "in/1.jpg")
    {
        var statements = new PhotoStatements(Catalog, TimeSpan.FromSeconds(2));
        statements.Say([(Catalog.Scalar<long>("SELECT image.photo_id FROM image JOIN file ON file.image_id = image.id WHERE file.id = @0", Row(path).Id), changes)]);
        statements.Write();
    }

    private List<string> Said(string path) => Catalog.Statements.OfImage(Catalog.Scalar<long>("SELECT image_id FROM file WHERE id = @0", Row(path).Id))
        .Where(said => said.Value is not null && !StatementField.IsOfImage(said.Field)).Select(said => $"{said.Field}: {said.Value}").ToList();
}
