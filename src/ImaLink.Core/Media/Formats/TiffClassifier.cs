using ImaLink.Media.Containers;

namespace ImaLink.Media.Formats;

/// <summary>
/// Tells TIFF from the raw formats that are built on it. Makers sign their files in different places: by a word
/// beside the header, by a compression of their own, or only by naming themselves in a file that holds a
/// picture as the sensor saw it (a colour filter array), which no developed TIFF does.
/// </summary>
internal sealed class TiffClassifier
{
    private const int MostDirectories = 32;
    private const int MostEntries = 512;
    private const long ColourFilterArray = 32803;
    private const long JpegOldStyle = 6;
    private const long GoProVc5 = 9;

    private readonly FileBytes _file;
    private readonly TiffHeader _header;
    private readonly HashSet<long> _visited = [];
    private string _make = "";
    private string _model = "";
    private string? _ofCompression;
    private long _firstCompression;
    private bool _hasJpegInFirst;
    private bool _isPreviewFirst;
    private bool _hasSubIfds;
    private bool _isSensorData;
    private bool _isVc5;
    private bool _isDng;

    private TiffClassifier(FileBytes file, TiffHeader header) => (_file, _header) = (file, header);

    /// <summary>The name of the format, or null where the file has no TIFF header.</summary>
    public static string? Classify(FileBytes file)
    {
        if (TiffHeader.Read(file) is not { Magic: 42 or TiffHeader.Panasonic } header)
            return null;
        Span<byte> sign = stackalloc byte[4];
        if (!file.TryRead(8, sign))
            return "TIFF";
        if (header.FirstDirectory >= 16 && sign.StartsWith("CR\u0002"u8))
            return "CR2";
        if (sign.SequenceEqual("IIII"u8) || sign.SequenceEqual("MMMM"u8))
            return "IIQ";

        var classifier = new TiffClassifier(file, header);
        classifier.Look();
        return header.Magic == TiffHeader.Panasonic ? classifier.Panasonic() : classifier.Name();
    }

    /// <summary>The raw format that a maker's own compression gives away, or null.</summary>
    public static string? RawFormatOf(long compression) => compression switch
    {
        32767 => "ARW",
        32770 => "SRW",
        32867 => "KDC",
        34713 => "NEF",
        65000 => "DCR",
        65535 => "PEF",
        _ => null,
    };

    private string Panasonic()
    {
        Span<byte> sign = stackalloc byte[16];
        ReadOnlySpan<byte> known =
            [0x88, 0xE7, 0x74, 0xD8, 0xF8, 0x25, 0x1D, 0x4D, 0x94, 0x7A, 0x6E, 0x77, 0x82, 0x2B, 0x5D, 0x6A];
        if (_header.FirstDirectory < 24 || !_file.TryRead(8, sign) || !sign.SequenceEqual(known))
            return "RAW";
        return IsBy("LEICA") ? "RWL" : "RW2";
    }

    private string Name()
    {
        if (_isDng)
            return IsBy("GoPro") && _isVc5 ? "GPR" : "DNG";
        if (IsBy("NIKON") && _hasJpegInFirst && _firstCompression == JpegOldStyle)
            return "NRW";
        if (_ofCompression is not null)
            return _ofCompression;
        if (IsBy("SONY") && (_isSensorData || (_isPreviewFirst && _hasSubIfds && _firstCompression == JpegOldStyle)))
            return _model switch
            {
                "DSC-R1" => "SR2",
                "DSC-F828" or "DSC-V3" => "SRF",
                _ => "ARW",
            };
        if (!_isSensorData)
            return "TIFF";
        return IsBy("NIKON") ? "NEF"
            : IsBy("PENTAX") || IsBy("RICOH") ? "PEF"
            : IsBy("SAMSUNG") ? "SRW"
            : IsBy("Eastman Kodak") || IsBy("Kodak") ? "KDC"
            : IsBy("Hasselblad") ? "3FR"
            : IsBy("SEIKO EPSON") ? "ERF"
            : IsBy("Mamiya") ? "MEF"
            : IsBy("Leaf") ? "MOS"
            : IsBy("Phase One") ? "IIQ"
            : "TIFF";
    }

    private bool IsBy(string maker) =>
        _make.StartsWith(maker, StringComparison.OrdinalIgnoreCase)
        || (_make.Length == 0 && _model.StartsWith(maker, StringComparison.OrdinalIgnoreCase));

    /// <summary>Looks at the chain of directories and one level below it.</summary>
    private void Look()
    {
        for (long offset = _header.FirstDirectory, next; offset != 0 && _visited.Add(offset); offset = next)
        {
            var first = _visited.Count == 1;
            var entries = Entries(offset, out next);
            foreach (var entry in entries)
                Note(entry, first);
            foreach (var offsets in entries.Where(entry => entry.Tag == TiffTag.SubIfds))
            {
                _hasSubIfds = true;
                foreach (var below in offsets.ReadNumbers(_file, _header, most: 10).Where(_visited.Add))
                {
                    foreach (var entry in Entries(below, out _))
                        Note(entry, first: false);
                }
            }

            if (_visited.Count > MostDirectories)
                break;
        }
    }

    private List<TiffEntry> Entries(long offset, out long next)
    {
        List<TiffEntry> entries = [];
        next = 0;
        if (TiffIfd.Open(_file, _header, offset) is not { } directory)
            return entries;
        for (var i = 0; i < MostEntries && directory.TryRead(i, out var entry); i++)
            entries.Add(entry);
        next = directory.Next;
        return entries;
    }

    private void Note(in TiffEntry entry, bool first)
    {
        switch (entry.Tag)
        {
            case TiffTag.Make when first:
                _make = entry.ReadText(_file);
                break;
            case TiffTag.Model when first:
                _model = entry.ReadText(_file);
                break;
            case TiffTag.DngVersion:
                _isDng = true;
                break;
            case TiffTag.JpegOffset when first:
                _hasJpegInFirst = true;
                break;
            case TiffTag.NewSubfileType when first:
                _isPreviewFirst = Number(entry) == 1;
                break;
            case TiffTag.Photometric:
                _isSensorData |= Number(entry) == ColourFilterArray;
                break;
            case TiffTag.Compression:
                var compression = Number(entry);
                _firstCompression = first ? compression : _firstCompression;
                _ofCompression ??= RawFormatOf(compression);
                _isVc5 |= compression == GoProVc5;
                _isDng |= compression is TiffDirectory.LossyDng or TiffDirectory.DngJpegXl;
                break;
        }
    }

    private long Number(in TiffEntry entry) =>
        entry.ReadNumbers(_file, _header, most: 1) is [var number, ..] ? number : -1;
}
