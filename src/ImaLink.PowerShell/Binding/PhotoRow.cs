using System.Globalization;
using System.Management.Automation;
using ImaLink.Photos;

namespace ImaLink.PowerShell;

/// <summary>
/// What a row of a table says of a photo: one of a CSV file, or an object that somebody made. An object of ours names a photo and no more, as what else it says may be old.
/// </summary>
internal static class PhotoRow
{
    private static readonly (string Column, string Field, Func<string, string?> Value, Func<Photo, string?> Recorded)[] Columns =
    [
        (nameof(Photo.Title), StatementField.Title, text => PhotoValues.Line("A title", text), photo => photo.Title),
        (nameof(Photo.Description), StatementField.Description, text => PhotoValues.Lines("A description", text), photo => photo.Description),
        ("AltText", StatementField.AltText, text => PhotoValues.Lines("A text", text), _ => null),
        (nameof(Photo.Rating), StatementField.Rating, text => PhotoValues.Rating(Number(text)), photo => photo.Rating?.ToString(CultureInfo.InvariantCulture)),
        (nameof(Photo.Flag), StatementField.Flag, PhotoValues.Flag, photo => photo.Flag),
        (nameof(Photo.Label), StatementField.Label, PhotoValues.Label, photo => photo.Label),
        (nameof(Photo.Author), StatementField.Author, text => PhotoValues.Line("An author", text), photo => photo.Author),
        ("Rights", StatementField.Rights, text => PhotoValues.Lines("A text", text), _ => null),
        (nameof(Photo.Location), StatementField.Location, text => PhotoValues.Location(new Dictionary<string, string?> { ["text"] = text }), photo => photo.Location),
        ("Gps", StatementField.Gps, PhotoValues.Gps, _ => null),
        (nameof(Photo.Date), StatementField.Date, PhotoValues.Date, photo => photo.Date),
    ];

    /// <summary>The cells of a row that are not empty; none where it is no row.</summary>
    internal static Dictionary<string, string> Of(PSObject input) => input.BaseObject is not PSCustomObject || IsOwn(input) ? []
        : (from column in Columns
           let cell = Convert.ToString(input.Properties[column.Column]?.Value, CultureInfo.InvariantCulture)
           where !string.IsNullOrWhiteSpace(cell)
           select (column.Column, cell)).ToDictionary(cell => cell.Column, cell => cell.cell);

    /// <summary>Says what the cells say anew: not what is shown of the photo already, and nothing that was typed.</summary>
    /// <exception cref="ImaLinkException">InvalidValue.</exception>
    internal static void Say(PhotoEdit edit, Dictionary<string, string> cells, Photo shown, Predicate<string> isTyped)
    {
        foreach (var (column, field, value, recorded) in Columns)
            if (cells.TryGetValue(column, out string? cell) && !isTyped(column) && !cell.Equals(recorded(shown), field is StatementField.Flag or StatementField.Label ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal))
                edit.Say(field, value(cell));
    }

    private static bool IsOwn(PSObject input) => input.TypeNames.Any(name => name.StartsWith("ImaLink.", StringComparison.Ordinal) || name.StartsWith("Deserialized.ImaLink.", StringComparison.Ordinal));

    private static int Number(string text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number
        : throw new ImaLinkException(ErrorCode.InvalidValue, $"'{text}' is no rating. Give 0 to 5 stars, or -1 where the photo is rejected.", text);
}
