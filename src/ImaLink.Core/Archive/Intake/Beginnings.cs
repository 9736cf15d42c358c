using System.Globalization;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Index.Journals;
using Microsoft.Win32.SafeHandles;

namespace ImaLink.Archive.Intake;

/// <summary>
/// Finds a file of the same name that is the beginning of another: an upload or a copy that broke off, and came again. Either
/// may be the one that came first.
/// </summary>
internal sealed class Beginnings(CatalogDatabase catalog, StorageLayout layout, long storageId)
{
    /// <summary>Cameras count from the beginning again: there may be many of one name.</summary>
    private const int MostCandidates = 64;

    /// <summary>Two photos differ in less than this: in their time, if in nothing else.</summary>
    private const int FirstLook = 4096;

    // Decided and not yet in the catalog: by name, where its bytes are until they are placed.
    private readonly Dictionary<string, List<(ImportRecord Record, string Bytes)>> _pending = new(StringComparer.Ordinal);

    /// <summary>The files added so far are in the catalog and in their places now.</summary>
    internal void Settled() => _pending.Clear();

    /// <summary>Remembers a file that will be placed.</summary>
    internal void Add(IntakeResult taken, ImportRecord record)
    {
        if (!_pending.TryGetValue(NameOf(taken), out var files))
            _pending.Add(NameOf(taken), files = []);
        files.Add((record, BytesOf(taken)));
    }

    /// <summary>What to say of a file; null where it is no beginning of another, and no other one of it.</summary>
    internal string? Find(IntakeResult taken)
    {
        var files = catalog.Files.ByOriginalName(storageId, NameOf(taken), MostCandidates).Where(row => layout.Reaches(row.Path))
            .Select(row => (row.Path, Bytes: layout.FullName(row.Path), row.Size))
            .Concat(_pending.GetValueOrDefault(NameOf(taken), []).Select(file => (file.Record.Entry!.Path!, file.Bytes, file.Record.Entry.FileSize)));
        long size = taken.Identity!.Length;
        string? words = null;
        foreach ((string path, string bytes, long other) in files)
        {
            if (size == other || !BeginAlike(BytesOf(taken), bytes, Math.Min(size, other)))
                continue;
            if (size < other)
                return string.Create(CultureInfo.InvariantCulture, $"It is the beginning of '{path}', {size:N0} of {other:N0} bytes: an upload or a copy that broke off.");
            words ??= string.Create(CultureInfo.InvariantCulture, $"'{path}' is only the beginning of it, {other:N0} of {size:N0} bytes: an upload or a copy that broke off.");
        }

        return words;
    }

    private static string NameOf(IntakeResult taken) => Path.GetFileName(taken.File.Path);

    private static string BytesOf(IntakeResult taken) => taken.Copy ?? taken.File.Path;

    private static bool BeginAlike(string one, string other, long count)
    {
        try
        {
            using SafeFileHandle first = FileReading.Open(one), second = FileReading.Open(other);
            byte[] block = new byte[1 << 16], further = new byte[1 << 16];
            for (long position = 0; position < count;)
            {
                int length = (int)Math.Min(position == 0 ? FirstLook : block.Length, count - position);
                if (!Fill(first, block.AsSpan(0, length), position) || !Fill(second, further.AsSpan(0, length), position)
                    || !block.AsSpan(0, length).SequenceEqual(further.AsSpan(0, length)))
                    return false;
                position += length;
            }

            return count > 0;
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            return false;
        }
    }

    private static bool Fill(SafeFileHandle file, Span<byte> block, long position)
    {
        while (!block.IsEmpty)
        {
            int read = RandomAccess.Read(file, block, position);
            if (read == 0)
                return false;
            block = block[read..];
            position += read;
        }

        return true;
    }
}
