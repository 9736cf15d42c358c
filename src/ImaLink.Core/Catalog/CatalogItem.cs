using System.Text;

namespace ImaLink.Catalog;

/// <summary>One thing that a catalog says something of, under names that every catalog gives it.</summary>
/// <param name="Kind">What it is: a word of <see cref="CatalogKind"/>.</param>
/// <param name="Key">What tells it from others of its kind: UUIDs, paths and digests, never a catalog's own numbers.</param>
/// <param name="IsDirty">Whether what is said of it may not yet stand in the indexes.</param>
/// <param name="Fields">What is said of it: name and value; null is unknown.</param>
internal sealed record CatalogItem(string Kind, IReadOnlyList<string> Key, bool IsDirty, IReadOnlyList<(string Name, string? Value)> Fields)
{
    /// <summary>The order of an export: that of SQLite, which compares texts by their UTF-8 bytes.</summary>
    internal static int Compare(CatalogItem one, CatalogItem other)
    {
        int order = Array.IndexOf(CatalogKind.InOrder, one.Kind).CompareTo(Array.IndexOf(CatalogKind.InOrder, other.Kind));
        for (int i = 0; order == 0 && i < one.Key.Count; i++)
            order = Encoding.UTF8.GetBytes(one.Key[i]).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(other.Key[i]));
        return order;
    }

    /// <summary>The item as one line.</summary>
    public override string ToString() => string.Join('\t',
        [Kind, .. Key.Select(Quoted), .. Fields.Where(field => field.Value is not null).Select(field => $"{field.Name}={Quoted(field.Value!)}")]);

    private static string Quoted(string text) => text.ReplaceLineEndings("\\n").Replace("\t", "\\t", StringComparison.Ordinal);
}

/// <summary>The kinds of <see cref="CatalogItem"/>, in the order of an export.</summary>
internal static class CatalogKind
{
    internal const string Storage = "Storage";
    internal const string RemovedSession = "RemovedSession";
    internal const string Author = "Author";
    internal const string Session = "Session";
    internal const string RemovedFile = "RemovedFile";
    internal const string Photo = "Photo";
    internal const string SearchText = "SearchText";
    internal const string Image = "Image";
    internal const string Statement = "Statement";
    internal const string File = "File";
    internal const string Companion = "Companion";
    internal const string Document = "Document";
    internal const string Album = "Album";
    internal const string AlbumMember = "AlbumMember";
    internal const string AlbumFile = "AlbumFile";

    internal static readonly string[] InOrder =
        [Storage, RemovedSession, Author, Session, RemovedFile, Photo, SearchText, Image, Statement, File, Companion, Document, Album, AlbumMember, AlbumFile];
}
