using System.Management.Automation;
using ImaLink.Archive;

namespace ImaLink.PowerShell.Commands;

/// <summary>Gets albums.</summary>
/// <remarks>
/// An album is an ordered set of photos with a title, or a search that was saved. Albums lie in albums: Travel/Italy is the album Italy in Travel. Count
/// is how many photos of it are known now, and of a saved search, how many it finds; Unknown how many of its members are not, as their files are in the trash, or in a storage that this catalog has not seen.
/// Unwritten names storages that get the album at their next visit.
/// </remarks>
/// <example>
/// <code>Get-ImaAlbum</code>
/// <para>Lists all albums.</para>
/// </example>
/// <example>
/// <code>Get-ImaAlbum 'Travel/*' | Sort-Object Count -Descending</code>
/// <para>Lists the albums in Travel, the largest first.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "ImaAlbum")]
[OutputType(typeof(Album))]
public sealed class GetImaAlbumCommand : CatalogQueryCommand
{
    /// <summary>The albums: title, title with those of the albums that it is in (Travel/Italy), UUID, wildcard, or objects that name an album. All by default.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [AlbumArgument]
    [ArgumentCompleter(typeof(AlbumTitleCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public Selector[]? Album { get; set; }

    /// <inheritdoc/>
    protected override void ProcessInput()
    {
        var finder = new AlbumFinder(Database);
        if (Album is null)
            foreach (string problem in finder.Problems)
                WriteWarning(problem);
        foreach (Selector? album in Album ?? [null!])
            Attempt(album?.Text, () => WriteObject(finder.Find(album), enumerateCollection: true));
    }
}
