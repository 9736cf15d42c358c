using System.Globalization;

namespace ImaLink;

/// <summary>One thing that is said of one image. Which of two is the newer, <see cref="StatementOrder"/> decides.</summary>
/// <param name="Field">What it is about (<see cref="StatementField"/>).</param>
/// <param name="Value">The value as canonical JSON (<see cref="CanonicalJson"/>); null where it was withdrawn.</param>
/// <param name="Revision">Raised by each edit; 0 is what the program found by itself.</param>
/// <param name="Writer">UUID of the catalog that said it; null for nobody: found by the program, or said by the file at import.</param>
public sealed record Statement(string Field, string? Value, long Revision, Guid? Writer)
{
    /// <summary>Its version as indexes write it: <c>3@&lt;writer&gt;</c>, or the revision alone.</summary>
    internal string Version => string.Create(CultureInfo.InvariantCulture, $"{Revision}{(Writer is { } writer ? $"@{writer}" : "")}");
}
