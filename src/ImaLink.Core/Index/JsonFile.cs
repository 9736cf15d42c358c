using System.Text.Json;
using ImaLink.Files;

namespace ImaLink.Index;

/// <summary>Reads a large JSON file of a storage as a stream; what is wrong with it names the file and the place.</summary>
internal static class JsonFile
{
    /// <summary>Reads what is wanted of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="what">What it is, in words.</param>
    /// <param name="read">Takes it from the file.</param>
    /// <exception cref="ImaLinkException">The file cannot be read; IndexCorrupt: it is no such file, or is damaged.</exception>
    internal static IEnumerable<T> Read<T>(string path, string what, Func<JsonFileScanner, IEnumerable<T>> read)
    {
        using FileStream stream = OpenRead(path);
        var scanner = new JsonFileScanner(stream);
        using IEnumerator<T> items = read(scanner).GetEnumerator();
        while (true)
        {
            try
            {
                if (!items.MoveNext())
                    yield break;
            }
            catch (Exception e) when (IndexJson.IsMalformed(e))
            {
                throw Corrupt(path, what, $"near byte {scanner.Position}: {IndexJson.Problem(e)}", e);
            }
            catch (Exception e) when (IoErrors.IsIo(e))
            {
                throw IoErrors.Wrap(e, path);
            }

            yield return items.Current;
        }
    }

    /// <summary>The names of the properties of the file's one object, each of which occurs once; the value has to be taken or skipped before the next.</summary>
    internal static IEnumerable<string> Properties(this JsonFileScanner scanner)
    {
        scanner.Expect(JsonTokenType.StartObject);
        var seen = new HashSet<string>();
        while (scanner.Read() && scanner.TokenType == JsonTokenType.PropertyName)
        {
            IndexCheck.Require(seen.Add(scanner.Name), $"'{IndexCheck.Excerpt(scanner.Name)}' occurs twice.");
            yield return scanner.Name;
        }

        IndexCheck.Require(!scanner.Read(), "Something follows the end.");
    }

    /// <summary>Goes to the next token, which has to be of one kind.</summary>
    internal static void Expect(this JsonFileScanner scanner, JsonTokenType type) =>
        IndexCheck.Require(scanner.Read() && scanner.TokenType == type, type == JsonTokenType.StartObject ? "An object is expected." : "Something else is expected.");

    internal static ImaLinkException Corrupt(string path, string what, string problem, Exception? cause = null) => new(ErrorCode.IndexCorrupt,
        $"'{path}' is no usable {what} ({problem}). Its previous version, if there is one, is '{path}.bak'; Update-ImaIndex writes it again from all that can be read.", path, cause);

    private static FileStream OpenRead(string path)
    {
        try
        {
            return OwnFiles.OpenRead(path);
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            throw IoErrors.Wrap(e, path);
        }
    }
}
