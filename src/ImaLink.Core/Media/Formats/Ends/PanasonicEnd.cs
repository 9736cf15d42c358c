using ImaLink.Media.Containers;

namespace ImaLink.Media.Formats.Ends;

/// <summary>
/// Panasonic's and Leica's raw: the picture goes on to the end of the file, but its pixels are packed in blocks of sixteen
/// bytes, so that their number tells how many there must be. Where the packing is not known, nothing does.
/// </summary>
internal static class PanasonicEnd
{
    private const ushort SensorWidth = 2;
    private const ushort SensorHeight = 3;
    private const ushort BitsPerSample = 10;
    private const ushort RawFormat = 0x2D;
    private const int BlockSize = 16;
    private const int MostEntries = 1000;

    public static void Read(FileBytes file, FileReach reach)
    {
        TiffEnd.Read(file, reach, isPanasonic: true);
        if (reach.IsCut || TiffHeader.Read(file) is not { } header || TiffIfd.Open(file, header, header.FirstDirectory) is not { } directory)
            return;
        var numbers = new Dictionary<ushort, long>();
        for (var i = 0; i < MostEntries && directory.TryRead(i, out var entry); i++)
        {
            if (entry.Tag is SensorWidth or SensorHeight or BitsPerSample or RawFormat or TiffTag.PanasonicRawOffset
                && entry.ReadNumbers(file, header, most: 1) is [var number])
                numbers[entry.Tag] = number;
        }

        if (!numbers.TryGetValue(TiffTag.PanasonicRawOffset, out var start) || Pixels(numbers) is not { } perBlock)
            return;
        reach.Claim(start, numbers.GetValueOrDefault(SensorWidth) * numbers.GetValueOrDefault(SensorHeight) / perBlock * BlockSize, "its picture");
        reach.Ends();
    }

    /// <summary>How many pixels stand in one block.</summary>
    private static int? Pixels(Dictionary<ushort, long> numbers)
    {
        var isDeep = numbers.GetValueOrDefault(BitsPerSample) == 14;
        return numbers.GetValueOrDefault(RawFormat) switch
        {
            4 => 14,
            5 => isDeep ? 9 : 10,
            6 => isDeep ? 11 : 14,
            7 => 9,
            _ => null,
        };
    }
}
