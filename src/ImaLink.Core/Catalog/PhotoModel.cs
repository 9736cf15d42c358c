using ImaLink.Index;
using ImaLink.Media.Formats;
using SQLitePCL;

namespace ImaLink.Catalog;

/// <summary>
/// Keeps the read model up: photos as they are shown, with their tags, persons and full text. Each transaction notes which images it touched, be it by a statement or by one of
/// their files, and right before it ends the rows of their photos are made anew, all at once: what is asked for then is read, and never worked out.
/// Images without a file, and photos without an image, go.
/// </summary>
internal sealed class PhotoModel(CatalogDatabase catalog)
{
    private readonly HashSet<long> _changed = [];
    private readonly HashSet<long> _retold = [];
    private readonly HashSet<long> _renamed = [];
    private long _firstAdded = long.MaxValue;
    private bool _isRegrouped;

    /// <summary>An image is new.</summary>
    internal void Added(long image)
    {
        _firstAdded = Math.Min(_firstAdded, image);
        Settle();
    }

    /// <summary>What is said of an image, or one of its files, is another now, or gone.</summary>
    internal void Changed(long image, bool isRegrouped = false)
    {
        _isRegrouped |= isRegrouped;
        if (image < _firstAdded)
            _changed.Add(image);
        Settle();
    }

    /// <summary>The photo of an image is found by other albums now, and nothing else of it is another.</summary>
    internal void Retold(long image)
    {
        _retold.Add(image);
        Settle();
    }

    /// <summary>What the files of a session, or of a storage, repeat of it is another now.</summary>
    /// <param name="column">"session_id" or "storage_id".</param>
    /// <param name="id">Its id.</param>
    internal void ChangedFiles(string column, long id) => catalog.Transaction(() =>
    {
        foreach (long image in catalog.Query($"SELECT DISTINCT image_id FROM file WHERE {column} = @0", row => row.GetInt64(0), id))
            Changed(image);
    });

    /// <summary>Which photo each image belongs to is up to date when this returns.</summary>
    internal void Group()
    {
        if (_isRegrouped || _firstAdded < long.MaxValue)
            Write();
    }

    /// <summary>Brings everything up to date: right before the transaction ends.</summary>
    internal void Write()
    {
        if (_changed.Count + _renamed.Count + _retold.Count == 0 && _firstAdded == long.MaxValue)
            return;
        catalog.Transaction(() =>
        {
            if (_firstAdded < long.MaxValue)
                catalog.Waiting.Return(_firstAdded);
            foreach (long image in _changed)
                catalog.Execute("INSERT OR IGNORE INTO temp.touched (id) VALUES (@0)", image);
            foreach (long image in _renamed)
                catalog.Execute("INSERT OR IGNORE INTO temp.retold (id) VALUES (@0)", image);
            catalog.Execute(PhotoModelSql.Renamed);
            foreach (long image in _retold)
                catalog.Execute("INSERT OR IGNORE INTO temp.retold (id) VALUES (@0)", image);
            if (_firstAdded < long.MaxValue)
                catalog.Execute("INSERT OR IGNORE INTO temp.touched (id) SELECT id FROM main.image WHERE id >= @0", _firstAdded);
            Forget();
            if (catalog.Execute("INSERT INTO temp.gone SELECT id FROM temp.touched WHERE NOT EXISTS (SELECT 1 FROM file WHERE file.image_id = touched.id)") > 0)
                catalog.Waiting.Keep();
            long firstNew = catalog.Scalar<long>("SELECT coalesce(max(id), 0) + 1 FROM photo");
            foreach (string step in PhotoModelSql.Steps)
                catalog.Execute(step, firstNew);
        });
    }

    /// <summary>The transaction was rolled back, or its work is done.</summary>
    internal void Forget()
    {
        _changed.Clear();
        _retold.Clear();
        _renamed.Clear();
        (_firstAdded, _isRegrouped) = (long.MaxValue, false);
    }

    /// <summary>From now on every change of a file that is shown, wherever it is made, touches its image.</summary>
    internal void Watch() => catalog.ExecuteScript(PhotoModelSql.Watch);

    /// <summary>Makes the tables that it needs for this connection.</summary>
    internal void Prepare() => catalog.ExecuteScript(PhotoModelSql.Tables);

    /// <summary>Makes the functions that it needs known to SQL.</summary>
    internal void Register(sqlite3 database)
    {
        Noting(database, "image_changed", _changed);
        Noting(database, "image_renamed", _renamed);
        Text(database, "camera_name", (make, model) => CameraName(make, model));
        Text(database, "earliest", (edtf, _) => Earliest(edtf));
        Text(database, "kind_of", (format, _) => format is null ? null : FormatTable.Find(format)?.Kind.ToString().ToLowerInvariant());
    }

    /// <summary>A camera by make and model; models often begin with the make.</summary>
    internal static string? CameraName(string? make, string? model) => model is null or "" ? (make is "" ? null : make)
        : make is null or "" || model.StartsWith(make, StringComparison.OrdinalIgnoreCase) ? model : $"{make} {model}";

    /// <summary>The earliest moment that a date may mean, as a text that compares as times do.</summary>
    internal static string? Earliest(string? edtf) =>
        CaptureTime.Parse(edtf?.Split('/')[0].TrimEnd('~', '?', '%').Replace('X', '0').Replace("-00", "-01", StringComparison.Ordinal), null) is { } taken ? IndexTime.FormatLocal(taken.Time) : null;

    private void Noting(sqlite3 database, string name, HashSet<long> images) =>
        raw.sqlite3_create_function(database, name, 1, raw.SQLITE_UTF8, null, (context, _, arguments) =>
        {
            long image = raw.sqlite3_value_int64(arguments[0]);
            if (image < _firstAdded)
                images.Add(image);
            raw.sqlite3_result_null(context);
        });

    private static void Text(sqlite3 database, string name, Func<string?, string?, string?> function) =>
        raw.sqlite3_create_function(database, name, -1, raw.SQLITE_UTF8 | raw.SQLITE_DETERMINISTIC, null, (context, _, arguments) =>
        {
            string? result = function(Argument(arguments, 0), Argument(arguments, 1));
            if (result is null)
                raw.sqlite3_result_null(context);
            else
                raw.sqlite3_result_text(context, result);
        });

    private static string? Argument(sqlite3_value[] arguments, int i) =>
        i < arguments.Length && raw.sqlite3_value_type(arguments[i]) != raw.SQLITE_NULL ? raw.sqlite3_value_text(arguments[i]).utf8_to_string() : null;

    private void Settle()
    {
        if (!catalog.IsInTransaction)
            Write();
    }
}
