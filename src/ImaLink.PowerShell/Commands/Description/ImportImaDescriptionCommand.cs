using System.Management.Automation;
using ImaLink.Photos.Descriptions;

namespace ImaLink.PowerShell.Commands;

/// <summary>Takes over what Lightroom Classic or digiKam knows of your photos: ratings, flags, labels, titles, descriptions, keywords, persons, places, albums and stacks.</summary>
/// <remarks>
/// Import the photos first. Each photo of the catalog is then looked for among those that are registered: by the path that it was imported from or lies at, else by its name together with the time, the length or
/// the dimensions. The evidence is told. Where several photos fit, or one does not fit well enough, nothing is taken (Ambiguous, with the candidates). Copies of one image are one.
/// <para>
/// What you said here yourself stays. What only a file or a sidecar said gives way. Run again, the command takes what is new there and changes nothing else; what was taken away there stays here. Collections, and
/// digiKam's albums, become albums, one in the other, in their order; what you changed of these here, or took out, stays so. Stacks, and grouped photos of digiKam, become one photo, unless you parted them.
/// Names of virtual copies become tags below 'Virtual copies', and what is in collections, keywords and persons of a copy is said of its photo. Smart collections are told as NotTaken. docs/fields.md has every field.
/// </para>
/// <para>
/// The catalog is only read, and nothing is written beside it; close its program before. Lightroom's .lrcat.lock, or a digiKam that is writing, is the error LibraryBusy. What a version of the program does not have is named in
/// the last object, that of the catalog itself. With -WhatIf nothing is recorded, and the same objects tell what would be. A storage that is offline gets its words when it is there again.
/// </para>
/// </remarks>
/// <example>
/// <code>Import-ImaDescription ~/Pictures/Lightroom.lrcat -WhatIf | Group-Object Kind, Verdict -NoElement</code>
/// <para>Counts which photos and collections of Lightroom would be found here; nothing is recorded.</para>
/// </example>
/// <example>
/// <code>Import-ImaDescription ~/Pictures/Lightroom.lrcat | Where-Object { -not $_.Ok } | Format-List Kind, Source, Verdict, Detail, Candidates</code>
/// <para>Takes it over, and shows what was not found, or not for sure.</para>
/// </example>
/// <example>
/// <code>Get-Item ~/Pictures/digikam4.db | Import-ImaDescription | Export-Csv taken.csv</code>
/// <para>Takes over what digiKam knows, and keeps a list of it.</para>
/// </example>
[Cmdlet(VerbsData.Import, "ImaDescription", SupportsShouldProcess = true)]
[OutputType(typeof(DescriptionResult))]
public sealed class ImportImaDescriptionCommand : CatalogCommand
{
    /// <summary>Lightroom Classic's catalog (.lrcat) or digiKam's database (digikam4.db), taken exactly as written.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[] From { get; set; } = [];

    /// <inheritdoc/>
    protected override string? WhenStopped => "What was taken over is safe; the same command goes on with the rest.";

    /// <inheritdoc/>
    protected override void ProcessInput()
    {
        foreach (string path in From)
            Attempt(path, () => Take(SessionPaths.Literal(this, path)));
    }

    private void Take(string path)
    {
        if (!ShouldProcess(path, "Take over what it says of photos") && !this.IsWhatIf())
            return;
        PipelinePump.Run(this, (pump, token) =>
        {
            foreach (DescriptionResult result in new DescriptionImportService(Database, Timeout).Run(path, this.IsWhatIf(), pump.Reporter, token))
                pump.WriteObject(result);
        });
    }
}
