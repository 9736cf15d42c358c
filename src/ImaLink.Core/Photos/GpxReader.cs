using System.Globalization;
using System.Xml;
using ImaLink.Files;

namespace ImaLink.Photos;

/// <summary>
/// Reads the tracks of a GPX file, 1.0 or 1.1, however many they are. A file comes from anywhere: it is read as a stream, without a document type
/// and what that could bring, and only so much of it.
/// </summary>
public static class GpxReader
{
    private const long MaxBytes = 512L << 20;
    private const int MaxPoints = 5_000_000, MaxValueLength = 64, MaxDepth = 64;

    private static readonly string[] Namespaces = ["http://www.topografix.com/GPX/1/0", "http://www.topografix.com/GPX/1/1", ""];

    // The schema's xsd:dateTime, and what receivers make of it. GPX counts UTC where no zone is stated.
    private static readonly string[] TimeFormats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK"];

    /// <summary>Reads a file.</summary>
    /// <exception cref="ImaLinkException">InvalidValue: it is no GPX file, or has no track with times. PathNotFound, AccessDenied, ReadFailed.</exception>
    public static GpxTrack Read(string path, CancellationToken cancellationToken = default)
    {
        try
        {
            using FileStream stream = FileReading.OpenStream(path, FileOptions.SequentialScan);
            if (stream.Length > MaxBytes)
                throw Refused(path, string.Create(CultureInfo.InvariantCulture, $"has {stream.Length >> 20} MiB, and tracks are read up to {MaxBytes >> 20}. Divide it into parts"));
            return Read(stream, path, cancellationToken);
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            throw IoErrors.Wrap(e, path);
        }
    }

    internal static GpxTrack Read(Stream stream, string path, CancellationToken cancellationToken = default)
    {
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = MaxBytes, CloseInput = false,
            IgnoreComments = true, IgnoreProcessingInstructions = true, IgnoreWhitespace = true,
        };
        try
        {
            using var reader = XmlReader.Create(new MarkupStream(stream), settings);
            return Read(reader, path, cancellationToken);
        }
        catch (XmlException e)
        {
            throw Refused(path, string.Create(CultureInfo.InvariantCulture, $"is no GPX file, or was cut off: line {e.LineNumber} cannot be read"), e);
        }
    }

    private static GpxTrack Read(XmlReader reader, string path, CancellationToken cancellationToken)
    {
        if (reader.MoveToContent() != XmlNodeType.Element || reader.LocalName != "gpx" || !Namespaces.Contains(reader.NamespaceURI))
            throw Refused(path, "is no GPX file of version 1.0 or 1.1");
        var segments = new List<List<TrackPoint>>();
        int points = 0, timed = 0;
        while (Next(reader))
        {
            if (reader.NodeType != XmlNodeType.Element)
                continue;
            if (reader.LocalName == "trkseg")
                segments.Add([]);
            if (reader.LocalName != "trkpt" || segments.Count == 0)
                continue;
            cancellationToken.ThrowIfCancellationRequested();
            if (++points > MaxPoints)
                throw Refused(path, string.Create(CultureInfo.InvariantCulture, $"has more than {MaxPoints} points. Divide it into parts"));
            if (Point(reader) is not { } point)
                continue;
            segments[^1].Add(point);
            timed++;
        }

        return timed > 0 ? new GpxTrack(segments)
            : throw Refused(path, points == 0 ? "has no track: routes and waypoints tell no time. Export the track that was recorded"
                : "has a track without usable times, so nothing tells where a photo was taken. Export it with the time of each point");
    }

    /// <summary>A point with its time; null where it has none, or no place on the earth. Its own children are read, and no more.</summary>
    private static TrackPoint? Point(XmlReader reader)
    {
        double? latitude = Number(reader.GetAttribute("lat"), 90), longitude = Number(reader.GetAttribute("lon"), 180), altitude = null;
        DateTime? utc = null;
        if (!reader.IsEmptyElement)
        {
            int depth = reader.Depth;
            while (Next(reader) && reader.Depth > depth)
            {
                if (reader.NodeType != XmlNodeType.Element || reader.Depth != depth + 1 || reader.IsEmptyElement || reader.LocalName is not ("time" or "ele"))
                    continue;
                if (reader.LocalName == "time")
                    utc = Time(Value(reader));
                else
                    altitude = Number(Value(reader), 100_000);
            }
        }

        return latitude is { } north && longitude is { } east && utc is { } time ? new TrackPoint(time, new(north, east, altitude)) : null;
    }

    /// <summary>The reader keeps what is open, so that nothing stands deeper than in a track.</summary>
    private static bool Next(XmlReader reader) => reader.Read() && (reader.Depth <= MaxDepth ? true
        : throw new XmlException("nested too deeply", null, ((IXmlLineInfo)reader).LineNumber, 0));

    /// <summary>The text of an element, which is left at its end; "" where it has more than a value has.</summary>
    private static string Value(XmlReader reader)
    {
        int depth = reader.Depth;
        string text = "";
        while (Next(reader) && reader.Depth > depth)
        {
            if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA && text.Length + reader.Value.Length <= MaxValueLength)
                text += reader.Value;
        }

        return text.Trim();
    }

    private static DateTime? Time(string text) =>
        DateTime.TryParseExact(text, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime utc) ? utc : null;

    private static double? Number(string? text, double most) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && Math.Abs(number) <= most ? number : null;

    private static ImaLinkException Refused(string path, string problem, Exception? cause = null) => new(ErrorCode.InvalidValue, $"'{path}' {problem}.", path, cause);
}
