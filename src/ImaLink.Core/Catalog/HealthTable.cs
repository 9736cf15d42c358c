namespace ImaLink.Catalog;

/// <summary>How many files of a storage are missing, and how many are there and were not verified since.</summary>
internal sealed record HealthCounts(long Missing, long NotVerified);

/// <summary>Counts what there is to worry about in the files of a storage.</summary>
internal sealed class HealthTable(CatalogDatabase catalog)
{
    /// <param name="storageId">The storage.</param>
    /// <param name="verifiedSince">A time as indexes have it.</param>
    internal HealthCounts Count(long storageId, string verifiedSince) => catalog.Query("""
        SELECT count(*) FILTER (WHERE state = @1), count(*) FILTER (WHERE state <> @1 AND (last_verified IS NULL OR last_verified < @2))
        FROM file WHERE storage_id = @0
        """, row => new HealthCounts(row.GetInt64(0), row.GetInt64(1)), storageId, FileState.Missing, verifiedSince).First();
}
