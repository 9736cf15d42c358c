using System.Management.Automation;
using ImaLink.Archive;

namespace ImaLink.PowerShell.Commands;

/// <summary>Finds photos by what is said of them, by what their files say, and by where they lie.</summary>
/// <remarks>
/// Photos are emitted as they are found. All parameters that are given have to fit; of several values of one parameter, one has to. Names of cameras, lenses, tags, persons,
/// authors, albums and sessions take wildcards; a name without that fits none is an error. Photos of which all files lie in disabled storages are left out unless the storage or session is
/// named, and so are hidden photos.
/// <para>
/// -Text looks in title, description, tags, persons, location, author, file and folder names, albums, session title, camera and lens. All words have to be there, in whatever order; small
/// and capital letters, and accents, make no difference. "two words" in quotation marks stand side by side; wor* finds how a word goes on; OR finds either, NOT or a minus
/// leaves out, parentheses group; title:word looks in one of title, description, tag, person, location, author, name, album, session, camera. Chinese, Japanese and Korean are
/// found by any two characters in a row. Operators are in capital letters, and words that are in small letters are words.
/// </para>
/// <para>
/// Dates are the camera's local time, or what Set-ImaPhoto -Date said. A date that its owner left open counts from the earliest moment that it may mean, and is of no month or day
/// that nobody said.
/// </para>
/// <para>
/// Without -Sort photos come as they became known; those of one -Album in its order. -Sort TakenAt and Rating are answered from an index, so that with -First no other photo is read.
/// </para>
/// </remarks>
/// <example>
/// <code>Get-ImaPhoto 'lake OR snow'</code>
/// <para>Finds the photos that speak of a lake, or of snow.</para>
/// </example>
/// <example>
/// <code>Get-ImaPhoto -Year 2024 -Camera '*EOS*' -Rating 4.. -Sort TakenAt</code>
/// <para>Finds the good photos that a Canon EOS took in 2024, in the order in which they were taken.</para>
/// </example>
/// <example>
/// <code>Get-ImaPhoto -Tag Places/Italy -WithoutPerson -Orientation Landscape | Add-ImaAlbumPhoto 'Calendar'</code>
/// <para>Puts photos of Italy and all places in it, without people, into an album.</para>
/// </example>
/// <example>
/// <code>Get-ImaPhoto -Near 45.98,9.26 -RadiusKm 10 -Month 6, 7, 8</code>
/// <para>Finds what was taken around Lake Como, in whatever summer.</para>
/// </example>
/// <example>
/// <code>Get-ImaPhoto -Date 197X -Author 'Grand*' -Sort TakenAt -First 20</code>
/// <para>Finds the first twenty photos of the seventies by an author.</para>
/// </example>
/// <example>
/// <code>Get-ImaTimeline -By Day -Year 2024 | Sort-Object Photos -Descending | Select-Object -First 1 | Get-ImaPhoto</code>
/// <para>Gets the photos of the day of 2024 on which most were taken.</para>
/// </example>
/// <example>
/// <code>Get-ImaHothash ./found.jpg | Get-ImaPhoto | Format-List</code>
/// <para>Tells all that is known of the photo in a file.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "ImaPhoto")]
[OutputType(typeof(Photo))]
public sealed class GetImaPhotoCommand : PhotoSearchCommand
{
    /// <summary>Which photos: objects of Get-ImaFile, Find-ImaDuplicate and whatever else tells of a photo, an image or a file, UUIDs, hothashes, paths; or the albums, sessions, storages or periods that they are of.</summary>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNull]
    public PSObject[]? InputObject { get; set; }

    /// <summary>With these UUIDs.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public Guid[]? Uuid { get; set; }

    /// <summary>With an image of these hothashes.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Hothash { get; set; }

    /// <summary>In which order: Added (as they became known), TakenAt, Rating, Title, Camera, Path, or Album (as one -Album has them).</summary>
    [Parameter]
    [ValidateSet(PhotoOrder.Added, PhotoOrder.TakenAt, PhotoOrder.Rating, PhotoOrder.Title, PhotoOrder.Camera, PhotoOrder.Path, PhotoOrder.Album)]
    public string? Sort { get; set; }

    /// <summary>The last come first.</summary>
    [Parameter]
    public SwitchParameter Descending { get; set; }

    /// <summary>How many photos are wanted.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? First { get; set; }

    /// <summary>How many of the first photos are left out.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int Skip { get; set; }

    /// <inheritdoc/>
    protected override void ProcessInput()
    {
        if (InputObject is null)
        {
            Attempt(null, () => Write(Asked()));
            return;
        }

        foreach (PSObject input in InputObject)
            Attempt(input.ToString(), () => Write(Of(input, Asked())));
    }

    private void Write(PhotoFilter filter)
    {
        foreach (Photo photo in new PhotoQuery(Database).Run(filter, Sort, Descending, Skip, First))
        {
            StopToken.ThrowIfCancellationRequested();
            WriteObject(photo);
        }
    }

    private PhotoFilter Asked()
    {
        PhotoFilter filter = Filter();
        return filter with
        {
            Uuids = Uuid,
            Hothashes = Hothash,
            IncludeHidden = filter.IncludeHidden || Uuid is not null || Hothash is not null,
        };
    }

    /// <summary>What else is asked for by an object of the pipeline.</summary>
    private PhotoFilter Of(PSObject input, PhotoFilter filter)
    {
        if (new AlbumArgumentAttribute().FromObject(input) is { } album)
            return filter with { Albums = [.. filter.Albums ?? [], album.Text] };
        if (input.Properties["Period"] is { } period && input.Properties["CoverUuid"] is not null)
            return period.Value is string date ? filter with { Dates = [date] } : filter with { WithoutDate = true };
        bool isOfFile = input.BaseObject is string || input.Properties["Hothash"] is not null || input.Properties["RelativePath"] is not null || input.Properties["PhotoUuid"] is not null;
        if (!isOfFile && new SessionArgumentAttribute().FromObject(input) is { } session)
            return filter with { Sessions = [session] };
        if (!isOfFile && input.Properties["BasePath"] is not null && new StorageArgumentAttribute().FromObject(input) is { } storage)
            return filter with { Storages = [storage] };
        IReadOnlyList<long> photos = PhotoArguments.FindAny(this, Database, input);
        return filter with { Ids = photos, IncludeHidden = true };
    }
}
