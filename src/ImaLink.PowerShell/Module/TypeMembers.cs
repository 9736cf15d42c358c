using System.Management.Automation;

namespace ImaLink.PowerShell;

/// <summary>Members that ImaLink.PowerShell.Types.ps1xml adds to emitted objects.</summary>
public static class TypeMembers
{
    private const string FileSystem = @"Microsoft.PowerShell.Core\FileSystem::";

    /// <summary>The path by which Copy-Item, Get-Item and our own cmdlets take the object from the pipeline, brackets and all.</summary>
    /// <param name="instance">An object with a FullName, which need not be a path.</param>
    /// <returns>The provider-qualified path, or null.</returns>
    public static string? GetPSPath(PSObject instance) =>
        instance?.Properties["FullName"]?.Value is string path && Path.IsPathFullyQualified(path) ? FileSystem + path : null;
}
