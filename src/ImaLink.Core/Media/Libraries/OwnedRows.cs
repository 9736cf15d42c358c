namespace ImaLink.Media.Libraries;

/// <summary>Rows in the order of whom they belong to, which are read beside others of that order: however many there are, each is read once, and few are in memory.</summary>
/// <param name="rows">The rows, by the id of whom they belong to.</param>
internal sealed class OwnedRows<T>(IEnumerable<(long Owner, T Value)> rows) : IDisposable
{
    // A file may be made to have very many of one.
    private const int MostOfOne = 10_000;

    private readonly IEnumerator<(long Owner, T Value)> _rows = rows.GetEnumerator();
    private bool? _isAtRow;

    /// <summary>Those of one, who comes after those that were asked for before.</summary>
    internal List<T> Of(long owner)
    {
        var own = new List<T>();
        for (_isAtRow ??= _rows.MoveNext(); _isAtRow.Value && _rows.Current.Owner <= owner; _isAtRow = _rows.MoveNext())
            if (_rows.Current.Owner == owner && own.Count < MostOfOne)
                own.Add(_rows.Current.Value);
        return own;
    }

    /// <inheritdoc/>
    public void Dispose() => _rows.Dispose();
}
