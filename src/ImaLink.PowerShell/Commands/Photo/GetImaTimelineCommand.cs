using System.Management.Automation;
using ImaLink.Archive;

namespace ImaLink.PowerShell.Commands;

/// <summary>Counts photos by the years, months, days or hours in which they were taken.</summary>
/// <remarks>
/// All parameters of Get-ImaPhoto that say which photos are meant mean the same here. Periods come in their order, and none is without photos. Period is what Get-ImaPhoto -Date takes, and
/// Get-ImaPhoto takes periods from the pipeline, too. First and Last are when the first and the last photo of it were taken; Cover and CoverUuid name the photo that stands for it: a favorite before
/// others, then the best rated, then the one that became known first.
/// <para>
/// Time is the camera's local time, or what Set-ImaPhoto -Date said. Each photo is counted once. What its owner dated less precisely than -By asks for is in none of the
/// months that it may be of, but in a period of its own: 1975 among months, 197X among years; Get-ImaPhoto -Date 1975 finds with it what is of a month of that year. What is not certain (1975~) stands with what is.
/// Photos of which nothing says when they were taken are the last entry, which has no Period and is shown as (no date).
/// </para>
/// </remarks>
/// <example>
/// <code>Get-ImaTimeline</code>
/// <para>Counts the photos of each month.</para>
/// </example>
/// <example>
/// <code>Get-ImaTimeline -By Year -Person Anna -Rating 4..</code>
/// <para>Counts the good photos of Anna by years.</para>
/// </example>
/// <example>
/// <code>Get-ImaTimeline -By Day -Year 2024 | Sort-Object Photos -Descending | Select-Object -First 10</code>
/// <para>Finds the ten days of 2024 on which most photos were taken.</para>
/// </example>
/// <example>
/// <code>Get-ImaTimeline -By Hour -Date 2024-06-01 | Select-Object -First 1 | Get-ImaPhoto</code>
/// <para>Gets the photos of the first hour of a day in which any was taken.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "ImaTimeline")]
[OutputType(typeof(TimelineEntry))]
public sealed class GetImaTimelineCommand : PhotoSearchCommand
{
    /// <summary>How long the periods are: Year, Month, Day or Hour; Month by default.</summary>
    [Parameter]
    [ValidateSet("Year", "Month", "Day", "Hour")]
    public string By { get; set; } = "Month";

    /// <inheritdoc/>
    protected override void ProcessInput() => Attempt(null, () =>
    {
        foreach (TimelineEntry entry in new PhotoQuery(Database).Timeline(Filter(), Enum.Parse<TimelineBy>(By, ignoreCase: true)))
        {
            StopToken.ThrowIfCancellationRequested();
            WriteObject(entry);
        }
    });
}
