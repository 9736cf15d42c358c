using System.Management.Automation;
using ImaLink.Photos;

namespace ImaLink.PowerShell;

/// <summary>A cmdlet that says which images are one photo: it takes all of its input, and says it at the end.</summary>
public abstract class PhotoGroupCommand : PhotoChangeCommand
{
    private protected PhotoGroups Groups => new(DatabaseForWriting, Statements);

    /// <inheritdoc/>
    protected sealed override void ProcessInput()
    {
        foreach (PSObject input in Photo)
            Attempt(Name(input), () => Collect(input));
    }

    /// <summary>Takes what an object speaks of.</summary>
    private protected abstract void Collect(PSObject input);

    /// <summary>Says it.</summary>
    private protected abstract void Say();

    /// <inheritdoc/>
    protected sealed override void ProcessPhoto(long photo) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected sealed override void EndInput()
    {
        Attempt(null, Say);
        base.EndInput();
    }
}
