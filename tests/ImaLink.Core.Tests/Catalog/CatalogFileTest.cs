using ImaLink.Catalog;
using ImaLink.Tests.Index;
using Microsoft.Data.Sqlite;

namespace ImaLink.Tests.Catalog;

/// <summary>A catalog file, and what another program finds in it.</summary>
public abstract class CatalogFileTest : CatalogTest
{
    private protected string File(string name = "catalog.db") => Path.Combine(Folder, name);

    internal static (long Storage, long Session) Fill(CatalogDatabase catalog, int files, int from = 0)
    {
        var storage = catalog.Storages.Find(Samples.Storage)?.Id ?? catalog.Storages.Insert(new StorageRow
        {
            Uuid = Samples.Storage,
            Name = "NAS",
            DirectoryName = "imalink_x",
            BasePath = "/nowhere",
            CreatedAt = "2024-10-18T14:30:52Z",
        });
        var session = catalog.Sessions.Find(storage, Samples.Header().Uuid)?.Id ?? catalog.Sessions.Insert(new SessionRow { StorageId = storage, Header = Samples.Header() });
        for (var i = from; i < from + files; i++)
        {
            var file = Samples.File($"photos/{i}.jpg");
            file.Hothash = file.Sha256 = $"{i:x64}";
            catalog.Files.Put(storage, session, file);
        }

        return (storage, session);
    }

    private protected static void Fails(ErrorCode code, Action action) => Assert.Equal(code, Assert.Throws<ImaLinkException>(action).Code);

    private protected static SqliteConnection Connect(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    private protected static void Sql(string path, string sql)
    {
        using var connection = Connect(path);
        Scalar(connection, sql);
    }

    private protected static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the tests' own text
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }
}
