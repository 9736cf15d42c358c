using ImaLink.Media.Containers;

namespace ImaLink.Media.Formats;

/// <summary>
/// TIFF (TIFF 6.0) and the raw formats built on it: strips, tiles and JPEG streams of every directory, SubIFDs
/// before the directory that lists them, without previews and thumbnails (HOTHASH 2).
/// </summary>
internal sealed class TiffImageData
{
    /// <summary>
    /// Entries and offsets that one file may have, a directory counting for many; only a hostile one has more.
    /// </summary>
    private const int MostWork = 4_000_000;

    private const int WorkOfDirectory = 64;

    private const int MostDepth = 32;
    private const int MostSubIfds = 10;
    private const int MostWarnings = 10;
    private const long LargeValue = 10 << 20;
    private const long ToEndOfFile = 999_999_999;

    private readonly FileBytes _file;
    private readonly ImageData _data;
    private readonly TiffHeader _header;
    private readonly HashSet<long> _visited = [];
    private string _format;
    private bool _formatIsCertain;
    private string _make = "";
    private string _model = "";
    private long _sonyRawOffset;
    private int _work;

    private TiffImageData(FileBytes file, ImageData data, TiffHeader header, string format) =>
        (_file, _data, _header, _format) = (file, data, header, format);

    /// <summary>Adds the image data of a file.</summary>
    public static void Read(FileBytes file, ImageData data)
    {
        if (TiffHeader.Read(file) is not { } header || header.Magic == TiffHeader.BigTiff)
            return;
        var walk = new TiffImageData(file, data, header, TiffClassifier.Classify(file) ?? "");
        walk.Chain(TiffPlace.Main, 0, header.FirstDirectory);
        if (walk._sonyRawOffset > 0)
            data.Add(walk._sonyRawOffset, file.Length - walk._sonyRawOffset);
    }

    /// <summary>Walks the directories of a chain up to its end or to the first that fails.</summary>
    private void Chain(TiffPlace place, int number, long offset, TiffDirectory? parent = null)
    {
        while (offset != 0 && Walk(new TiffDirectory(place, number, parent), offset) is { } directory)
        {
            if (number == 0 && (!directory.HeadsChain || (place == TiffPlace.Sub && !IsSane(directory.Next))))
                return;
            number++;
            offset = directory.Next;
        }
    }

    /// <summary>Walks one directory: what it points to first, then its own image data. Null if it fails.</summary>
    private TiffDirectory? Walk(TiffDirectory directory, long offset)
    {
        if (directory.Depth > MostDepth || !_visited.Add(offset) || TiffIfd.Open(_file, _header, offset) is not { } ifd)
            return null;
        if (ifd.End > _file.Length || !Spend(WorkOfDirectory + (int)ifd.Count))
            return null;

        var warnings = 0;
        for (var i = 0; i < ifd.Count; i++)
        {
            if (warnings > MostWarnings || !ifd.TryRead(i, out var entry))
                return null;
            if (entry.ElementSize == 0)
            {
                // Without a sound first entry this is no directory; only Sony's ILCE leave it empty.
                if (i == 0 && !_model.StartsWith("ILCE", StringComparison.Ordinal))
                    return null;
                warnings += entry.Type == 0 ? 0 : 1;
                continue;
            }

            if (entry.IsElsewhere)
            {
                // Reading a value fails before its place is doubted, and one that is too large to be of use is not read.
                var isCut = entry.Position + entry.Length > _file.Length;
                if (isCut && entry.Length <= int.MaxValue && (entry.Length <= LargeValue || TiffTag.LeadsToImage(entry.Tag)))
                    return null;
                if (entry.Length > int.MaxValue || entry.Position < 8
                    || (entry.Position < ifd.End && entry.Position + entry.Length > offset))
                {
                    warnings++;
                    continue;
                }

                if (isCut)
                    continue;
            }

            Note(entry, directory);
        }

        directory.Next = ifd.Next;
        AddImages(directory);
        return directory;
    }

    private void Note(in TiffEntry entry, TiffDirectory directory)
    {
        switch (entry.Tag)
        {
            case TiffTag.NewSubfileType:
                directory.NewSubfileType = Number(entry);
                break;
            case TiffTag.Compression:
                directory.Compression = Number(entry);
                if (!_formatIsCertain && TiffClassifier.RawFormatOf(directory.Compression ?? 0) is { } format)
                    (_format, _formatIsCertain) = (format, true);
                break;
            case TiffTag.Make:
                _make = entry.ReadText(_file);
                break;
            case TiffTag.Model:
                _model = entry.ReadText(_file);
                break;
            case TiffTag.SubIfds when _header.Magic != TiffHeader.Panasonic:
                WalkSubIfds(entry, directory);
                break;
            case TiffTag.ExifIfd or TiffTag.OtherIfd:
                foreach (var offset in entry.ReadNumbers(_file, _header, most: 1))
                    Chain(TiffPlace.Other, 0, offset, directory);
                break;
            case TiffTag.MakerNote when directory.IsExif && Spend(PhaseOneMakerNote.MostEntries):
                PhaseOneMakerNote.Read(_file, _data, entry);
                break;
            case TiffTag.PrivateData when _format is "ARW" or "SR2" && Spend(SonyPrivateData.MostEntries):
                SonyPrivateData.Read(_file, _data, _header, entry);
                break;
            default:
                if (entry.Tag == TiffTag.JpegOffset && _format == "NEF"
                    && directory.IsMain(0) && directory.Compression == 6)
                    _format = "NRW";
                directory.NoteImage(entry);
                break;
        }
    }

    private void WalkSubIfds(in TiffEntry entry, TiffDirectory directory)
    {
        var offsets = entry.ReadNumbers(_file, _header, MostSubIfds);
        if (_model == "DSLR-A100" && offsets is [var raw] && !IsSane(raw))
        {
            // The first of Sony's cameras has the raw data where all others have a directory.
            _sonyRawOffset = raw;
            return;
        }

        if (directory is { NewSubfileType: 1, Compression: 6 } && directory.IsMain(0)
            && _make.StartsWith("SONY", StringComparison.Ordinal))
            _format = "ARW";
        if (offsets.Length > 0)
            Chain(TiffPlace.Sub, 0, offsets[0], directory);
        for (var i = 1; i < offsets.Length; i++)
            Walk(new TiffDirectory(TiffPlace.Sub, i, directory), offsets[i]);
    }

    private void AddImages(TiffDirectory directory)
    {
        if (_header.Magic == TiffHeader.Panasonic)
        {
            if (directory.Images.TryGetValue(TiffTag.PanasonicRawOffset, out var raw) && Number(raw) is { } start)
                _data.Add(start, Math.Min(ToEndOfFile, _file.Length - start));
            return;
        }

        foreach (var (offsetTag, countTag) in TiffDirectory.ImageTags)
        {
            if (!directory.Images.TryGetValue(offsetTag, out var offsetEntry)
                || !directory.Images.TryGetValue(countTag, out var countEntry)
                || !directory.IsImageData(offsetTag, _format))
                continue;
            if (!Spend((int)Math.Min(offsetEntry.Count, TiffEntry.MostOffsets)))
                return;
            TiffRanges.Add(_file, _data, _header, offsetEntry, countEntry);
        }
    }

    /// <summary>
    /// True if what lies at an offset looks like a directory: the chain of a SubIFD often ends in rubbish.
    /// </summary>
    private bool IsSane(long offset)
    {
        if (offset == 0 || TiffIfd.Open(_file, _header, offset) is not { } directory)
            return false;
        if (directory.Count is <= 1 or >= 64 || !Spend((int)directory.Count))
            return false;
        var former = -1;
        for (var i = 0; i < directory.Count; i++)
        {
            if (!directory.TryRead(i, out var entry))
                return false;
            if (entry.Tag <= former || (ushort)entry.Type is < 1 or > 13 || entry.Count == 0)
                return false;
            former = entry.Tag;
        }

        return true;
    }

    private bool Spend(int work)
    {
        _work += work;
        if (_work > MostWork)
            _data.GiveUp();
        return _work <= MostWork;
    }

    private long? Number(in TiffEntry entry) =>
        entry.ReadNumbers(_file, _header, most: 1) is [var number, ..] ? number : null;
}
