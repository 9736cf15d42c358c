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
    [Parameter]
    [AlbumArgument(Single = true)]
    [ArgumentCompleter(typeof(AlbumTitleCompleter))]
    [ValidateNotNull]
    public Selector? Parent { get; set; }

    /// <summary>How its photos are ordered: Position, as they were put in, or TakenAt.</summary>
    [Parameter]
    [ValidateSet(AlbumOrder.Position, AlbumOrder.TakenAt)]
    public string? Order { get; set; }

    /// <summary>What a saved search looks for: conditions and their values, such as @{ Tags = 'Family'; RatingMin = 4 }.</summary>
    [Parameter]
    [ValidateNotNull]
    public Hashtable? Filter { get; set; }

    /// <summary>What the parameters say.</summary>
    private protected AlbumEdit Edit => new() { Description = Description, Parent = Parent, Order = Order, Filter = Filter is null ? null : SavedFilter.Parse(Plain(Filter)) };

    /// <summary>Without what PowerShell puts around values that a command emitted, such as Get-Date.</summary>
    private static Hashtable Plain(Hashtable conditions)
    {
        var plain = new Hashtable();
        foreach (DictionaryEntry condition in conditions)
            plain[condition.Key] = Bare(condition.Value) is object?[] several ? Array.ConvertAll(several, Bare) : Bare(condition.Value);
        return plain;

        static object? Bare(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
    }
}
