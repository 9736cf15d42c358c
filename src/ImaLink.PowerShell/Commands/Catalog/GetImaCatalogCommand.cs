using System.Management.Automation;

namespace ImaLink.PowerShell.Commands;

/// <summary>Shows where the catalog is and what it holds.</summary>
/// <remarks>
/// The catalog is a cache of what the storages' own indexes say, and Restore-ImaCatalog rebuilds it from them. It is created by the first
/// command that writes.
/// </remarks>
/// <example>
/// <code>Get-ImaCatalog</code>
/// <para>Shows the catalog in use.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "ImaCatalog")]
[OutputType(typeof(CatalogInfo))]
public sealed class GetImaCatalogCommand : CatalogQueryCommand
{
    /// <inheritdoc/>
    protected override void EndInput() => WriteObject(Database.Describe());
}
