using ImaLink.Catalog;

namespace ImaLink.Archive.Intake;

/// <summary>What is said of the photo of a file, and of the file's image alone.</summary>
internal sealed class SaidWords(CatalogDatabase catalog)
{
    private readonly PhotoLocator _locator = new(catalog);

    /// <summary>Of each field the newest statement, withdrawals too.</summary>
    internal List<Statement> Of(long fileId)
    {
        long image = _locator.ImageByFile(fileId)!.Value;
        var said = _locator.ImagesOf(_locator.ByFile(fileId)!.Value).SelectMany(each => catalog.Statements.OfImage(each).Where(word => !StatementField.IsOfImage(word.Field) || (each == image && word.Field == StatementField.Orientation)));
        return StatementOrder.Newest(said.Where(word => StatementField.IsKnown(word.Field)));
    }
}
