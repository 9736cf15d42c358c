namespace ImaLink.Catalog;

/// <summary>
/// The imports and copies that this catalog began, each with the digest of what it is to work on: the list of source files, or the plan of
/// a copy. A journal lies in its storage, and whoever can write that may name files of this computer in it: what the catalog remembers is
/// what its owner asked for.
/// </summary>
internal sealed class BegunOperations(CatalogDatabase catalog)
{
    internal void Add(Guid operation, string sha256) => catalog.Execute(
        "INSERT INTO begun_operation (operation_uuid, sha256) VALUES (@0, @1) ON CONFLICT DO UPDATE SET sha256 = excluded.sha256",
        operation.ToString(), RowReading.Bytes(sha256));

    internal void Remove(Guid operation) => catalog.Execute("DELETE FROM begun_operation WHERE operation_uuid = @0", operation.ToString());

    internal bool Has(Guid operation, string sha256) => catalog.Scalar<long>(
        "SELECT count(*) FROM begun_operation WHERE operation_uuid = @0 AND sha256 = @1", operation.ToString(), RowReading.Bytes(sha256)) > 0;
}
