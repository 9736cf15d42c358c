using SQLitePCL;

namespace ImaLink.Catalog;

/// <summary>What filters ask of a row that SQL has no words for: wildcards as PowerShell has them, and distances on the globe.</summary>
internal static class FilterFunctions
{
    /// <summary>Makes the SQL functions <c>fits_path(wildcard, path)</c> and <c>distance_km(latitude, longitude, latitude, longitude)</c>.</summary>
    internal static void Register(sqlite3 database)
    {
        Wildcard? last = null; // a statement asks for one wildcard, of very many rows
        raw.sqlite3_create_function(database, "fits_path", 2, raw.SQLITE_UTF8 | raw.SQLITE_DETERMINISTIC, null, (context, _, arguments) =>
        {
            string wildcard = raw.sqlite3_value_text(arguments[0]).utf8_to_string();
            if (last?.Text != wildcard)
                last = new Wildcard(wildcard, ignoreCase: OperatingSystem.IsWindows());
            raw.sqlite3_result_int(context, last.IsMatch(raw.sqlite3_value_text(arguments[1]).utf8_to_string()) ? 1 : 0);
        });
        raw.sqlite3_create_function(database, "distance_km", 4, raw.SQLITE_UTF8 | raw.SQLITE_DETERMINISTIC, null, (context, _, arguments) =>
            raw.sqlite3_result_double(context, Geography.DistanceKm(
                raw.sqlite3_value_double(arguments[0]), raw.sqlite3_value_double(arguments[1]), raw.sqlite3_value_double(arguments[2]), raw.sqlite3_value_double(arguments[3]))));
    }
}
