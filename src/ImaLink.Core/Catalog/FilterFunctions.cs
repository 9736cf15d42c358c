using ImaLink.Index;
using SQLitePCL;

namespace ImaLink.Catalog;

/// <summary>What filters ask of a row that SQL has no words for: wildcards as PowerShell has them, distances on the globe, and dates that were left open.</summary>
internal static class FilterFunctions
{
    private const int MostWildcards = 64;

    /// <summary>Makes the SQL functions <c>fits_path(wildcard, path)</c>, <c>distance_km(latitude, longitude, latitude, longitude)</c>, <c>edtf_period(date, length)</c> and <c>edtf_last(date)</c>.</summary>
    internal static void Register(sqlite3 database)
    {
        var wildcards = new Dictionary<string, Wildcard>(); // a statement asks for a few, of very many rows
        raw.sqlite3_create_function(database, "fits_path", 2, raw.SQLITE_UTF8 | raw.SQLITE_DETERMINISTIC, null, (context, _, arguments) =>
        {
            string wildcard = raw.sqlite3_value_text(arguments[0]).utf8_to_string();
            if (!wildcards.TryGetValue(wildcard, out Wildcard? read))
            {
                if (wildcards.Count == MostWildcards)
                    wildcards.Clear();
                wildcards.Add(wildcard, read = new Wildcard(wildcard, ignoreCase: OperatingSystem.IsWindows()));
            }

            raw.sqlite3_result_int(context, read.IsMatch(raw.sqlite3_value_text(arguments[1]).utf8_to_string()) ? 1 : 0);
        });
        raw.sqlite3_create_function(database, "distance_km", 4, raw.SQLITE_UTF8 | raw.SQLITE_DETERMINISTIC, null, (context, _, arguments) =>
            raw.sqlite3_result_double(context, Geography.DistanceKm(
                raw.sqlite3_value_double(arguments[0]), raw.sqlite3_value_double(arguments[1]), raw.sqlite3_value_double(arguments[2]), raw.sqlite3_value_double(arguments[3]))));
        raw.sqlite3_create_function(database, "edtf_period", 2, raw.SQLITE_UTF8 | raw.SQLITE_DETERMINISTIC, null, (context, _, arguments) =>
            Result(context, Edtf.TryParse(raw.sqlite3_value_text(arguments[0]).utf8_to_string())?.Period(raw.sqlite3_value_int(arguments[1]))));
        raw.sqlite3_create_function(database, "edtf_last", 1, raw.SQLITE_UTF8 | raw.SQLITE_DETERMINISTIC, null, (context, _, arguments) =>
            Result(context, Edtf.TryParse(raw.sqlite3_value_text(arguments[0]).utf8_to_string()) is { } date ? IndexTime.FormatLocal(date.Highest) : null));
    }

    private static void Result(sqlite3_context context, string? text)
    {
        if (text is null)
            raw.sqlite3_result_null(context);
        else
            raw.sqlite3_result_text(context, text);
    }
}
