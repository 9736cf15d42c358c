using System.Management.Automation;
using ImaLink.Catalog;
using ImaLink.Photos;

namespace ImaLink.PowerShell.Commands;

/// <summary>Says something of photos: title, rating, tags, persons, place, time and more.</summary>
/// <remarks>
/// What is said of a photo is said of all its images, in every storage, and never changes a photo's file. It is safe in the catalog before the photo is emitted, and written to the
/// indexes in the storages once, when the command ends, also when it is stopped. A storage that is not connected, or read only, gets it when a command can write it again.
/// To say something of a few of many photos, put Select-Object -First before Set-ImaPhoto. Behind it the pipeline changes exactly so many up to 20; from then on photos are taken together, up to
/// 500 at a time, and some more than come out may be changed.
/// <para>
/// An empty value, '' or $null, withdraws what was said: the photo then shows what its file says, if that says anything. -Favorite:$false and -Hidden:$false withdraw too.
/// </para>
/// <para>
/// Rows of a CSV file, and objects that you make, say something too: the columns Title, Description, AltText, Rating, Flag, Label, Author, Rights, Location, Gps and Date of a row that names a photo by
/// Uuid, Hothash, or StorageUuid and RelativePath. An empty cell, and one that says what is shown already, changes nothing, and what is typed counts for all. Photos and files that come from other commands are only named by them.
/// </para>
/// <para>
/// Tags are paths: Places/Italy/Rome. Lightroom's | separates as well as /. -RemoveTag and -RemovePerson take wildcards and do not mind small and capital letters. What is both removed and
/// added stays.
/// </para>
/// <para>
/// A -Date may be as vague as what is known: 1975, 1975-08, 1975-08-03, 1975-08-03T14:30, with an offset such as +02:00 only where it is known; 197X is the seventies, 1975~
/// about 1975, 1975? perhaps 1975, 1975-22 its summer (21 to 24 are the seasons), 1974/1976 some time between. Photos are sorted by the earliest moment that it may mean.
/// </para>
/// <para>
/// -ShiftTime is for a clock that was wrong: it adds to the time that each photo shows. An offset from UTC stays as it is. -LikeCamera finds by itself how far a camera's clock was wrong,
/// by another's: with -SameMoment, by two photos of one moment, one of each camera; without, by the moments at which both took photos in the same sessions. It tells what speaks for
/// the shift that it found, and refuses to guess. -WhatIf shows the former and the new time of each photo.
/// </para>
/// <para>
/// -GpxPath reads where a receiver was, and says of each photo the place between the two points before and after it, if they belong to one segment of the track and are at most
/// -MaxGap apart, 10 minutes by default. Nothing is guessed beyond the track. A track counts UTC: a photo without an offset is taken to be of the time zone of its session, or of
/// -TimeZone. With -ShiftTime the shifted time counts.
/// </para>
/// </remarks>
/// <example>
/// <code>Get-ImaPhoto -Session 'Italy 2024' | Set-ImaPhoto -AddTag 'Places/Italy' -Author 'Ann Example'</code>
/// <para>Tags all photos of a session and names who took them.</para>
/// </example>
/// <example>
/// <code>Set-ImaPhoto '/mnt/photos/*/IMG_0042.JPG' -Title 'Trevi fountain' -Rating 5 -Location @{ City = 'Rome'; Country = 'Italy' } -AddPerson Anna, Ben</code>
/// <para>Describes the photo of a file.</para>
/// </example>
/// <example>
/// <code>Get-ImaPhoto -Camera 'Canon*' -Session 'Italy 2024' | Set-ImaPhoto -ShiftTime '+1:30' -WhatIf</code>
/// <para>Shows what the times would be if the camera's clock was an hour and a half slow.</para>
/// </example>
/// <example>
/// <code>Get-ImaPhoto -Camera 'Canon*' -Session 'Italy 2024' | Set-ImaPhoto -LikeCamera 'iPhone*' -SameMoment (Get-ImaFile *IMG_0107.JPG), (Get-ImaFile *IMG_2041.JPG)</code>
/// <para>Sets the clock of one camera by that of a phone: IMG_0107 and IMG_2041 show the same moment.</para>
/// </example>
/// <example>
/// <code>Get-ImaPhoto -Session 'Alps 2024' | Set-ImaPhoto -GpxPath *.gpx -MaxGap 5min</code>
/// <para>Gives photos the places of the tracks in this folder.</para>
/// </example>
/// <example>
/// <code>Get-ImaPhoto -Session 'Scans' -Text 'grandfather' | Set-ImaPhoto -Date '193X' -AddPerson @{ Name = 'Grandfather'; X = 0.5; Y = 0.3; Width = 0.2; Height = 0.3 }</code>
/// <para>Says of scans that they are of the thirties, and where in the picture somebody is.</para>
/// </example>
/// <example>
/// <code>Get-ImaPhoto -Session 'Italy 2024' | Select-Object Uuid, Name, Title, Rating | Export-Csv photos.csv; (Get-Content photos.csv) -replace 'Trevi', 'Trevi fountain' | ConvertFrom-Csv | Set-ImaPhoto</code>
/// <para>After the file was edited, here by a replacement, says of all photos what it says anew.</para>
/// </example>
[Cmdlet(VerbsCommon.Set, "ImaPhoto", SupportsShouldProcess = true)]
[OutputType(typeof(Photo))]
public sealed class SetImaPhotoCommand : PhotoChangeCommand
{
    /// <summary>The title: one line.</summary>
    [Parameter]
    [AllowEmptyString]
    [AllowNull]
    public string? Title { get; set; }

    /// <summary>The description: as many lines as it takes.</summary>
    [Parameter]
    [AllowEmptyString]
    [AllowNull]
    public string? Description { get; set; }

    /// <summary>What is to be seen, for those who cannot.</summary>
    [Parameter]
    [AllowEmptyString]
    [AllowNull]
    public string? AltText { get; set; }

    /// <summary>0 to 5 stars, or -1 where the photo is rejected.</summary>
    [Parameter]
    [RatingArgument]
    [AllowNull]
    public int? Rating { get; set; }

    /// <summary>Pick or Reject.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(FlagCompleter))]
    [AllowEmptyString]
    [AllowNull]
    public string? Flag { get; set; }

    /// <summary>The colour label: red, yellow, green, blue, purple, or a text of your own.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(LabelCompleter))]
    [AllowEmptyString]
    [AllowNull]
    public string? Label { get; set; }

    /// <summary>Marks the photo as a favorite.</summary>
    [Parameter]
    public SwitchParameter Favorite { get; set; }

    /// <summary>Hides the photo from what is published.</summary>
    [Parameter]
    public SwitchParameter Hidden { get; set; }

    /// <summary>Tags that are added: words, or paths such as Places/Italy/Rome.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(TagCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? AddTag { get; set; }

    /// <summary>Tags that are removed; Places/* removes all below Places.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(TagCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? RemoveTag { get; set; }

    /// <summary>Persons that are added: names, or hashtables of Name with X, Y, Width and Height, the centre and size of a region as parts of the unrotated picture.</summary>
    [Parameter]
    [PersonArgument]
    [ArgumentCompleter(typeof(PersonCompleter))]
    [ValidateNotNullOrEmpty]
    public PersonArgument[]? AddPerson { get; set; }

    /// <summary>Persons that are removed.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(PersonCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? RemovePerson { get; set; }

    /// <summary>Who took the photo; without it, the author of its session.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(AuthorCompleter))]
    [AllowEmptyString]
    [AllowNull]
    public string? Author { get; set; }

    /// <summary>Copyright, or what others may do with the photo.</summary>
    [Parameter]
    [AllowEmptyString]
    [AllowNull]
    public string? Rights { get; set; }

    /// <summary>The place in words: a hashtable of City, State, Country, Code (of the country) and Sublocation, or a text.</summary>
    [Parameter]
    [LocationArgument]
    [AllowEmptyString]
    [AllowNull]
    public string? Location { get; set; }

    /// <summary>The place: latitude and longitude in degrees, and the altitude in metres where it is known, as 41.9,12.5 or as a hashtable of Latitude, Longitude and Altitude.</summary>
    [Parameter]
    [GpsArgument]
    [AllowEmptyString]
    [AllowNull]
    public string? Gps { get; set; }

    /// <summary>When the photo was taken, in local time, as much of it as is known.</summary>
    [Parameter]
    [EdtfArgument]
    [ArgumentCompleter(typeof(DateCompleter))]
    [AllowEmptyString]
    [AllowNull]
    public string? Date { get; set; }

    /// <summary>How much is added to the times: a TimeSpan, 1:30 or -0:00:12 (hours, minutes, seconds), or '-2d 3h'.</summary>
    [Parameter]
    [TimeShiftArgument]
    public TimeSpan ShiftTime { get; set; }

    /// <summary>The camera by whose clock the times are set right: its name, or maker and name; wildcards are accepted.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(CameraCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string? LikeCamera { get; set; }

    /// <summary>Two photos that show the same moment, one of each camera, or several such pairs one after the other; as photos are named for this command.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public PSObject[]? SameMoment { get; set; }

    /// <summary>GPX files whose tracks give the places.</summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? GpxPath { get; set; }

    /// <summary>How far two points of a track may lie apart in time for a place between them: a TimeSpan, or as 10min. 10 minutes by default.</summary>
    [Parameter]
    [DurationArgument]
    public TimeSpan MaxGap { get; set; } = TrackPlaces.DefaultMaxGap;

    /// <summary>The time zone of photos that state no offset, for -GpxPath: IANA's name, such as Europe/Oslo, or that of Windows. By default that of their session.</summary>
    [Parameter]
    [TimeZoneArgument]
    [ArgumentCompleter(typeof(TimeZoneCompleter))]
    [ValidateNotNullOrEmpty]
    public string? TimeZone { get; set; }

    private readonly List<long> _likeCamera = [];
    private readonly HashSet<long> _shifted = [];
    private TrackPlaces? _track;
    private PhotoEdit _edit = new();

    /// <inheritdoc/>
    protected override void BeginInput()
    {
        RequireOneOf((nameof(Date), IsGiven(nameof(Date))), (nameof(ShiftTime), IsGiven(nameof(ShiftTime))), (nameof(LikeCamera), LikeCamera is not null || SameMoment is not null));
        RequireOneOf((nameof(Gps), IsGiven(nameof(Gps))), (nameof(GpxPath), GpxPath is not null));
        _track = GpxPath is null ? null : new TrackPlaces(GpxTrack.Union(GpxPath.SelectMany(Resolved).Select(path => GpxReader.Read(path, StopToken))), MaxGap, TimeZone is null ? null : TimeZones.Require(TimeZone));
        _edit = Edit();
        if (IsNothingTyped && !MyInvocation.ExpectingInput)
            throw NothingGiven();
    }

    /// <inheritdoc/>
    protected override void ProcessPhoto(long photo)
    {
        Dictionary<string, string> row = PhotoRow.Of(Input);
        if (IsNothingTyped && row.Count == 0)
            ThrowTerminatingError(ErrorRecords.From(NothingGiven()));
        bool isLikeCamera = LikeCamera is not null || SameMoment is not null;
        bool isShifted = (isLikeCamera || _edit.Shift is not null) && !_shifted.Add(photo); // several of its files come, and its time is shifted once
        if (row.Count > 0 && !isLikeCamera)
            TakeRow(photo, row, isShifted);
        else if (isShifted)
            return;
        else if (isLikeCamera)
            _likeCamera.Add(photo);
        else
            Take(photo, _edit);
    }

    private bool IsNothingTyped => _edit.IsEmpty && LikeCamera is null && SameMoment is null;

    private ImaLinkException NothingGiven() => new(ErrorCode.InvalidValue,
        "Nothing is given that is to be said. Give -Title, -Rating, -AddTag or another parameter; Get-Help Set-ImaPhoto lists them.", MyInvocation.MyCommand.Name);

    /// <summary>Takes what a row says anew; if that is nothing, its photo comes out as it is.</summary>
    private void TakeRow(long photo, Dictionary<string, string> row, bool isShifted)
    {
        SayIfTaken(photo);
        Photo shown = new PhotoTable(Database).ByIds([photo]).First();
        PhotoEdit edit = Edit();
        if (isShifted)
            edit.Shift = null;
        PhotoRow.Say(edit, row, shown, IsGiven);
        if (edit.IsEmpty)
            WriteObject(shown);
        else
            Take(photo, edit);
    }

    /// <inheritdoc/>
    protected override void EndInput()
    {
        if (_likeCamera.Count > 0)
        {
            ClockFit fit = Fit();
            WriteVerbose($"The times are shifted by {TimeShift.Describe(fit.Shift)}: {fit.Reason}.");
            if (ShouldProcess($"{_likeCamera.Count} photos", $"Shift the time by {TimeShift.Describe(fit.Shift)}: {fit.Reason}") || this.IsWhatIf())
            {
                _edit.Shift = fit.Shift;
                foreach (long photo in _likeCamera)
                    Attempt(null, () => Take(photo, _edit));
            }
        }

        base.EndInput();
        if (_track?.Remark is { } remark)
            WriteWarning(remark);
    }

    private protected override bool IsToBeSaid(ShownPhoto photo, PhotoEdit edit, IReadOnlyDictionary<string, string?> changes) =>
        (LikeCamera is not null && !this.IsWhatIf()) || ShouldProcess(photo.Name, edit.Describe(photo, changes));

    private ClockFit Fit() => SameMoment is { } pairs
        ? ClockFit.ByPairs(Database, _likeCamera, [.. pairs.SelectMany(Find)])
        : ClockFit.ByMoments(Database, _likeCamera, LikeCamera!, Fits(LikeCamera!), StopToken);

    private PhotoEdit Edit()
    {
        var edit = new PhotoEdit { Shift = IsGiven(nameof(ShiftTime)) ? ShiftTime : null, Track = _track };
        SayIfGiven(nameof(Title), StatementField.Title, () => PhotoValues.Line("A title", Title));
        SayIfGiven(nameof(Description), StatementField.Description, () => PhotoValues.Lines("A description", Description));
        SayIfGiven(nameof(AltText), StatementField.AltText, () => PhotoValues.Lines("A text", AltText));
        SayIfGiven(nameof(Rating), StatementField.Rating, () => PhotoValues.Rating(Rating));
        SayIfGiven(nameof(Flag), StatementField.Flag, () => PhotoValues.Flag(Flag));
        SayIfGiven(nameof(Label), StatementField.Label, () => PhotoValues.Label(Label));
        SayIfGiven(nameof(Favorite), StatementField.Favorite, () => PhotoValues.Mark(Favorite));
        SayIfGiven(nameof(Hidden), StatementField.Hidden, () => PhotoValues.Mark(Hidden));
        SayIfGiven(nameof(Author), StatementField.Author, () => PhotoValues.Line("An author", Author));
        SayIfGiven(nameof(Rights), StatementField.Rights, () => PhotoValues.Lines("A text", Rights));
        SayIfGiven(nameof(Location), StatementField.Location, () => Location is "" ? null : Location);
        SayIfGiven(nameof(Gps), StatementField.Gps, () => Gps is "" ? null : Gps);
        SayIfGiven(nameof(Date), StatementField.Date, () => PhotoValues.Date(Date));
        foreach (string tag in AddTag ?? [])
            edit.AddTag(tag);
        foreach (PersonArgument person in AddPerson ?? [])
            edit.AddPerson(person.Name, person.Region);
        foreach (string tag in RemoveTag ?? [])
            edit.RemoveTag(tag, Fits(tag));
        foreach (string person in RemovePerson ?? [])
            edit.RemovePerson(person, Fits(person));
        return edit;

        void SayIfGiven(string parameter, string field, Func<string?> value)
        {
            if (IsGiven(parameter))
                edit.Say(field, value());
        }
    }

    private IReadOnlyList<string> Resolved(string path) => SessionPaths.Resolve(this, path, literal: false) is { Count: > 0 } files ? files : throw SessionPaths.NothingFits(path);

    private bool IsGiven(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

    /// <summary>A name as it is, brackets and all, or as a wildcard.</summary>
    private static Predicate<string> Fits(string text)
    {
        WildcardPattern pattern = WildcardPattern.Get(text, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
        string trimmed = text.Trim();
        return name => name.Equals(trimmed, StringComparison.OrdinalIgnoreCase) || pattern.IsMatch(name);
    }

    private static void RequireOneOf(params (string Name, bool IsGiven)[] parameters)
    {
        string[] given = [.. parameters.Where(parameter => parameter.IsGiven).Select(parameter => $"-{parameter.Name}")];
        if (given.Length > 1)
            throw new ImaLinkException(ErrorCode.InvalidValue, $"{string.Join(" and ", given)} say the same of a photo in different ways. Give one of them.", given[0]);
    }
}
