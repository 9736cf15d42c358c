using System.Text;
using ImaLink.Media.Containers;

namespace ImaLink.Media.Metadata;

/// <summary>The rows of a text whose fields are parted by commas and may stand in quotes (RFC 4180), as Apple's lists are.</summary>
internal sealed class CsvRows
{
    private const int MaxFields = 100, MaxRows = 1_000_000;

    private readonly List<string[]> _rows = [];

    private CsvRows()
    {
    }

    /// <summary>The rows, those without any text left out.</summary>
    internal IReadOnlyList<string[]> Rows => _rows;

    /// <summary>What is damaged; null where nothing is.</summary>
    internal string? Damage { get; private set; }

    /// <summary>Reads a text.</summary>
    /// <param name="stream">The file; readable and seekable; not closed.</param>
    /// <param name="maxLength">Largest length that is read, in bytes.</param>
    /// <exception cref="IOException">The stream itself could not be read.</exception>
    internal static CsvRows Read(Stream stream, int maxLength)
    {
        var csv = new CsvRows();
        if (stream.Length > maxLength)
        {
            csv.Damage = $"It is larger than {maxLength >> 20} MB.";
            return csv;
        }

        var bytes = new byte[stream.Length];
        stream.Position = 0;
        int length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        csv.Parse(TextBytes.Decode(bytes.AsSpan(0, length)).TrimStart('\uFEFF'));
        return csv;
    }

    private void Parse(string text)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
            Damage = "It is damaged: it holds bytes that are no text.";
        var row = new List<string>();
        var field = new StringBuilder();
        bool isQuoted = false;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (isQuoted && c == '"' && i + 1 < text.Length && text[i + 1] == '"')
                field.Append(text[++i]);
            else if (c == '"' && (isQuoted || field.Length == 0))
                isQuoted = !isQuoted;
            else if (!isQuoted && c == ',')
                EndField(row, field);
            else if (!isQuoted && c is '\r' or '\n')
                EndRow(row, field);
            else
                field.Append(c);
        }

        if (isQuoted)
            Damage ??= "It is damaged: it ends within a quoted text.";
        EndRow(row, field);
    }

    private static void EndField(List<string> row, StringBuilder field)
    {
        if (row.Count < MaxFields)
            row.Add(field.ToString().Trim());
        field.Clear();
    }

    private void EndRow(List<string> row, StringBuilder field)
    {
        EndField(row, field);
        if (_rows.Count >= MaxRows)
            Damage ??= "It has more than 1,000,000 rows, of which the first are read.";
        else if (row.Exists(text => text.Length > 0))
            _rows.Add([.. row]);
        row.Clear();
    }
}
