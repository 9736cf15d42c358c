using System.Collections;
using System.Management.Automation.Language;
using System.Xml.Linq;

namespace ImaLink.Packager;

/// <summary>What the package says of itself: all of it stands in the module's manifest.</summary>
internal sealed record Manifest(string Id, Hashtable Values)
{
    private static readonly XNamespace Namespace = "http://schemas.microsoft.com/packaging/2011/08/nuspec.xsd";

    private Hashtable Data => (Hashtable)((Hashtable)Values["PrivateData"]!)["PSData"]!;

    /// <summary>As SemVer: 0.3.0, or 0.3.0-preview1.</summary>
    public string Version => Data["Prerelease"] is string { Length: > 0 } prerelease ? $"{Values["ModuleVersion"]}-{prerelease}" : $"{Values["ModuleVersion"]}";

    /// <summary>Reads the manifest as data: nothing of it is run.</summary>
    public static Manifest Read(string path)
    {
        Ast script = Parser.ParseFile(path, out _, out var errors);
        return errors.Length > 0 ? throw new InvalidDataException(errors[0].Message)
            : new Manifest(Path.GetFileNameWithoutExtension(path), (Hashtable)script.Find(ast => ast is HashtableAst, searchNestedScriptBlocks: false).SafeGetValue());
    }

    /// <summary>The nuspec; commands stand in the tags, by which the Gallery finds them.</summary>
    public XDocument Nuspec()
    {
        var tags = Strings(Data["Tags"]).Concat(["PSModule", "PSIncludes_Cmdlet"]).Concat(Strings(Values["CmdletsToExport"]).Select(name => "PSCmdlet_" + name));
        return new XDocument(new XElement(Namespace + "package", new XElement(Namespace + "metadata",
            Element("id", Id), Element("version", Version), Element("authors", Values["Author"]), Element("owners", Values["CompanyName"]),
            Element("requireLicenseAcceptance", "false"), Element("licenseUrl", Data["LicenseUri"]), Element("projectUrl", Data["ProjectUri"]), Element("iconUrl", Data["IconUri"]),
            Element("description", Values["Description"]), Element("releaseNotes", Data["ReleaseNotes"]), Element("copyright", Values["Copyright"]), Element("tags", string.Join(' ', tags)))));
    }

    private static IEnumerable<string> Strings(object? value) => ((IEnumerable)value!).Cast<object>().Select(one => $"{one}");

    private static XElement Element(string name, object? value) => new(Namespace + name, value);
}
