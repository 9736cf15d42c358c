using System.Security.Cryptography;
using System.Text.Json;
using ImaLink.Files;
using ImaLink.Media.Identity;

namespace ImaLink.Index;

/// <summary>Reads and writes the master index (docs/master-index.schema.json).</summary>
public static class MasterIndexFile
{
    private const long MaxBytes = 64 << 20;

    /// <summary>Reads <c>index.json</c>.</summary>
    /// <exception cref="ImaLinkException">PathNotFound, ReadFailed, or IndexCorrupt.</exception>
    public static MasterIndex Read(string path) => Read(path, out _);

    /// <summary>As <see cref="Read(string)"/>, with the SHA-256 of the very bytes that were read.</summary>
    internal static MasterIndex Read(string path, out string sha256)
    {
        try
        {
            using FileStream stream = OwnFiles.OpenRead(path);
            if (stream.Length > MaxBytes)
                throw Corrupt(path, "it is absurdly large");
            using var hash = SHA256.Create();
            using var hashing = new CryptoStream(stream, hash, CryptoStreamMode.Read);
            MasterIndex index = JsonSerializer.Deserialize(hashing, IndexJson.Instance.MasterIndex) ?? throw new JsonException("It is null.");
            sha256 = Hex.Of(hash.Hash!);
            EarlyFormat.Complete(index);
            IndexCheck.Master(index);
            return index;
        }
        catch (Exception e) when (IndexJson.IsMalformed(e))
        {
            throw Corrupt(path, IndexJson.Problem(e), e);
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            throw IoErrors.Wrap(e, path);
        }
    }

    /// <summary>Writes the <c>index.json</c> of a new storage; one that is there is left alone.</summary>
    /// <returns>SHA-256 of what was written.</returns>
    internal static string Create(DurableFiles files, StorageLayout layout, MasterIndex index)
    {
        string sha256 = "";
        files.TryWriteNew(layout.MasterIndex, stream => sha256 = IndexDigest.Of(stream, to => Write(to, index)));
        return sha256;
    }

    /// <summary>Writes <c>index.json</c>, in the place of the one that is there.</summary>
    /// <param name="files">How.</param>
    /// <param name="layout">The storage.</param>
    /// <param name="index">What it says.</param>
    /// <param name="keepBackup">Whether the one that is there becomes the previous version.</param>
    /// <param name="lastLook">Called right before it takes the place; whatever it throws leaves the former one.</param>
    /// <returns>SHA-256 of what was written.</returns>
    internal static string Replace(DurableFiles files, StorageLayout layout, MasterIndex index, bool keepBackup = false, Action? lastLook = null)
    {
        string sha256 = "";
        files.Replace(layout.MasterIndex, stream => sha256 = IndexDigest.Of(stream, to => Write(to, index)), keepBackup, lastLook);
        return sha256;
    }

    /// <summary>What stands in an <c>index.json</c>.</summary>
    public static void Write(Stream stream, MasterIndex index)
    {
        using (var writer = new Utf8JsonWriter(stream, IndexJson.Indented))
            JsonSerializer.Serialize(writer, index, IndexJson.Instance.MasterIndex);
        stream.WriteByte((byte)'\n');
    }

    /// <summary>Whether this version may write an index of that version: only of its own major version.</summary>
    public static bool IsWritable(string version) =>
        Version.TryParse(version, out Version? parsed) && parsed <= Version.Parse(MasterIndex.CurrentVersion);

    private static ImaLinkException Corrupt(string path, string what, Exception? cause = null) => new(ErrorCode.IndexCorrupt,
        $"'{path}' is no usable master index ({what}). Its previous version, if there is one, is '{path}.bak'; nothing was changed. Update-ImaIndex writes it again from all that can be read.", path, cause);
}
