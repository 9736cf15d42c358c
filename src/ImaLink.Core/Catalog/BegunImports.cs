namespace ImaLink.Catalog;

/// <summary>
/// The imports that this catalog began, each with the digest of its list of source files. A journal lies in its storage, and whoever can
/// write that may name files of this computer in it: what the catalog remembers is what its owner asked for.
/// </summary>
internal sealed class BegunImports(CatalogDatabase catalog)
{
    internal void Add(Guid session, string sourcesSha256) => catalog.Execute(
        "INSERT INTO begun_import (session_uuid, sources_sha256) VALUES (@0, @1) ON CONFLICT DO UPDATE SET sources_sha256 = excluded.sources_sha256",
        session.ToString(), RowReading.Bytes(sourcesSha256));

    internal void Remove(Guid session) => catalog.Execute("DELETE FROM begun_import WHERE session_uuid = @0", session.ToString());

    internal bool Has(Guid session, string sourcesSha256) => catalog.Scalar<long>(
        "SELECT count(*) FROM begun_import WHERE session_uuid = @0 AND sources_sha256 = @1", session.ToString(), RowReading.Bytes(sourcesSha256)) > 0;
}
