namespace ImaLink;

/// <summary>
/// What is said of an image that takes the place of another: edited in place, or known by another hothash or other dimensions from now on. It is said to be what the other was,
/// in the same versions, and stays in its photo.
/// </summary>
internal static class Succession
{
    /// <summary>By what such an image belongs to the photo.</summary>
    internal const string Evidence = "changed";

    /// <param name="said">What is said of the former image.</param>
    /// <param name="former">The former image.</param>
    /// <param name="image">The image now.</param>
    internal static List<Statement>? Of(List<Statement>? said, ImageKey former, ImageKey image) =>
        former == image || said?.Exists(statement => statement is { Field: StatementField.Photo, Value: not null }) == true ? said
        : [.. (said ?? []).Where(statement => statement.Field != StatementField.Photo), new Statement(StatementField.Photo, $"{{\"by\":\"{Evidence}\",\"uuid\":\"{former.PhotoUuid}\"}}", 0, null)];
}
