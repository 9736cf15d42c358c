using System.Globalization;
using System.Text.Json;

namespace ImaLink.Index;

/// <summary>The version of a field or member as it is written: <c>3@&lt;writer&gt;</c>, or the revision alone where nobody is known to have said it.</summary>
/// <param name="Revision">Raised by each edit.</param>
/// <param name="Writer">The catalog that said it.</param>
internal readonly record struct AlbumVersion(long Revision, Guid? Writer)
{
    /// <exception cref="JsonException">It is no version.</exception>
    internal static AlbumVersion Parse(string? text)
    {
        string[] parts = text?.Split('@') ?? [];
        Guid writer = default;
        bool isWell = parts.Length is 1 or 2 && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out long revision) && revision <= Sizes.Max
            && (parts.Length == 1 || Guid.TryParseExact(parts[1], "D", out writer));
        IndexCheck.Require(isWell, $"'{IndexCheck.Excerpt(text)}' is no version.");
        return new AlbumVersion(long.Parse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture), parts.Length == 1 ? null : writer);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Revision}{(Writer is { } writer ? $"@{writer}" : "")}");
}
