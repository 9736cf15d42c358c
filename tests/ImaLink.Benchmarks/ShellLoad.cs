using System.Globalization;
using System.Text;
using ImaLink.Catalog;
using Microsoft.Data.Sqlite;

namespace ImaLink.Benchmarks;

/// <summary>
/// SQLite's shell, made to load the rows of a catalog from CSV into the same tables with the same indexes: one transaction, as
/// durable as a catalog's, indexes that only queries need made at the end. CSV knows no NULL and no BLOB: the tables are not
/// STRICT, and a digest is a text of as many letters as it has bytes.
/// </summary>
internal sealed class ShellLoad
{
    private static readonly string[] Tables = ["catalog_info", "storage", "author", "session", "removed_session", "removed_file", "camera", "lens", "photo", "tag", "photo_tag", "person", "photo_person", "image", "statement", "file", "companion"];
    private static readonly string[] Digests = ["hothash", "sha256", "fingerprint", "own_uuid", "photo.uuid", "statement.writer"];

    private readonly string _folder, _script;

    /// <summary>Exports a catalog into a folder.</summary>
    public ShellLoad(string catalog, string folder)
    {
        Directory.CreateDirectory(folder);
        (_folder, _script) = (folder, Path.Combine(folder, "load.sql"));
        using var connection = new SqliteConnection($"Data Source={catalog};Mode=ReadOnly;Pooling=False");
        connection.Open();
        SearchText.Register(connection.Handle!);
        List<string> statements = Read(connection, "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'photo_text_%' AND name NOT LIKE 'sqlite_%' ORDER BY rowid");
        var script = new StringBuilder(".bail on\n.mode csv\nPRAGMA journal_mode = WAL;\nPRAGMA synchronous = FULL;\nPRAGMA cache_size = -65536;\nBEGIN;\n");
        foreach (string sql in statements.Where(sql => !IsIndex(sql)))
            script.Append(Relaxed(sql)).Append(";\n");
        foreach (string table in Tables)
            Export(connection, table, $"SELECT {string.Join(", ", Read(connection, $"SELECT name FROM pragma_table_info('{table}') ORDER BY cid").Select(column => Column(table, column)))} FROM {table}", script);
        Export(connection, "photo_text", $"SELECT {PhotoModelSql.Texts} FROM photo {PhotoModelSql.HomeOfTexts} ORDER BY photo.id", script);
        foreach (string sql in statements.Where(IsIndex))
            script.Append(sql).Append(";\n");
        script.Append("COMMIT;\nPRAGMA wal_checkpoint(TRUNCATE);\n");
        File.WriteAllText(_script, script.ToString());
    }

    /// <summary>Loads everything into a new database.</summary>
    public Measured Run()
    {
        string database = Path.Combine(_folder, "loaded.db");
        File.Delete(database);
        return Measured.Run("sh", "-c", "exec sqlite3 \"$0\" < \"$1\"", database, _script);
    }

    private static bool IsIndex(string sql) => sql.StartsWith("CREATE INDEX", StringComparison.Ordinal);

    // An older shell does not know contentless_delete, which costs a load nothing.
    private static string Relaxed(string sql) => sql.Replace("STRICT, WITHOUT ROWID", "WITHOUT ROWID", StringComparison.Ordinal).Replace(") STRICT", ")", StringComparison.Ordinal)
        .Replace("CHECK (rating BETWEEN 0 AND 5)", "", StringComparison.Ordinal).Replace("contentless_delete = 1, ", "", StringComparison.Ordinal);

    private static string Column(string table, string name) => !Digests.Contains(name) && !Digests.Contains($"{table}.{name}") ? name
        : $"substr(lower(hex({name})), 1, {(name is "hothash" or "sha256" ? 32 : 16)})";

    private void Export(SqliteConnection connection, string table, string select, StringBuilder script)
    {
        string path = Path.Combine(_folder, table + ".csv");
        using var writer = new StreamWriter(path, false, new UTF8Encoding(false), 1 << 20);
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = select;
        using SqliteDataReader row = command.ExecuteReader();
        while (row.Read())
        {
            for (int i = 0; i < row.FieldCount; i++)
            {
                string text = row.IsDBNull(i) ? "" : row.GetString(i);
                writer.Write(i == 0 ? "" : ",");
                writer.Write(text.AsSpan().ContainsAny(",\"\n\r") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text);
            }

            writer.Write('\n');
        }

        script.Append(CultureInfo.InvariantCulture, $".import \"{path}\" {table}\n");
    }

    private static List<string> Read(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        using SqliteDataReader row = command.ExecuteReader();
        var result = new List<string>();
        while (row.Read())
            result.Add(row.GetString(0));
        return result;
    }
}
