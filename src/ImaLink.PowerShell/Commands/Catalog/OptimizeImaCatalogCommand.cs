using System.Management.Automation;

namespace ImaLink.PowerShell.Commands;

/// <summary>Makes the catalog file small and its queries fast again.</summary>
/// <remarks>
/// Puts the search text in order, brings the statistics for queries up to date, gives back unused space and empties the
/// write-ahead log. Others may read meanwhile; while another process writes, the error is CatalogBusy and nothing is lost. For a
/// time it needs as much room again as the catalog takes. Useful after much was removed, or a large storage restored.
/// </remarks>
/// <example>
/// <code>Optimize-ImaCatalog</code>
/// <para>Optimizes the catalog in use, and tells its size before and after.</para>
/// </example>
[Cmdlet(VerbsCommon.Optimize, "ImaCatalog", SupportsShouldProcess = true)]
[OutputType(typeof(CatalogOptimization))]
public sealed class OptimizeImaCatalogCommand : CatalogQueryCommand
{
    /// <inheritdoc/>
    protected override void EndInput()
    {
        if (!File.Exists(CatalogFile))
            throw new ImaLinkException(ErrorCode.PathNotFound, $"There is no catalog '{CatalogFile}' yet. Give another one with -Catalog.", CatalogFile);
        if (!ShouldProcess(CatalogFile, "Optimize catalog"))
            return;
        CatalogOptimization? result = null;
        PipelinePump.Run(this, (pump, token) => result = Database.Optimize(pump.Reporter, token));
        WriteObject(result);
    }
}
