using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ImaLink.Host;

/// <summary>
/// The library that knows the cultures. Without it .NET would end the process at its first text; a NAS need not have it, and nothing
/// of ours needs a culture.
/// </summary>
internal static partial class Icu
{
    /// <summary>Before anything else: .NET asks for the switch once.</summary>
    [ModuleInitializer]
    internal static void DoWithout()
    {
        if (OperatingSystem.IsLinux() && Load() == 0)
            AppContext.SetSwitch("System.Globalization.Invariant", true);
    }

    [LibraryImport("libSystem.Globalization.Native", EntryPoint = "GlobalizationNative_LoadICU")]
    private static partial int Load();
}
