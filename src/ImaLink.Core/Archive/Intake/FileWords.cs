using ImaLink.Media.Metadata;

namespace ImaLink.Archive.Intake;

/// <summary>What a file says in its owner's words, as statements: revision 1 of nobody, so that whatever the owner says here outranks it.</summary>
internal static class FileWords
{
    /// <summary>The statements of a file that is taken in; a rating of 0 is none.</summary>
    internal static List<Statement>? Of(ImageFacts facts)
    {
        var said = new List<Statement>();
        Add(StatementField.Title, string.IsNullOrEmpty(facts.Title) ? null : CanonicalJson.Of(facts.Title));
        Add(StatementField.Description, string.IsNullOrEmpty(facts.Description) ? null : CanonicalJson.Of(facts.Description));
        Add(StatementField.Rating, facts.Rating is { } rating and not 0 ? CanonicalJson.Of(rating) : null);
        Add(StatementField.Author, string.IsNullOrEmpty(facts.Author) ? null : CanonicalJson.Of(facts.Author));
        Add(StatementField.Rights, string.IsNullOrEmpty(facts.Rights) ? null : CanonicalJson.Of(facts.Rights));
        Add(StatementField.Location, facts.Location is null ? null : CanonicalJson.Of(facts.Location));
        foreach (string keyword in facts.Keywords.Distinct(StringComparer.Ordinal))
            Add(StatementField.Tag(keyword), CanonicalJson.True);
        return said.Count > 0 ? said : null;

        void Add(string field, string? value)
        {
            if (value is not null && StatementRules.Fault(field) is null)
                said.Add(new Statement(field, value, 1, null));
        }
    }
}
