using System.Runtime.CompilerServices;

namespace ImaLink.Files;

/// <summary>The time zone of this machine.</summary>
internal static class MachineZone
{
    private const string Link = "/etc/localtime", Tables = "/zoneinfo/";

    // IANA's regions of the world. What .NET names so has a table on this machine, though IANA may have named it after this version was made.
    private static readonly string[] Regions =
        ["Africa/", "America/", "Antarctica/", "Arctic/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/"];

    /// <summary>Its name by IANA, which .NET has already where the system has tables of zones.</summary>
    /// <param name="warning">Takes what the user should know where the machine names its zone otherwise.</param>
    internal static string Name(Action<string>? warning = null) =>
        Plain(TimeZoneInfo.Local.Id) is var local && Array.Exists(Regions, region => local.StartsWith(region, StringComparison.Ordinal)) && TimeZones.IsName(local) ? local : Known(Told(), warning);

    /// <summary>
    /// The zone that is called so; else the one that the rules of the system are most like. Without tables, and for rules in place of a name, .NET
    /// takes UTC. Apart, as a method that runs loads our rules with their mere mention.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static string Known(string told, Action<string>? warning)
    {
        if (TimeZones.Find(Plain(told)) is { } known)
            return known;
        string zone = TimeZones.OfSystem ?? TimeZones.Utc;
        if (told.Length > 0)
            warning?.Invoke($"The machine calls its time zone '{told}', which is no name that is known: {zone} is taken. If that is not where the photos were taken, say it with Set-ImaSession -TimeZone.");
        return zone;
    }

    /// <summary>The name of a table without its folder. The variants in posix and right differ from the others by leap seconds alone.</summary>
    private static string Plain(string table)
    {
        string name = table.IndexOf(Tables, StringComparison.Ordinal) is var at and >= 0 ? table[(at + Tables.Length)..] : table;
        return name.StartsWith("posix/", StringComparison.Ordinal) || name.StartsWith("right/", StringComparison.Ordinal) ? name[6..] : name;
    }

    /// <summary>What the machine calls its zone; "" where it says nothing.</summary>
    private static string Told() => OperatingSystem.IsWindows() ? ""
        : Environment.GetEnvironmentVariable("TZ")?.TrimStart(':') is { } variable and not Link ? variable
        : Linked() ?? "";

    /// <summary>What the link of the system to its table is called, whether it leads anywhere or not.</summary>
    private static string? Linked()
    {
        try
        {
            return new FileInfo(Link).LinkTarget is { } target && target.Contains(Tables, StringComparison.Ordinal) ? target : null;
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            return null;
        }
    }
}
