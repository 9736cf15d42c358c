using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;

namespace ImaLink.Packager;

/// <summary>Writes a nupkg that depends on nothing but its contents: the same files give the same bytes, wherever and whenever.</summary>
internal static class Package
{
    private static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private const int ReadableFile = 0x81A4 << 16; // as on Unix: -rw-r--r--

    public static void Write(string path, Manifest manifest, IEnumerable<(string Path, string Name)> files)
    {
        List<(string Path, string Name)> sorted = [.. files.OrderBy(file => file.Name, StringComparer.Ordinal)];
        using var stream = File.Create(path);
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create);
        string nuspec = manifest.Id + ".nuspec";
        Text(zip, "_rels/.rels", Relations(nuspec));
        Text(zip, nuspec, manifest.Nuspec());
        Text(zip, "[Content_Types].xml", ContentTypes(sorted.Select(file => Path.GetExtension(file.Name)).Append(".nuspec").Append(".rels")));
        foreach (var (file, name) in sorted)
            using (var from = File.OpenRead(file))
                Add(zip, name, from);
    }

    public static string Sha256(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private static void Add(ZipArchive zip, string name, Stream from)
    {
        // Names as they are: NuGet takes %20 for a blank, PSResourceGet does not.
        ZipArchiveEntry entry = zip.CreateEntry(name, CompressionLevel.SmallestSize);
        entry.LastWriteTime = NoTime;
        entry.ExternalAttributes = ReadableFile;
        using var to = entry.Open();
        from.CopyTo(to);
    }

    private static void Text(ZipArchive zip, string name, XDocument document)
    {
        ZipArchiveEntry entry = zip.CreateEntry(name, CompressionLevel.SmallestSize);
        entry.LastWriteTime = NoTime;
        entry.ExternalAttributes = ReadableFile;
        using var to = entry.Open();
        to.Write(Encoding.UTF8.GetBytes("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" + document.ToString().ReplaceLineEndings("\n")));
    }

    private static XDocument Relations(string nuspec)
    {
        XNamespace space = "http://schemas.openxmlformats.org/package/2006/relationships";
        return new XDocument(new XElement(space + "Relationships", new XElement(space + "Relationship",
            new XAttribute("Type", "http://schemas.microsoft.com/packaging/2010/07/manifest"), new XAttribute("Target", "/" + nuspec), new XAttribute("Id", "R1"))));
    }

    private static XDocument ContentTypes(IEnumerable<string> extensions)
    {
        XNamespace space = "http://schemas.openxmlformats.org/package/2006/content-types";
        return new XDocument(new XElement(space + "Types", extensions.Where(extension => extension.Length > 1).Select(extension => extension[1..]).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal)
            .Select(extension => new XElement(space + "Default", new XAttribute("Extension", extension),
                new XAttribute("ContentType", extension == "rels" ? "application/vnd.openxmlformats-package.relationships+xml" : "application/octet")))));
    }
}
