using System.Globalization;
using System.Xml;

namespace ImaLink.Media.Formats.Ends;

/// <summary>
/// What XMP says to be appended to a picture (Google's container directory, as Ultra HDR and motion photos have it, and its
/// predecessor, the micro video).
/// </summary>
/// <param name="ItemsLength">The length in bytes of all items behind the first, with what pads them.</param>
/// <param name="FilmLength">How far before the end of the file a micro video begins; 0 if there is none.</param>
internal sealed record ContainerDirectory(long ItemsLength, long FilmLength)
{
    private const string Containers = "http://ns.google.com/photos/1.0/container/";
    private const string Items = "http://ns.google.com/photos/1.0/container/item/";
    private const string Camera = "http://ns.google.com/photos/1.0/camera/";
    private const int MostItems = 1000;

    /// <summary>Reads a packet; null where it says nothing of the kind, or is no XML.</summary>
    public static ContainerDirectory? Read(byte[] packet)
    {
        var text = packet.AsSpan();
        if (text.IndexOf("/container/"u8) < 0 && text.IndexOf("MicroVideo"u8) < 0)
            return null;
        var items = new List<Item>();
        var film = 0L;
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(packet), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            while (items.Count < MostItems && reader.Read())
            {
                if (reader.NodeType != XmlNodeType.Element)
                    continue;
                if (reader is { LocalName: "Item", NamespaceURI: Containers })
                    items.Add(new Item());
                var (name, space, isEmpty) = (reader.LocalName, reader.NamespaceURI, reader.IsEmptyElement);
                while (reader.MoveToNextAttribute())
                    Note(reader.LocalName, reader.NamespaceURI, reader.Value);
                reader.MoveToElement();
                if (!isEmpty && space is Items or Camera && reader.Read() && reader.NodeType == XmlNodeType.Text)
                    Note(name, space, reader.Value);
            }
        }
        catch (XmlException)
        {
            // What was read up to there counts.
        }

        var sum = items.Sum(item => item.Padding + (item.IsFirst ? 0 : item.Length));
        return sum == 0 && film == 0 ? null : new ContainerDirectory(sum, film);

        void Note(string name, string space, string value)
        {
            long number = uint.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed : 0;
            if (space == Camera && name == "MicroVideoOffset")
                film = number;
            if (space != Items || items.Count == 0)
                return;
            var item = items[^1];
            item.IsFirst |= name == "Semantic" && value == "Primary";
            item.Length = name == "Length" ? number : item.Length;
            item.Padding = name == "Padding" ? number : item.Padding;
        }
    }

    private sealed class Item
    {
        public bool IsFirst { get; set; }

        public long Length { get; set; }

        public long Padding { get; set; }
    }
}
