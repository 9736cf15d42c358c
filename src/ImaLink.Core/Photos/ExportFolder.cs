using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Media.Identity;
using ImaLink.Media.Metadata;
using Microsoft.Win32.SafeHandles;

namespace ImaLink.Photos;

/// <summary>A copy that has its name.</summary>
/// <param name="FullName">Full path.</param>
/// <param name="Identity">What was written.</param>
/// <param name="WasThere">Whether the same bytes had the name already, so that nothing was written.</param>
internal sealed record PlacedCopy(string FullName, FileIdentity Identity, bool WasThere);

/// <summary>
/// The folder that copies go to. Each of them lies in it and in no storage, whatever links are on the way: that is looked at right before a copy is written, and once more before it gets its name.
/// Nothing is replaced, and nothing half-written ever has its name.
/// </summary>
/// <param name="root">Full path of the folder.</param>
/// <param name="storages">The storages that are registered, also those that are not there now.</param>
/// <param name="files">Writes.</param>
internal sealed class ExportFolder(string root, IReadOnlyCollection<StorageRow> storages, DurableFiles files)
{
    private const string Prefix = ".";

    private readonly HashSet<string> _tidied = new(StringComparer.Ordinal);

    // Asked once: a storage on a machine that does not answer would be waited for with every copy.
    private readonly string _root = RealPath.Of(root);
    private readonly List<(string Root, string Name)> _storages = [.. storages.Select(storage => (RealPath.Of(storage.Root), storage.Name))];

    /// <summary>Refuses a folder that lies in a storage, or is led to out of the destination.</summary>
    /// <exception cref="ImaLinkException">InvalidValue.</exception>
    internal void Require(string folder)
    {
        string real = RealPath.Of(folder);
        if (!IsWithin(real, _root, StringComparison.Ordinal))
            throw Refused($"'{folder}' leads out of '{root}', to '{real}', by a link. Take the link away, or name the folder that it leads to as the destination.");
        for (var above = new DirectoryInfo(real); above is not null; above = above.Parent)
            if (Directory.Exists(Path.Combine(above.FullName, StorageLayout.PrivateFolder)) && File.Exists(new StorageLayout(above.FullName).MasterIndex))
                throw Refused($"'{folder}' lies in the storage '{above.FullName}', where copies would be taken for new photos. Name a folder elsewhere.");
        // Of one that is unplugged, what is written to its place would hide what is in it.
        if (_storages.Find(storage => IsWithin(real, storage.Root, StringComparison.OrdinalIgnoreCase)) is { Name: { } known })
            throw Refused($"'{folder}' lies in the storage '{known}', where copies would be taken for new photos. Name a folder elsewhere.");

        ImaLinkException Refused(string why) => new(ErrorCode.InvalidValue, why, folder);
    }

    /// <summary>Writes a copy and gives it a name that is free.</summary>
    /// <param name="target">The name; _1, _2 are added where other files have it.</param>
    /// <param name="write">Writes it.</param>
    /// <param name="isRight">Whether what was written may have the name.</param>
    /// <returns>Null where it may not.</returns>
    /// <exception cref="ImaLinkException">The folder is refused, or cannot be written.</exception>
    internal PlacedCopy? Place(string target, Action<DurableFile> write, Func<FileIdentity, bool> isRight) => Written(target, write, (temporary, folder) =>
    {
        FileIdentity identity = IdentityOf(temporary);
        if (!isRight(identity))
            return null;
        Require(folder);
        string free = target;
        for (int number = 1; !files.TryPlace(temporary, free); number++)
        {
            if (Holds(free, identity))
                return new PlacedCopy(free, identity, WasThere: true);
            free = FileNames.Numbered(target, number);
        }

        files.FlushDirectory(folder);
        return new PlacedCopy(free, identity, WasThere: false);
    });

    /// <summary>Writes the sidecar of a copy.</summary>
    /// <returns>Whether it was written; null where something else has its name.</returns>
    /// <exception cref="ImaLinkException">The folder is refused, or cannot be written.</exception>
    internal bool? PlaceSidecar(string path, byte[] sidecar) => Written<bool?>(path, file => file.Write(sidecar), (temporary, folder) =>
    {
        Require(folder);
        if (files.TryPlace(temporary, path))
        {
            files.FlushDirectory(folder);
            return true;
        }

        return IsFile(path) && new FileInfo(path).Length == sidecar.Length && FileReading.ReadAllBytes(path, XmpPacket.MaxLength).AsSpan().SequenceEqual(sidecar) ? false : null;
    });

    /// <summary>While it is open, no other run takes the half-written file for one that was left.</summary>
    private T Written<T>(string target, Action<DurableFile> write, Func<string, string, T> place)
    {
        string folder = Path.GetDirectoryName(target)!;
        Require(folder);
        files.CreateDirectory(folder);
        Tidy(folder);
        string temporary = Path.Combine(folder, $"{Prefix}{Guid.NewGuid():N}{DurableFiles.Unfinished}"); // others may export into the same folder
        try
        {
            using DurableFile written = files.Create(temporary);
            write(written);
            written.Commit();
            return place(temporary, folder);
        }
        finally
        {
            files.Delete(temporary);
        }
    }

    /// <summary>Deletes what a run that was killed had not written to its end.</summary>
    private void Tidy(string folder)
    {
        if (!_tidied.Add(folder))
            return;
        foreach (string left in Directory.EnumerateFiles(folder, $"{Prefix}*{DurableFiles.Unfinished}").Where(IsLeft).ToList())
            files.Delete(left);
    }

    private static bool IsLeft(string path) =>
        Guid.TryParseExact(Path.GetFileName(path)[Prefix.Length..^DurableFiles.Unfinished.Length], "N", out _) && IsFile(path) && DurableFiles.IsLeft(path);

    private static bool Holds(string path, FileIdentity identity) => IsFile(path) && new FileInfo(path).Length == identity.Length && IdentityOf(path).Sha256 == identity.Sha256;

    /// <summary>A link to the photo itself is no copy of it.</summary>
    private static bool IsFile(string path) => new FileInfo(path) is { Exists: true, LinkTarget: null };

    private static bool IsWithin(string path, string folder, StringComparison comparison) =>
        path.Equals(folder, comparison) || path.StartsWith(Path.EndsInDirectorySeparator(folder) ? folder : folder + Path.DirectorySeparatorChar, comparison);

    private static FileIdentity IdentityOf(string path)
    {
        using SafeFileHandle file = FileReading.Open(path);
        return IdentityReader.Read(file, IdentityParts.All);
    }
}
