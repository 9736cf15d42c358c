using System.Text.RegularExpressions;

namespace ImaLink.Files;

/// <summary>Tells numbers that belong to one disk from those that makers and virtual machines give to all of theirs.</summary>
internal static partial class SerialNumbers
{
    private const int Shortest = 4, FewDigits = 8;
    private const string Upwards = "01234567890123456789ABCDEF0123456789ABCDEF", Downwards = "FEDCBA98765432109876543210";

    /// <summary>Whether a number, a "wwid" or a "serial", can be that of one disk alone.</summary>
    internal static bool IsUsable(string? number)
    {
        if (number is null)
            return false;
        // "naa.", "eui.", "t10.": the kind of number stands before it; of a t10 the serial comes last.
        string text = KindOfNumber().Replace(number.Trim(), "");
        text = number.StartsWith("t10.", StringComparison.OrdinalIgnoreCase) ? text.Split(' ', StringSplitOptions.RemoveEmptyEntries).LastOrDefault("") : text;
        if (OfVirtualMachines().IsMatch(text))
            return false;
        string plain = new([.. text.ToUpperInvariant().Where(char.IsAsciiLetterOrDigit)]);
        return plain.Length >= Shortest && plain.Any(char.IsAsciiDigit)
            && plain.Distinct().Count() > (plain.Length >= FewDigits ? 2 : 1)
            && !Upwards.Contains(plain, StringComparison.Ordinal) && !Downwards.Contains(plain, StringComparison.Ordinal)
            && !OfAllOfAMaker().IsMatch(plain);
    }

    [GeneratedRegex("^(naa|eui|t10|uuid|nvme|scsi)\\.", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex KindOfNumber();

    /// <summary>QEMU, Proxmox and the clouds name the disks of every machine alike.</summary>
    [GeneratedRegex("^(qm0*[0-9]{1,3}|(drive|virtio|persistent|local)?-?(disk|scsi|ide|sata|ssd|virtio)-?[0-9]{0,3})$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex OfVirtualMachines();

    /// <summary>Of adapters and sticks: seen on many.</summary>
    [GeneratedRegex("^(DB98765432[0-9A-F]*|AA00000000000489|AA04012700007686|0{9,}[0-9A-F]{1,3}|[0-9]{0,2}1234567890?[0-9A-F]{0,3})$", RegexOptions.CultureInvariant)]
    private static partial Regex OfAllOfAMaker();
}
