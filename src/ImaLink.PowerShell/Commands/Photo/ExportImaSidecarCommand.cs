using System.Management.Automation;
using ImaLink.Photos;

namespace ImaLink.PowerShell.Commands;

/// <summary>Writes what is said of photos into XMP sidecars beside their files, for Lightroom, digiKam, darktable, Immich, PhotoPrism and others.</summary>
/// <remarks>
/// The whole description is written, each thing where one of these programs looks for it (docs/fields.md): titles, descriptions, ratings, flags and labels, every tag in every list of tags, persons and
/// where they are in the picture, authors, rights, places, and when the photo was taken; that it is a favorite or hidden, and which albums it is in, for which other programs have no place. A sidecar that is there keeps its name and everything in it that is not ours: develop settings, history, other
/// languages, other programs' fields. What you withdrew here goes from it. A new one is called like its file, IMG_1.jpg.xmp. Photos of which nothing is said, and which are in no album, get none, and no photo is touched.
/// <para>
/// Each sidecar is written beside its old version and takes its place at once, and is recorded with the photo. Run again, also after it was stopped or killed, it changes nothing that is written (Unchanged).
/// Of RAW and JPEG of one shot each has the regions of persons in its own picture. One in which another program wrote other words since the last Sync-ImaFileStorage is Refused, with the command that takes over what it says first; so is one that is damaged.
/// </para>
/// <para>
/// Storages that are not connected are told in a warning. With -WhatIf each sidecar that would be written is listed.
/// </para>
/// </remarks>
/// <example>
/// <code>Export-ImaSidecar Archive -WhatIf</code>
/// <para>Lists the sidecars that would be written in a storage.</para>
/// </example>
/// <example>
/// <code>Get-ImaPhoto -Rating 4.. | Export-ImaSidecar | Group-Object Verdict -NoElement</code>
/// <para>Writes those of the best photos, beside all of their files, and counts what was done.</para>
/// </example>
/// <example>
/// <code>Export-ImaSidecar -Album 'Travel/Italy'</code>
/// <para>Writes those of an album.</para>
/// </example>
/// <example>
/// <code>Export-ImaSidecar -Session 'Italy 2024' -Naming Adobe -Force</code>
/// <para>Calls new sidecars of RAW files as Lightroom and Camera Raw want it, IMG_1.xmp, also where there is a JPEG of that name.</para>
/// </example>
[Cmdlet(VerbsData.Export, "ImaSidecar", SupportsShouldProcess = true, DefaultParameterSetName = "Filter")]
[OutputType(typeof(SidecarResult))]
public sealed class ExportImaSidecarCommand : FileUpdateCommand
{
    /// <summary>Photos in these albums, or in albums within them: title, title with those of the albums that it is in (Travel/Italy), UUID, wildcard, or objects that name an album.</summary>
    [Parameter(ParameterSetName = "Filter")]
    [AlbumArgument]
    [ArgumentCompleter(typeof(AlbumTitleCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public Selector[]? Album { get; set; }

    /// <summary>How new sidecars are called: Full is name.ext.xmp, which most programs read; Adobe is name.xmp for RAW files, as Lightroom and Camera Raw want it.</summary>
    [Parameter]
    [ValidateSet("Full", "Adobe")]
    public string Naming { get; set; } = "Full";

    /// <summary>Gives RAW files a sidecar in Adobe's manner also where another photo has the same name but for its extension: other programs take it for that one's, too.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Writes into the flat list of keywords also the tags that stand above a tag.</summary>
    [Parameter]
    public SwitchParameter IncludeParentTag { get; set; }

    private protected override FileFilter Narrowed(FileFilter filter) => Album is null ? filter : filter with { Photo = new PhotoFilter { Albums = [.. Album.Select(album => album.Text)] } };

    private protected override FileFilter? Other(PSObject input) => input.Properties["Images"] is not null && input.Properties["Persons"] is not null && SelectorArgumentAttribute.Uuid(input, "Uuid") is { } photo
        ? new FileFilter { Photo = new PhotoFilter { Uuids = [photo] } }
        : new AlbumArgumentAttribute().FromObject(input) is { } album ? new FileFilter { Photo = new PhotoFilter { Albums = [album.Text] } } : null;

    /// <inheritdoc/>
    protected override void EndInput()
    {
        IReadOnlyList<FileFilter> filters = Filters();
        if (filters.Count == 0 || (!this.IsWhatIf() && !ShouldProcess(Target, "Write XMP sidecars")))
            return;
        var request = new SidecarExportRequest { Filters = filters, IsAdobe = Naming == "Adobe", Force = Force, WithParentTags = IncludeParentTag, Rehearsal = this.IsWhatIf() };
        PipelinePump.Run(this, (pump, token) =>
        {
            foreach (SidecarResult result in new SidecarExportService(Database, Timeout).Run(request, pump.Reporter, token))
            {
                if (!request.Rehearsal)
                    pump.WriteObject(result);
                else if (result.Verdict != SidecarVerdict.Unchanged)
                    pump.Invoke(() => ShouldProcess(result.FullName!, !result.Ok ? $"Tell as {result.Verdict}: {result.Detail}" : result.Verdict == SidecarVerdict.Merged ? "Merge the description" : "Write the description"));
            }
        });
    }
}
