using System.Globalization;
using ImaLink.Media.Containers;

namespace ImaLink.Media.Metadata;

/// <summary>
/// Facts out of the units before the slices of an H.264 picture (ITU-T H.264): its size, and the date that AVCHD cameras note among
/// their own data ("Modified DV Pack Metadata").
/// </summary>
internal static class H264Facts
{
    private const int Information = 6;
    private const int Parameters = 7;
    private const int UnregisteredData = 5;
    private const int DateAndHour = 0x18;
    private const int MaxSide = 16384;

    private static readonly byte[] CameraData = [0x17, 0xee, 0x8c, 0x60, 0xf8, 0x4d, 0x11, 0xd9, 0x8c, 0xd6, 0x08, 0, 0x20, 0x0c, 0x9a, 0x66, .. "MDPM"u8];

    public static ImageFacts Read(ReadOnlySpan<byte> picture)
    {
        var facts = new ImageFacts();
        while (picture.IndexOf((ReadOnlySpan<byte>)[0, 0, 1]) is >= 0 and var start && start + 3 < picture.Length)
        {
            picture = picture[(start + 3)..];
            var length = picture.IndexOf((ReadOnlySpan<byte>)[0, 0, 1]);
            var unit = length < 0 ? picture : picture[..length];
            if (unit.IsEmpty)
                continue;
            if ((unit[0] & 0x1f) == Information)
                facts = facts.Or(new() { TakenAt = ReadDate(Unescape(unit[1..])) });
            else if ((unit[0] & 0x1f) == Parameters)
                facts = facts.Or(ReadSize(Unescape(unit[1..])));
        }

        return facts;
    }

    // Two zeros are followed by a three where the bytes would look like a unit's beginning.
    private static byte[] Unescape(ReadOnlySpan<byte> unit)
    {
        var bytes = new List<byte>(unit.Length);
        for (var i = 0; i < unit.Length; i++)
        {
            if (unit[i] != 3 || i < 2 || unit[i - 1] != 0 || unit[i - 2] != 0)
                bytes.Add(unit[i]);
        }

        return [.. bytes];
    }

    /// <summary>Messages, each with type and length in bytes that add up while they are 255.</summary>
    private static CaptureTime? ReadDate(ReadOnlySpan<byte> messages)
    {
        while (TakeSum(ref messages, out var type) && TakeSum(ref messages, out var length) && length <= messages.Length)
        {
            var message = messages[..length];
            if (type == UnregisteredData && message.StartsWith(CameraData))
                return ReadPacks(message[CameraData.Length..]);
            messages = messages[length..];
        }

        return null;
    }

    private static bool TakeSum(ref ReadOnlySpan<byte> bytes, out int sum)
    {
        sum = 0;
        while (!bytes.IsEmpty)
        {
            var value = bytes[0];
            bytes = bytes[1..];
            sum += value;
            if (value != 0xff)
                return true;
        }

        return false;
    }

    /// <summary>Packs of five bytes; two that follow each other are zone, year and month, and day and time, in decimal digits.</summary>
    private static CaptureTime? ReadPacks(ReadOnlySpan<byte> packs)
    {
        if (packs.IsEmpty)
            return null;
        for (packs = packs[1..]; packs.Length >= 10; packs = packs[5..])
        {
            if (packs[0] != DateAndHour || packs[5] != DateAndHour + 1)
                continue;
            var digits = Convert.ToHexString(packs[2..5]) + Convert.ToHexString(packs[6..10]);
            var taken = FactDate.Parse($"{digits[..8]} {digits[8..]}", "H264:DateTimeOriginal");
            return taken is null ? null : taken with { Offset = ReadOffset(packs[1]) };
        }

        return null;
    }

    // In summer it is not certain whether the zone is that of winter.
    private static TimeSpan? ReadOffset(byte zone) =>
        (zone & 0xc0) == 0 && FactDate.TryParseOffset(
            string.Create(CultureInfo.InvariantCulture, $"{((zone & 0x20) != 0 ? '-' : '+')}{zone >> 1 & 0x0f:00}:{((zone & 1) != 0 ? 30 : 0):00}"), out var offset)
            ? offset
            : null;

    private static ImageFacts ReadSize(ReadOnlySpan<byte> parameters)
    {
        var bits = new BitReader(parameters);
        var profile = bits.Take(8);
        bits.Take(16);
        bits.TakeNumber();
        var format = 1;
        if (profile >= 100)
        {
            format = bits.TakeNumber();
            var isParted = format == 3 && bits.Take(1) == 1;
            bits.TakeNumber();
            bits.TakeNumber();
            bits.Take(1);
            if (bits.Take(1) == 1)
                SkipScaling(ref bits, format == 3 ? 12 : 8);
            format = isParted ? 0 : format;
        }

        bits.TakeNumber();
        SkipOrder(ref bits);
        bits.TakeNumber();
        bits.Take(1);
        var (columns, rows) = ((bits.TakeNumber() + 1L) * 16, (bits.TakeNumber() + 1L) * 16);
        var frames = 2 - bits.Take(1);
        if (frames == 2)
            bits.Take(1);
        bits.Take(1);
        var (width, height) = (columns, rows * frames);
        if (bits.Take(1) == 1)
        {
            width -= (format is 1 or 2 ? 2L : 1) * (bits.TakeNumber() + (long)bits.TakeNumber());
            height -= (format == 1 ? 2L : 1) * frames * (bits.TakeNumber() + (long)bits.TakeNumber());
        }

        return !bits.IsOver && width is > 0 and <= MaxSide && height is > 0 and <= MaxSide ? new() { Width = (int)width, Height = (int)height } : new();
    }

    private static void SkipOrder(ref BitReader bits)
    {
        switch (bits.TakeNumber())
        {
            case 0:
                bits.TakeNumber();
                break;
            case 1:
                bits.Take(1);
                bits.TakeNumber();
                bits.TakeNumber();
                for (var left = Math.Min(bits.TakeNumber(), 255); left > 0; left--)
                    bits.TakeNumber();
                break;
        }
    }

    private static void SkipScaling(ref BitReader bits, int lists)
    {
        for (var list = 0; list < lists; list++)
        {
            if (bits.Take(1) == 0)
                continue;
            var (last, next) = (8, 8);
            for (var i = list < 6 ? 16 : 64; i > 0 && next != 0; i--)
            {
                var number = bits.TakeNumber();
                next = last + ((number & 1) == 1 ? (number + 1) / 2 : -number / 2) & 0xff;
                last = next == 0 ? last : next;
            }
        }
    }
}
