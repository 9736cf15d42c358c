using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace ImaLink.PowerShell.Tests;

/// <summary>
/// Tests that derive from the cmdlets' base classes need the assembly before any of them imports the module: it is
/// the module's own, never a copy beside the tests, and it finds the core as it does for users.
/// </summary>
internal static class ModuleAssembly
{
    [ModuleInitializer]
    internal static void Resolve() => AssemblyLoadContext.Default.Resolving += static (context, name) =>
        name.Name == "ImaLink.PowerShell"
            ? context.LoadFromAssemblyPath(Path.Combine(Repository.Module, "ImaLink.PowerShell.dll"))
            : null;
}
