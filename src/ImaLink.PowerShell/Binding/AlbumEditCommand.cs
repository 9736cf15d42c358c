using System.Collections;
using System.Management.Automation;
using ImaLink.Photos;

namespace ImaLink.PowerShell;

/// <summary>A cmdlet that says something of an album itself.</summary>
public abstract class AlbumEditCommand : AlbumChangeCommand
{
    /// <summary>The description; an empty one takes it away.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string? Description { get; set; }

    /// <summary>The album that it lies in: title, UUID, or an object from Get-ImaAlbum.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AlbumArgument(Single = true)]
    [ArgumentCompleter(typeof(AlbumTitleCompleter))]
    public Selector? Parent { get; set; }

    /// <summary>How its photos are ordered: Position, as they were put in, or TakenAt.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(AlbumOrderCompleter))]
    [AllowEmptyString]
    public string? Order { get; set; }

    /// <summary>What a saved search looks for: parameters of Get-ImaPhoto and their values, such as @{ Tag = 'Family'; Rating = '4..' }.</summary>
    [Parameter]
    [ValidateNotNull]
    public Hashtable? Filter { get; set; }

    /// <summary>What the parameters say.</summary>
    private protected AlbumEdit Edit => new() { Description = Description, Parent = Parent, Order = string.IsNullOrEmpty(Order) ? null : Order, Filter = Filter is null ? null : SavedFilter.Parse(FilterConditions.Of(Filter)) };
}
