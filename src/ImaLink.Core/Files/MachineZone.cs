using System.Runtime.CompilerServices;

namespace ImaLink.Files;

/// <summary>The time zone of this machine.</summary>
internal static class MachineZone
{
    private const string Link = "/etc/localtime", Tables = "/zoneinfo/";

    /// <summary>Its name by IANA, which .NET has already where the system has tables of zones.</summary>
    internal static string Name => TimeZoneInfo.Local.Id is var local && local.Contains('/', StringComparison.Ordinal) && TimeZones.IsName(local) ? local : Told();

    /// <summary>
    /// What the machine says without tables, for which .NET takes UTC; else what its rules are most like. Apart, as a method that runs loads our rules
    /// with their mere mention.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string Told()
    {
        string? name = OperatingSystem.IsWindows() ? null : Environment.GetEnvironmentVariable("TZ") is { } told ? told.TrimStart(':') : Linked();
        return (name is null ? null : TimeZones.Find(name)) ?? TimeZones.OfSystem ?? TimeZones.Utc;
    }

    /// <summary>What the link of the system to its table is called, whether it leads anywhere or not.</summary>
    private static string? Linked()
    {
        try
        {
            return new FileInfo(Link).LinkTarget is { } target && target.IndexOf(Tables, StringComparison.Ordinal) is var at and >= 0 ? target[(at + Tables.Length)..] : null;
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            return null;
        }
    }
}
