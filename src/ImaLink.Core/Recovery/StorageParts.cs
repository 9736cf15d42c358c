using System.Text.RegularExpressions;
using ImaLink.Index;

namespace ImaLink.Recovery;

/// <summary>The parts of a storage that a folder holds, by their names alone.</summary>
internal readonly partial record struct StorageParts(bool Index, bool Backup, bool Private, bool Imports, bool Photos)
{
    private static readonly StorageLayout Names = new("");

    internal static StorageParts OfFile(ReadOnlySpan<char> name) => new()
    {
        Index = name.SequenceEqual(Names.MasterIndex),
        Backup = name is "index.json.bak",
    };

    internal static StorageParts OfFolder(ReadOnlySpan<char> name) => new()
    {
        Private = name.SequenceEqual(StorageLayout.PrivateFolder),
        Imports = name.SequenceEqual(Names.Imports),
        Photos = name.SequenceEqual(StorageLayout.PhotosFolder),
    };

    public static StorageParts operator |(StorageParts one, StorageParts other) => new(
        one.Index | other.Index, one.Backup | other.Backup, one.Private | other.Private, one.Imports | other.Imports, one.Photos | other.Photos);

    /// <summary>
    /// Whether a folder with these parts is a storage, intact or damaged: it has a storage's name and any part of one, or,
    /// renamed, the program's own folder and an index of any kind.
    /// </summary>
    internal bool MakeAStorageOf(string fullName) => Private && (Index || Backup || Imports) || this != default && IsStorageName(Path.GetFileName(fullName));

    /// <summary>Whether the folder may be a storage that lost its own folder and its name: only its index tells.</summary>
    internal bool MayBeAStorage => Index && (Imports || Photos);

    private static bool IsStorageName(string name) => StorageName().IsMatch(name);

    [GeneratedRegex("^imalink_[0-9]{8}_[0-9]{6}_[0-9a-f]{8}$", RegexOptions.CultureInvariant)]
    private static partial Regex StorageName();
}
