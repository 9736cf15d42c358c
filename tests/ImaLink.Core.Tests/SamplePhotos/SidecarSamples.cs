using System.Diagnostics;
using System.Text;

namespace ImaLink.SamplePhotos;

/// <summary>XMP sidecars as programs write them.</summary>
internal static class SidecarSamples
{
    private const string Namespaces = """
        xmlns:Iptc4xmpCore='http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/' xmlns:Iptc4xmpExt='http://iptc.org/std/Iptc4xmpExt/2008-02-29/'
        xmlns:MP='http://ns.microsoft.com/photo/1.2/' xmlns:MPRI='http://ns.microsoft.com/photo/1.2/t/RegionInfo#' xmlns:MPReg='http://ns.microsoft.com/photo/1.2/t/Region#'
        xmlns:MicrosoftPhoto='http://ns.microsoft.com/photo/1.0/' xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:digiKam='http://www.digikam.org/ns/1.0/'
        xmlns:exif='http://ns.adobe.com/exif/1.0/' xmlns:lr='http://ns.adobe.com/lightroom/1.0/' xmlns:mediapro='http://ns.iview-multimedia.com/mediapro/1.0/'
        xmlns:mwg-rs='http://www.metadataworkinggroup.com/schemas/regions/' xmlns:stArea='http://ns.adobe.com/xmp/sType/Area#' xmlns:stDim='http://ns.adobe.com/xap/1.0/sType/Dimensions#'
        xmlns:photoshop='http://ns.adobe.com/photoshop/1.0/' xmlns:tiff='http://ns.adobe.com/tiff/1.0/' xmlns:xmp='http://ns.adobe.com/xap/1.0/' xmlns:xmpRights='http://ns.adobe.com/xap/1.0/rights/'
        """;

    /// <summary>What FIELD.md's own sample says, as ExifTool wrote it.</summary>
    public const string Everything = """
        <Iptc4xmpCore:CountryCode>IT</Iptc4xmpCore:CountryCode><Iptc4xmpCore:Location>Colosseum</Iptc4xmpCore:Location>
        <Iptc4xmpCore:AltTextAccessibility><rdf:Alt><rdf:li xml:lang='x-default'>Still water</rdf:li></rdf:Alt></Iptc4xmpCore:AltTextAccessibility>
        <Iptc4xmpExt:PersonInImage><rdf:Bag><rdf:li>Anna</rdf:li><rdf:li>Ben</rdf:li></rdf:Bag></Iptc4xmpExt:PersonInImage>
        <MP:RegionInfo rdf:parseType='Resource'><MPRI:Regions><rdf:Bag><rdf:li rdf:parseType='Resource'><MPReg:PersonDisplayName>Anna</MPReg:PersonDisplayName>
        <MPReg:Rectangle>0.4, 0.25, 0.2, 0.3</MPReg:Rectangle></rdf:li></rdf:Bag></MPRI:Regions></MP:RegionInfo>
        <MicrosoftPhoto:LastKeywordXMP><rdf:Bag><rdf:li>Places/Italy/Rome</rdf:li></rdf:Bag></MicrosoftPhoto:LastKeywordXMP><MicrosoftPhoto:Rating>75</MicrosoftPhoto:Rating>
        <dc:creator><rdf:Seq><rdf:li>Anna</rdf:li></rdf:Seq></dc:creator>
        <dc:description><rdf:Alt><rdf:li xml:lang='x-default'>A lake at dawn</rdf:li></rdf:Alt></dc:description>
        <dc:rights><rdf:Alt><rdf:li xml:lang='x-default'>(c) Anna</rdf:li></rdf:Alt></dc:rights>
        <dc:subject><rdf:Bag><rdf:li>Places</rdf:li><rdf:li>Italy</rdf:li><rdf:li>Rome</rdf:li></rdf:Bag></dc:subject>
        <dc:title><rdf:Alt><rdf:li xml:lang='x-default'>Lake</rdf:li></rdf:Alt></dc:title>
        <digiKam:ColorLabel>1</digiKam:ColorLabel><digiKam:PickLabel>3</digiKam:PickLabel><digiKam:TagsList><rdf:Seq><rdf:li>Places/Italy/Rome</rdf:li></rdf:Seq></digiKam:TagsList>
        <exif:DateTimeOriginal>2024-10-18T14:30:52+02:00</exif:DateTimeOriginal><exif:GPSAltitude>50/1</exif:GPSAltitude><exif:GPSAltitudeRef>0</exif:GPSAltitudeRef>
        <exif:GPSLatitude>41,53.4N</exif:GPSLatitude><exif:GPSLongitude>12,29.4E</exif:GPSLongitude>
        <lr:hierarchicalSubject><rdf:Bag><rdf:li>Places|Italy|Rome</rdf:li></rdf:Bag></lr:hierarchicalSubject>
        <mwg-rs:Regions rdf:parseType='Resource'><mwg-rs:AppliedToDimensions rdf:parseType='Resource'><stDim:h>3000</stDim:h><stDim:unit>pixel</stDim:unit><stDim:w>4000</stDim:w></mwg-rs:AppliedToDimensions>
        <mwg-rs:RegionList><rdf:Bag><rdf:li rdf:parseType='Resource'><mwg-rs:Area rdf:parseType='Resource'><stArea:h>0.3</stArea:h><stArea:unit>normalized</stArea:unit><stArea:w>0.2</stArea:w>
        <stArea:x>0.5</stArea:x><stArea:y>0.4</stArea:y></mwg-rs:Area><mwg-rs:Name>Anna</mwg-rs:Name><mwg-rs:Type>Face</mwg-rs:Type></rdf:li></rdf:Bag></mwg-rs:RegionList></mwg-rs:Regions>
        <photoshop:City>Rome</photoshop:City><photoshop:Country>Italy</photoshop:Country><photoshop:State>Lazio</photoshop:State>
        <tiff:ImageDescription><rdf:Alt><rdf:li xml:lang='x-default'>A lake at dawn</rdf:li></rdf:Alt></tiff:ImageDescription>
        <xmp:CreateDate>2024-10-18T14:30:52+02:00</xmp:CreateDate><xmp:Label>Red</xmp:Label><xmp:Rating>4</xmp:Rating>
        """;

    /// <summary>A packet with these properties.</summary>
    public static string Packet(string properties) =>
        $"<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description rdf:about='' {Namespaces}>{properties}</rdf:Description></rdf:RDF></x:xmpmeta>";

    /// <summary>A sidecar with these properties.</summary>
    public static byte[] Of(string properties) => Encoding.UTF8.GetBytes(Packet(properties));

    /// <summary>Runs Debian's exiftool; null where it is not on this machine.</summary>
    public static string? ExifTool(params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("exiftool", arguments) { RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = Encoding.UTF8 })!;
            var errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? output : throw new InvalidOperationException(errors.Result + output);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
