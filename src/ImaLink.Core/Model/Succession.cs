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
    internal static List<Statement>? Of(List<Statement>? said, ImageKey former, ImageKey image)
    {
        Statement? photo = said?.Find(statement => statement.Field == StatementField.Photo);
        return former == image || photo is { Value: not null } ? said
            : [.. (said ?? []).Where(statement => statement != photo), photo is { Writer: not null } ? Alone(photo, former) : Found(former)];
    }

    private static Statement Found(ImageKey former) => new(StatementField.Photo, $"{{\"by\":\"{Evidence}\",\"uuid\":\"{former.PhotoUuid}\"}}", 0, null);

    // Its owner took it out of the photo that it was in. What it is then has to outrank whoever has not heard of that.
    private static Statement Alone(Statement withdrawn, ImageKey former) => withdrawn with { Value = CanonicalJson.Of(former.PhotoUuid.ToString()) };
}
