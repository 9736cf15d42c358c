using ImaLink.Files;

namespace ImaLink.Index.Journals;

/// <summary>
/// The files of a restoration's journal: the plan, the files that come back, a line each, and those among them that got another name
/// since. They are read as streams: what is held is the number of each, as none comes back twice, and all of those that got another name.
/// </summary>
internal sealed class RestoreJournal
{
    private const string FilesList = "files.jsonl";
    private readonly JsonLines<RestoredFile> _files;
    private readonly JsonLines<RestoredFile> _renamed;

    internal RestoreJournal(Journal journal, DurableFiles files)
    {
        Journal = journal;
        _files = new(files, Path.Combine(journal.Folder, FilesList), JournalJson.Instance.RestoredFile);
        _renamed = new(files, Path.Combine(journal.Folder, "renamed.jsonl"), JournalJson.Instance.RestoredFile);
    }

    internal Journal Journal { get; }

    /// <summary>Begins; without any file it is ended at once.</summary>
    /// <returns>Whether there is any.</returns>
    internal bool Begin(IEnumerable<RestoredFile> files)
    {
        bool any = false;
        _files.Append(files.Select(file =>
        {
            any = true;
            return file;
        }));
        if (any)
            Journal.Begin(new RestorePlan(), JournalJson.Instance.RestorePlan);
        else
            Journal.End();
        return any;
    }

    /// <summary>A file whose name had been taken goes to another, which is durable when this returns.</summary>
    internal void Rename(RestoredFile file) => _renamed.Append([file]);

    /// <summary>What comes back, as it is read.</summary>
    /// <exception cref="ImaLinkException">IndexCorrupt: like an index, this is untrusted.</exception>
    internal IEnumerable<RestoredFile> Files()
    {
        RestorePlan plan = Journal.Plan(JournalJson.Instance.RestorePlan);
        if (plan.Files is null)
            Journal.RequireList(FilesList);
        var renamed = new Dictionary<(string Trash, int Number), RestoredFile>();
        foreach (RestoredFile file in _renamed.Read())
            renamed[(file.Trash, file.Entry.Number)] = file;
        var numbers = new Dictionary<string, HashSet<int>>(StringComparer.Ordinal);
        foreach (RestoredFile file in plan.Files ?? _files.Read(isWhole: true))
        {
            if (!numbers.TryGetValue(file.Trash, out HashSet<int>? known))
                numbers.Add(file.Trash, known = []);
            if (!known.Add(file.Entry.Number))
                throw new ImaLinkException(ErrorCode.IndexCorrupt, $"The journal '{Journal.Folder}' brings a file back twice ({IndexCheck.Excerpt(file.Id)}). Nothing was changed. Move that folder out of the storage to give the operation up.", Journal.Folder);
            yield return renamed.GetValueOrDefault((file.Trash, file.Entry.Number)) ?? file;
        }
    }
}
