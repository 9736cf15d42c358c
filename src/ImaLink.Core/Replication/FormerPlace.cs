using System.Text.Json;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Index.Journals;

namespace ImaLink.Replication;

/// <summary>
/// The note in a storage that was moved on where it was before: as long as the old place is there, it can be removed by a later run.
/// </summary>
internal sealed class FormerPlace(DurableFiles files, StorageLayout target)
{
    /// <summary>Path in the storage, with <c>/</c>. The note is of one place and does not go along with a further move.</summary>
    internal const string NotePath = ".imalink/moved-from.json";

    private readonly string _note = target.FullName(NotePath);

    /// <summary>The old place of this storage; null where none is left, or none was noted.</summary>
    internal StorageLayout? Of(Guid storage)
    {
        try
        {
            return File.Exists(_note) && JsonSerializer.Deserialize(OwnFiles.ReadAllBytes(_note), JournalJson.Instance.MovePlan) is { } plan
                && plan.Storage == storage && plan.Source.Length > 0 ? new StorageLayout(plan.Source) : null;
        }
        catch (Exception e) when (e is JsonException || IoErrors.IsIo(e))
        {
            return null; // then the owner removes the old place himself
        }
    }

    /// <summary>Notes the old place; one that has gone needs no note.</summary>
    internal void Keep(Guid storage, StorageLayout source)
    {
        if (!Directory.Exists(source.Root))
        {
            files.Delete(_note);
            return;
        }

        files.Replace(_note, stream =>
        {
            using var writer = new Utf8JsonWriter(stream, IndexJson.Indented);
            JsonSerializer.Serialize(writer, new MovePlan { Storage = storage, Source = source.Root }, JournalJson.Instance.MovePlan);
        });
    }

    /// <summary>Refuses an old place that is not the one that was left: another storage, or by some link the new place itself.</summary>
    /// <exception cref="ImaLinkException">PathNotFound, MoveFailed, IndexCorrupt.</exception>
    internal static void RequireLeft(Guid storage, StorageLayout source)
    {
        if (!File.Exists(source.MasterIndex))
            throw new ImaLinkException(ErrorCode.PathNotFound, $"The old place '{source.Root}' is not there. Connect its drive, or remove it by hand.", source.Root);
        StorageInfo info = MasterIndexFile.Read(source.MasterIndex).StorageInfo;
        if (!info.Retired || info.Uuid != storage)
            throw new ImaLinkException(ErrorCode.MoveFailed, $"'{source.Root}' is not the retired place that the storage was moved from. Nothing was removed; give -RemoveSource again when that place is there.", source.Root);
    }
}
