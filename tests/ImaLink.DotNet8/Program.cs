using System.Reflection;
using System.Runtime.Loader;
using ImaLink.DotNet8;

// Arguments: the core of an assembled module, a photo, an empty folder. Says what became of the photo, and in which .NET.
if (args is not [var core, var photo, var folder])
{
    Console.Error.WriteLine("Usage: ImaLink.DotNet8 CORE PHOTO FOLDER");
    return 64;
}

var module = new CoreContext(Path.Combine(core, "ImaLink.Core.dll"));
AssemblyLoadContext.Default.Resolving += (_, name) => name.Name == "ImaLink.Core" ? module.LoadFromAssemblyName(name) : null;
FirstArchive.Make(photo, folder);
return 0;

/// <summary>As the module loads its core: by the deps.json beside it, and nothing from elsewhere.</summary>
internal sealed class CoreContext(string assembly) : AssemblyLoadContext("ImaLink")
{
    private readonly AssemblyDependencyResolver _resolver = new(assembly);

    protected override Assembly? Load(AssemblyName assemblyName) =>
        _resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path) : null;

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : 0;
}
