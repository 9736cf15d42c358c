using System.Management.Automation;
using ImaLink.Identity;

namespace ImaLink.PowerShell.Commands;

/// <summary>Computes the hothash of image files.</summary>
[Cmdlet(VerbsCommon.Get, "ImaHothash")]
[OutputType(typeof(FileIdentity))]
public sealed class GetImaHothashCommand : PSCmdlet
{
    /// <inheritdoc/>
    protected override void EndProcessing() => WriteObject(new ImaLinkException(ErrorCode.PathNotFound, "x"));
}
