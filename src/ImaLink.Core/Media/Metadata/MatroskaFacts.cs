using System.Buffers.Binary;
using System.Text;
using ImaLink.Media.Containers;

namespace ImaLink.Media.Metadata;

/// <summary>Facts of Matroska and WebM (RFC 9559): date, size of the first picture track, and what the tags tell of date and place.</summary>
internal sealed class MatroskaFacts
{
    private const int MaxElements = 4096;
    private const int MaxDepth = 8;
    private const int MaxText = 256;

    private const long Segment = 0x18538067;
    private const long SeekHead = 0x114D9B74;
    private const long Seek = 0x4DBB;
    private const long SeekId = 0x53AB;
    private const long SeekPosition = 0x53AC;
    private const long Info = 0x1549A966;
    private const long DateUtc = 0x4461;
    private const long Tracks = 0x1654AE6B;
    private const long TrackEntry = 0xAE;
    private const long Video = 0xE0;
    private const long PixelWidth = 0xB0;
    private const long PixelHeight = 0xBA;
    private const long Cluster = 0x1F43B675;
    private const long Tags = 0x1254C367;
    private const long Tag = 0x7373;
    private const long SimpleTag = 0x67C8;
    private const long TagName = 0x45A3;
    private const long TagString = 0x4487;

    private readonly ByteRange _data;
    private readonly List<long> _sought = [];
    private readonly HashSet<long> _read = [];
    private long _segment;
    private long _seekId;
    private int _left = MaxElements;
    private string? _tag;
    private ImageFacts _facts = new();

    private MatroskaFacts(ByteRange data) => _data = data;

    /// <summary>Whether a file with these first four bytes is EBML.</summary>
    public static bool IsEbml(ReadOnlySpan<byte> start) => start is [0x1A, 0x45, 0xDF, 0xA3, ..];

    public static ImageFacts Read(ByteRange data)
    {
        var facts = new MatroskaFacts(data);
        facts.Walk(0, data.Length, 0);

        // What stands behind the film is named before it; what is named there is not sought.
        foreach (var position in facts._sought.ToArray())
        {
            if (EbmlElement.Read(data, position) is { } element)
                facts.Take(element, data.Length, 1);
        }

        return facts._facts;
    }

    private void Walk(long position, long end, int depth)
    {
        while (_left-- > 0 && position < end && EbmlElement.Read(_data, position) is { } element && element.Id != Cluster)
        {
            Take(element, end, depth);
            if (element.End <= position)
                return;
            position = element.End;
        }
    }

    private void Take(EbmlElement element, long end, int depth)
    {
        if (element.Id == Segment)
            _segment = element.Start;
        switch (element.Id)
        {
            case Info or Tracks or Tags when !_read.Add(element.Start):
                break;
            case Segment or SeekHead or Seek or Info or Tracks or TrackEntry or Video or Tags or Tag or SimpleTag when depth < MaxDepth:
                Walk(element.Start, Math.Min(element.End, end), depth + 1);
                break;
            case SeekId:
                _seekId = Number(element) ?? 0;
                break;
            case SeekPosition when _seekId is Info or Tracks or Tags && Number(element) is { } place and >= 0 && place < _data.Length:
                _sought.Add(_segment + place);
                break;
            case DateUtc:
                Add(ToDate(Number(element)));
                break;
            case PixelWidth:
                _facts = _facts.Or(new() { Width = Size(element) });
                break;
            case PixelHeight:
                _facts = _facts.Or(new() { Height = Size(element) });
                break;
            case TagName:
                _tag = Text(element);
                break;
            case TagString:
                Add(ToDate(_tag, Text(element)));
                break;
        }
    }

    private void Add(CaptureTime? taken) => _facts = _facts.Or(new() { TakenAt = taken });

    // Nanoseconds since the millennium, whose first is an empty clock.
    private static CaptureTime? ToDate(long? nanoseconds) => nanoseconds is null or 0
        ? null
        : new(new DateTime(2001, 1, 1).AddTicks(nanoseconds.Value / 100), DatePrecision.Second, TimeSpan.Zero, "Matroska:DateTimeOriginal");

    private static CaptureTime? ToDate(string? tag, string? text) => tag switch
    {
        _ when text is null => null,
        "com.apple.quicktime.creationdate" or "COM.APPLE.QUICKTIME.CREATIONDATE" => FactDate.Parse(text, "Matroska:CreationDate"),
        "DATE_RECORDED" => FactDate.Parse(text, "Matroska:DateRecorded"),
        "DATE_DIGITIZED" => FactDate.Parse(text, "Matroska:CreateDate"),
        _ => null,
    };

    private int? Size(EbmlElement element) => Number(element) is > 0 and <= int.MaxValue and var size ? (int)size : null;

    private long? Number(EbmlElement element)
    {
        Span<byte> bytes = stackalloc byte[8];
        bytes.Clear();
        return element.Length is > 0 and <= 8 and var length && _data.TryRead(element.Start, bytes[(8 - (int)length)..])
            ? BinaryPrimitives.ReadInt64BigEndian(bytes)
            : null;
    }

    private string? Text(EbmlElement element) => element.Length is > 0 and <= MaxText and var length
        ? Encoding.UTF8.GetString(_data.Slice(element.Start, length).ToArray(MaxText)).Trim('\0', ' ')
        : null;
}
