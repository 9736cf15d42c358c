using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;

namespace ImaLink.Tests;

/// <summary>Databases of other programs, made by the schemas that lie beside this file.</summary>
internal static class LibrarySample
{
    /// <summary>Makes one.</summary>
    /// <param name="path">Where.</param>
    /// <param name="program">Whose: the name of a schema.</param>
    /// <param name="rows">What is in it, as SQL.</param>
    public static string Make(string path, string program, string rows)
    {
        Change(path, Schema(program) + rows);
        return path;
    }

    /// <summary>Changes one, as its program does.</summary>
    public static void Change(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static string Schema(string program, [CallerFilePath] string source = "") => File.ReadAllText(Path.Combine(Path.GetDirectoryName(source)!, program + ".sql"));
}
