using System.Management.Automation;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace ImaLink.PowerShell;

/// <summary>
/// Runs when the module is imported: from then on ImaLink.Core and its packages are found in the module's
/// <c>core</c> folder, in a load context of their own, so that they meet no other module's versions.
/// </summary>
public sealed class ModuleInitializer : IModuleAssemblyInitializer
{
    private static readonly Lazy<CoreLoadContext> Core = new(() => new CoreLoadContext());
    private static int _hooked;

    /// <summary>Registers the resolver, once per process, and tells <c>OneVersion.psm1</c> which assembly was loaded; loads nothing.</summary>
    public void OnImport()
    {
        if (Interlocked.Exchange(ref _hooked, 1) != 0)
            return;
        AppContext.SetData("ImaLink.PowerShell", typeof(ModuleInitializer).Assembly);
        AssemblyLoadContext.Default.Resolving += static (_, name) =>
            name.Name == CoreLoadContext.RootAssembly ? Core.Value.LoadFromAssemblyName(name) : null;
    }

    private sealed class CoreLoadContext() : AssemblyLoadContext("ImaLink")
    {
        internal const string RootAssembly = "ImaLink.Core";

        private static readonly string Folder = Path.Combine(Path.GetDirectoryName(typeof(ModuleInitializer).Assembly.Location)!, "core");
        private readonly AssemblyDependencyResolver _resolver = new(Path.Combine(Folder, RootAssembly + ".dll"));

        protected override Assembly? Load(AssemblyName assemblyName) =>
            _resolver.ResolveAssemblyToPath(assemblyName) is { } path && !RuntimeHas(assemblyName) ? LoadFromAssemblyPath(CompiledAhead(path) ?? path) : null;

        // The same assembly, compiled for this platform. One of another platform would not load, so each has a folder.
        private static string? CompiledAhead(string path)
        {
            string ahead = Path.Combine(Folder, "ahead", RuntimeInformation.RuntimeIdentifier, Path.GetFileName(path));
            return File.Exists(ahead) ? ahead : null;
        }

        // What a newer runtime brings itself is compiled ahead there; ours would be compiled at first use.
        private static bool RuntimeHas(AssemblyName name)
        {
            string path = Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), name.Name + ".dll");
            return File.Exists(path) && AssemblyName.GetAssemblyName(path).Version >= name.Version;
        }

        protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
            _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : 0;
    }
}
