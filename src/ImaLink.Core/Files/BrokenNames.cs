using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace ImaLink.Files;

/// <summary>
/// Names that are no text. On Linux a name is any bytes; .NET shows those that are no UTF-8 as U+FFFD, and the file cannot be opened by
/// what it shows, or another one is opened that is really called so.
/// </summary>
internal static partial class BrokenNames
{
    private const char Replacement = '\uFFFD';

    /// <summary>Takes out of the listing of a folder what lies there under such a name.</summary>
    /// <param name="folder">Full path.</param>
    /// <param name="entries">What was listed in it.</param>
    /// <param name="nameOf">The name of an entry.</param>
    /// <param name="isFolder">Whether an entry is a folder.</param>
    /// <returns>The names, with the bytes that are no text as <c>\xE9</c>.</returns>
    internal static List<string> TakeOut<T>(string folder, List<T> entries, Func<T, string> nameOf, Func<T, bool> isFolder)
    {
        if (!entries.Exists(entry => nameOf(entry).Contains(Replacement, StringComparison.Ordinal)))
            return [];
        var broken = new List<string>();
        foreach (byte[] raw in In(folder))
        {
            string shown = Encoding.UTF8.GetString(raw);
            bool wanted = Directory.Exists(Path.Combine(folder, shown));
            int at = entries.FindIndex(entry => nameOf(entry) == shown && isFolder(entry) != wanted);
            at = at < 0 ? entries.FindIndex(entry => nameOf(entry) == shown) : at;
            if (at < 0)
                continue; // it came after the listing
            entries.RemoveAt(at);
            broken.Add(Escaped(raw));
        }

        return broken;
    }

    /// <summary>The names beside a path that are shown as its own is.</summary>
    internal static List<string> ShownAs(string path) => Path.GetFileName(path).Contains(Replacement, StringComparison.Ordinal) && Path.GetDirectoryName(path) is { Length: > 0 } folder
        ? [.. In(folder).Where(raw => Encoding.UTF8.GetString(raw) == Path.GetFileName(path)).Select(raw => Escaped(raw))] : [];

    /// <summary>What is to be said of such a name.</summary>
    internal static string Message(string path) =>
        $"'{path}' has a name that is no UTF-8 text, so it cannot be told from others or opened by its name. Rename it (convmv does whole folders), then run the command again.";

    private static List<byte[]> In(string folder)
    {
        // macOS and Windows keep no such names.
        if (!OperatingSystem.IsLinux() || nint.Size != 8)
            return [];
        return All(folder).FindAll(raw => !System.Text.Unicode.Utf8.IsValid(raw));
    }

    /// <summary>The names as the bytes that they are: on Linux with 64 bits the entries of a folder look alike everywhere.</summary>
    private static List<byte[]> All(string folder)
    {
        const int nameOffset = 19;
        var names = new List<byte[]>();
        nint stream = opendir(folder);
        if (stream == 0)
            return names; // told by whoever lists the folder
        for (nint entry = readdir(stream); entry != 0; entry = readdir(stream))
        {
            int length = 0;
            while (Marshal.ReadByte(entry, nameOffset + length) != 0)
                length++;
            var name = new byte[length];
            Marshal.Copy(entry + nameOffset, name, 0, length);
            names.Add(name);
        }

        _ = closedir(stream);
        return names;
    }

    /// <summary>A name with the bytes that are no text as <c>\xE9</c>.</summary>
    internal static string Escaped(ReadOnlySpan<byte> raw)
    {
        var text = new StringBuilder();
        for (ReadOnlySpan<byte> rest = raw; !rest.IsEmpty;)
        {
            bool isText = Rune.DecodeFromUtf8(rest, out Rune rune, out int length) == System.Buffers.OperationStatus.Done;
            if (isText)
                text.Append(rune.ToString());
            else
                foreach (byte one in rest[..length])
                    text.Append(CultureInfo.InvariantCulture, $"\\x{one:X2}");
            rest = rest[length..];
        }

        return text.ToString();
    }

#pragma warning disable SYSLIB1054, IDE1006 // names are the system's own
    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint opendir(string path);

    [LibraryImport("libc")]
    private static partial nint readdir(nint directory);

    [LibraryImport("libc")]
    private static partial int closedir(nint directory);
#pragma warning restore SYSLIB1054, IDE1006
}
