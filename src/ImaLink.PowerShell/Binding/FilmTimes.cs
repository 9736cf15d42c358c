using System.Management.Automation;

namespace ImaLink.PowerShell;

/// <summary>Times of films that are told in UTC, as nobody says of which zone they are.</summary>
internal static class FilmTimes
{
    /// <summary>Whether a file states UTC and nobody says of which zone it is.</summary>
    internal static bool IsInUtc(ImageFile file) => file is { TakenAtOffset: { Ticks: 0 }, TakenAtSource: not null };

    /// <summary>Says where a zone is the reason that times are told in UTC.</summary>
    internal static void Warn(Cmdlet cmdlet, string? zone, string session)
    {
        if (zone is not null && !TimeZones.IsKnown(zone))
            cmdlet.WriteWarning($"The session '{session}' is in the time zone '{zone}', which this version does not know: the times of its films are told in UTC. Install a newer ImaLink, or give the session a zone that is known with Set-ImaSession -TimeZone.");
    }
}
