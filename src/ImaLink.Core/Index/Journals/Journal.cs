using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ImaLink.Files;

namespace ImaLink.Index.Journals;

/// <summary>
/// The folder of one unfinished operation under <c>.imalink/journal</c>: a plan that is durable before the operation begins,
/// whatever the operation notes while it works, and a folder for files on their way in. The plan's file is written last and
/// deleted first: a folder without it was never begun, or is finished.
/// </summary>
internal sealed class Journal
{
    private const string PlanFile = "operation.json";
    private readonly DurableFiles _files;

    private Journal(DurableFiles files, StorageLayout layout, string name)
    {
        _files = files;
        Name = name;
        Folder = Path.Combine(layout.Journals, name);
        Incoming = Path.Combine(layout.Incoming, name);
    }

    /// <summary>"import-&lt;operation&gt;_&lt;catalog&gt;": what, which, whose.</summary>
    internal string Name { get; }

    /// <summary>Whether it was begun by a run that was interrupted: what it names may have been placed in part.</summary>
    internal bool IsResumed { get; private init; }

    /// <summary>The UUID of the operation, as its name says; null where that is none of ours.</summary>
    internal Guid? Operation => Guid.TryParseExact(Name[(Kind.Length + 1)..].Split('_')[0], "N", out Guid operation) ? operation : null;

    internal string Kind => Name[..Name.IndexOf('-')];

    /// <summary>Whether a catalog began it, as its name says; whoever could write the storage may have given it that name.</summary>
    internal bool IsOf(Guid catalog) => Name.EndsWith($"_{catalog:N}", StringComparison.OrdinalIgnoreCase);

    internal string Folder { get; }

    /// <summary>The operation's folder for files on their way in.</summary>
    internal string Incoming { get; }

    /// <summary>A journal that has not begun: its folders exist, its plan does not.</summary>
    internal static Journal Prepare(DurableFiles files, StorageLayout layout, string kind, Guid operation, Guid catalog)
    {
        var journal = new Journal(files, layout, $"{kind}-{operation:N}_{catalog:N}");
        files.CreateDirectory(journal.Folder, layout.Root);
        files.CreateDirectory(journal.Incoming, layout.Root);
        // A run that was interrupted may have made folders, and flushed none.
        files.FlushDirectory(layout.Journals);
        files.FlushDirectory(layout.Private);
        return journal;
    }

    /// <summary>The journals that were begun and not ended, oldest first.</summary>
    internal static List<Journal> Unfinished(DurableFiles files, StorageLayout layout) => !Directory.Exists(layout.Journals) ? []
        : Directory.EnumerateDirectories(layout.Journals)
            .Where(folder => RealPath.LinkBelow(layout.Root, folder) is null && File.Exists(Path.Combine(folder, PlanFile)) && Path.GetFileName(folder).Contains('-'))
            .OrderBy(folder => File.GetLastWriteTimeUtc(Path.Combine(folder, PlanFile))).ThenBy(folder => folder, StringComparer.Ordinal)
            .Select(folder => new Journal(files, layout, Path.GetFileName(folder)) { IsResumed = true }).ToList();

    /// <summary>Deletes what journals left that never began or were ended. Called under the storage's lock.</summary>
    internal static void CleanUp(DurableFiles files, StorageLayout layout)
    {
        foreach (string parent in new[] { layout.Journals, layout.Incoming })
        {
            if (!Directory.Exists(parent))
                continue;
            foreach (string folder in Directory.EnumerateDirectories(parent))
                if (!File.Exists(Path.Combine(layout.Journals, Path.GetFileName(folder), PlanFile)))
                    files.DeleteTree(folder);
        }
    }

    /// <summary>Begins the operation: from here on it will be finished, by this process or the next.</summary>
    internal void Begin<T>(T plan, JsonTypeInfo<T> type) => _files.Replace(Path.Combine(Folder, PlanFile), stream =>
    {
        using var writer = new Utf8JsonWriter(stream, IndexJson.Indented);
        JsonSerializer.Serialize(writer, plan, type);
    });

    internal T Plan<T>(JsonTypeInfo<T> type)
        where T : IUntrusted
    {
        string path = Path.Combine(Folder, PlanFile);
        try
        {
            T plan = JsonSerializer.Deserialize(OwnFiles.ReadAllBytes(path), type) ?? throw new JsonException("It is null.");
            plan.Check();
            return plan;
        }
        catch (Exception e) when (IndexJson.IsMalformed(e))
        {
            throw new ImaLinkException(ErrorCode.IndexCorrupt, $"The journal '{path}' is damaged ({IndexJson.Problem(e)}). Nothing was changed. Move its folder out of the storage to give that operation up.", path, e);
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            throw IoErrors.Wrap(e, path);
        }
    }

    /// <summary>Makes sure of a list that was durable before the operation began: without it there would seem to be nothing to do.</summary>
    /// <exception cref="ImaLinkException">IndexCorrupt, where it is absent, as in a storage that was copied in part; PathNotFound, where the operation has ended meanwhile.</exception>
    internal void RequireList(string name)
    {
        string path = Path.Combine(Folder, name);
        if (File.Exists(path))
            return;
        throw File.Exists(Path.Combine(Folder, PlanFile))
            ? new ImaLinkException(ErrorCode.IndexCorrupt, $"The journal '{Folder}' lacks its list '{name}'. Nothing was changed. Bring that file back, or move the folder out of the storage to give the operation up.", path)
            : IoErrors.Wrap(new FileNotFoundException(), path);
    }

    /// <summary>Ends the operation: nothing is left to be done.</summary>
    internal void End()
    {
        _files.Delete(Path.Combine(Folder, PlanFile));
        _files.FlushDirectory(Folder);
        _files.DeleteTree(Folder);
        _files.DeleteTree(Incoming);
    }
}
