using System.Text.Json;
using ImaLink.Storage;

namespace ImaLink.Index;

/// <summary>Reads and writes the master index (docs/master-index.schema.json).</summary>
public static class MasterIndexFile
{
    private const long MaxBytes = 64 << 20;

    /// <summary>Reads <c>index.json</c>.</summary>
    /// <exception cref="ImaLinkException">PathNotFound, ReadFailed, or IndexCorrupt.</exception>
    public static MasterIndex Read(string path) => Parse(path, ReadBytes(path));

    /// <summary>Reads the bytes of <c>index.json</c>, which is never large.</summary>
    /// <exception cref="ImaLinkException">PathNotFound, ReadFailed, or IndexCorrupt.</exception>
    public static byte[] ReadBytes(string path)
    {
        try
        {
            using FileStream stream = OwnFiles.OpenRead(path);
            if (stream.Length > MaxBytes)
                throw Corrupt(path, "it is absurdly large");
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            throw IoErrors.Wrap(e, path);
        }
    }

    /// <summary>Understands the bytes of a master index.</summary>
    /// <exception cref="ImaLinkException">IndexCorrupt.</exception>
    public static MasterIndex Parse(string path, byte[] bytes)
    {
        try
        {
            MasterIndex index = JsonSerializer.Deserialize(bytes, IndexJson.Instance.MasterIndex) ?? throw new JsonException("It is null.");
            EarlyFormat.Complete(index);
            IndexCheck.Master(index);
            return index;
        }
        catch (Exception e) when (IndexJson.IsMalformed(e))
        {
            throw Corrupt(path, IndexJson.Problem(e), e);
        }
    }

    /// <summary>Writes a master index.</summary>
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
