namespace ImaLink.Index;

/// <summary>
/// A plan of a journal, a line of a ledger, an entry of the trash: like an index, it lies in the storage, and whoever could
/// write there may have written it.
/// </summary>
internal interface IUntrusted
{
    /// <summary>Refuses what would fail or do harm later.</summary>
    /// <exception cref="System.Text.Json.JsonException">Something is missing or out of range, or a path leads out of the storage.</exception>
    void Check();
}
