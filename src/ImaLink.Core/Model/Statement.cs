using System.Globalization;

namespace ImaLink;

/// <summary>One thing that is said of one image. Which of two is the newer, <see cref="StatementOrder"/> decides.</summary>
/// <param name="Field">What it is about (<see cref="StatementField"/>).</param>
/// <param name="Value">The value as canonical JSON (<see cref="CanonicalJson"/>); null where it was withdrawn.</param>
/// <param name="Revision">Raised by each edit; 0 is what the program found by itself.</param>
/// <param name="Writer">UUID of the catalog that said it; null for nobody: found by the program, or said by the file at import.</param>
public sealed record Statement(string Field, string? Value, long Revision, Guid? Writer)
{
    /// <summary>
    /// The versions of other writers that are known to have given way to it, whether its own writer replaced them or whoever carries it met them: of each writer the newest, as
    /// <c>2@&lt;writer&gt;,3@&lt;writer&gt;</c> in the order of the UUIDs; null where none is known.
    /// </summary>
    public string? Over { get; init; }

    /// <summary>Its version as indexes write it: <c>3@&lt;writer&gt;</c>, or the revision alone.</summary>
    internal string Version => string.Create(CultureInfo.InvariantCulture, $"{Revision}{(Writer is { } writer ? $"@{writer}" : "")}");

    /// <summary>The newer of this one and another of its field, over all that either tells.</summary>
    internal Statement MergedWith(Statement other)
    {
        int order = StatementOrder.Compare(this, other);
        (Statement kept, Statement lost) = order >= 0 ? (this, other) : (other, this);
        return kept with { Over = StatementVersions.Union(kept.Over, order == 0 ? lost.Over : lost.OverFor(kept.Writer)) };
    }

    /// <summary>What a statement of some writer that replaces this one, or outdoes it, is over, as far as this one tells.</summary>
    internal string? OverFor(Guid? writer) => StatementVersions.Union(Over, Writer is { } own ? StatementVersions.Of(Revision, own) : null, except: writer);

    /// <summary>Whether two catalogs said something else without knowing of each other: neither is known to have given way to the other.</summary>
    internal bool IsStrangerTo(Statement other) => Writer is { } own && other.Writer is { } writer && own != writer && Value != other.Value
        && !StatementVersions.Have(Over, other.Revision, writer) && !StatementVersions.Have(other.Over, Revision, own);
}
