using ImaLink.Catalog;

namespace ImaLink.Archive;

/// <summary>Registers files that their owner put under <c>photos/</c>, where they lie, as a session.</summary>
public interface IAdoption
{
    /// <summary>Goes on with what this catalog had begun to adopt under this title when it was interrupted.</summary>
    internal void GoOn(StorageRow storage, string title, OperationReporter reporter, CancellationToken cancellationToken);

    /// <summary>Adopts the photos that are wanted, by their full paths, with their companions.</summary>
    internal void Adopt(StorageRow storage, string title, Predicate<string> isWanted, OperationReporter reporter, CancellationToken cancellationToken);
}
