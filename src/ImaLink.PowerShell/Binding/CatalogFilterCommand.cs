using System.Management.Automation;

namespace ImaLink.PowerShell;

/// <summary>A cmdlet that gets photos, or their files, by all that a catalog knows of them.</summary>
public abstract class CatalogFilterCommand : PhotoFilterCommand
{
    /// <summary>Words, "phrases", beginnings (wor*), AND, OR, NOT and parentheses, in what is said of the photo and in its names.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public virtual string? Text { get; set; }

    /// <summary>
    /// With bytes that lie on fewer disks than this for sure: a storage counts, accessible or not, if a file with equal SHA-256 is
    /// present there and was verified (see Test-ImaFile). Storages in one place (see New-ImaFileStorage) are one copy, and so are
    /// several files in one storage, and a cloned storage. A file that was moved and found again by its fingerprint alone counts when Test-ImaFile has read it.
    /// </summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int? CopiesLessThan { get; set; }

    /// <summary>With -CopiesLessThan: counts only copies in storages that can be reached now.</summary>
    [Parameter]
    public SwitchParameter Online { get; set; }

    /// <inheritdoc/>
    private protected override PhotoFilter Filter()
    {
        if (Online && CopiesLessThan is null)
            throw new ImaLinkException(ErrorCode.InvalidValue, "-Online says which copies count, and belongs to -CopiesLessThan. Give both.", nameof(Online));
        return base.Filter() with { Text = Text, CopiesLessThan = CopiesLessThan, OnlineOnly = Online };
    }
}
