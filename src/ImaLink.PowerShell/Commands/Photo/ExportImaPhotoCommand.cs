using System.Management.Automation;
using ImaLink.Photos;

namespace ImaLink.PowerShell.Commands;

/// <summary>Makes copies of photos to give away: as they are, with their description inside, smaller or in another format.</summary>
/// <remarks>
/// Without -Size and -Format the copy is the photo itself, checked against the bytes that are recorded of it. -EmbedMetadata puts into it what is said of the photo, as Export-ImaSidecar writes it,
/// beside what is there: into JPEG, PNG, WebP, TIFF, DNG, HEIC and AVIF. The hothash of the copy is computed and has to be that of the photo, so the picture is the same to the last bit (Embedded); where it
/// were not, and for all other formats, the description stands in a sidecar beside the copy (Described). Old words in IPTC go; what EXIF says otherwise stays and is told (docs/fields.md). With -Size or -Format a picture of that kind is made of the photo, upright, without what the camera noted (Rendered).
/// <para>
/// -Public leaves out places, persons and everything that the camera noted, serial numbers and films behind a picture among it; a file of a format of which that cannot be done (all but JPEG, PNG and WebP) is Refused. Titles, descriptions and
/// tags stay, if -EmbedMetadata puts them in: look whether they tell what should not be told.
/// </para>
/// <para>
/// Nothing in the destination is replaced: a copy that is there already is Unchanged, and one whose name another file has gets _1, _2. A destination within a storage is an error, and a copy that -Layout or a
/// link would place in a storage, or out of the destination, is Refused. Stopped or killed, the same command goes on, and nothing half-written has a name. Storages that are not connected are told in a
/// warning. Of a photo from Get-ImaPhoto its primary file is copied; Get-ImaFile chooses others. With -WhatIf each copy is listed.
/// </para>
/// </remarks>
/// <example>
/// <code>Get-ImaPhoto -Rating 5 | Export-ImaPhoto -Destination ~/best -EmbedMetadata</code>
/// <para>Copies the best photos with their titles, tags and persons inside.</para>
/// </example>
/// <example>
/// <code>Get-ImaPhoto -Album 'Travel/Italy' | Export-ImaPhoto -Destination ~/web -Size 2048 -Format JPEG -Public</code>
/// <para>Makes small pictures for the web, without places, persons and serial numbers.</para>
/// </example>
/// <example>
/// <code>Get-ImaFile -Session 'Italy 2024' | Export-ImaPhoto -Destination ~/italy -Layout '{yyyy}-{MM}/{name}' -WhatIf</code>
/// <para>Lists the copies of all files of a session, by month.</para>
/// </example>
[Cmdlet(VerbsData.Export, "ImaPhoto", SupportsShouldProcess = true, DefaultParameterSetName = "InputObject")]
[OutputType(typeof(PhotoExport))]
public sealed class ExportImaPhotoCommand : FileSelectionCommand
{
    /// <summary>The folder that the copies go to; created where it is not there.</summary>
    [Parameter(Mandatory = true)]
    [StorageArgument(Single = true)]
    [ArgumentCompleter(typeof(StorageNameCompleter))]
    [ValidateNotNull]
    public Selector Destination { get; set; } = null!;

    /// <summary>Largest width and height in pixels; nothing is enlarged.</summary>
    [Parameter]
    [ValidateRange(16, 65500)]
    public int? Size { get; set; }

    /// <summary>The format of the copies: JPEG, PNG or WebP. By default the photo's own; JPEG where a picture of another size is made of a format that is none of these.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(FormatCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Format { get; set; }

    /// <summary>Where in the destination: a text with {yyyy} {MM} {dd} {session} {camera} {name} {ext}, or a script block that gets the file's facts as $_. By default {name}.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(LayoutCompleter))]
    [ValidateNotNull]
    public object? Layout { get; set; }

    /// <summary>Puts what is said of the photo into the copy.</summary>
    [Parameter]
    public SwitchParameter EmbedMetadata { get; set; }

    /// <summary>Leaves out places, persons and all that the camera noted.</summary>
    [Parameter]
    public SwitchParameter Public { get; set; }

    /// <inheritdoc/>
    protected override void EndInput()
    {
        IReadOnlyList<FileFilter> filters = Filters();
        if (filters.Count == 0)
            return;
        var request = new PhotoExportRequest
        {
            Filters = filters,
            Destination = Destination.IsObject ? Destination.FullPath! : SessionPaths.Literal(this, Destination.Text),
            Size = Size,
            Format = Format,
            Embeds = EmbedMetadata,
            IsPublic = Public,
            Rehearsal = this.IsWhatIf(),
        };
        if (!request.Rehearsal && !ShouldProcess(request.Destination, "Export photos"))
            return;
        PipelinePump.Run(this, (pump, token) =>
        {
            foreach (PhotoExport result in new PhotoExportService(Database).Run(request with { Layout = LayoutScripts.Of(pump, Layout) }, pump.Reporter, token))
            {
                if (request.Rehearsal)
                    pump.Invoke(() => ShouldProcess($"{result.SourcePath} -> {result.FullName}", result.Ok ? $"Export as {result.Verdict}" : $"Tell as {result.Verdict}: {result.Detail}"));
                else
                    pump.WriteObject(result);
            }
        });
    }
}
