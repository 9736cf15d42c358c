using System.Runtime.InteropServices;

namespace ImaLink.Media.Previews;

/// <summary>
/// The memory that decoders have given back. The C library of most Linux systems keeps it for the thread that had it: after a few
/// large pictures on several threads that is more than all that is under way.
/// </summary>
internal static partial class NativeHeap
{
    private static bool _isOther = !OperatingSystem.IsLinux();

    /// <summary>Gives it to the system, where the C library can.</summary>
    public static void Trim()
    {
        if (_isOther)
            return;
        try
        {
            _ = MallocTrim(0);
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            _isOther = true; // musl keeps next to nothing
        }
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int MallocTrim(nint pad);
}
