using System.Globalization;

namespace ImaLink.Index.Journals;

/// <summary>What an operation is that a journal tells of, in words: its kind, what it is about, and the command that finishes it.</summary>
internal static class UnfinishedOperation
{
    /// <summary>One sentence, for a journal that nobody works on.</summary>
    internal static string Interrupted(string storage, string basePath, Journal journal)
    {
        (string what, FormattableString? command, string does) = Describe(storage, basePath, journal);
        return command is null ? $"{what} cannot be told or finished by this version of ImaLink." : $"{what} was interrupted: {CommandText.Of(command)} {does}.";
    }

    /// <summary>What it is, without its command.</summary>
    internal static string Name(string storage, string basePath, Journal journal) => Describe(storage, basePath, journal).What;

    /// <summary>The command that finishes it; null where none does.</summary>
    internal static FormattableString? Command(string storage, string basePath, Journal journal) => Describe(storage, basePath, journal).Command;

    private static (string What, FormattableString? Command, string Does) Describe(string storage, string basePath, Journal journal)
    {
        const string GoesOn = "goes on with it", Completes = "completes it, as does any command that writes the storage";
        FormattableString update = $"Update-ImaIndex {storage}";
        try
        {
            return journal.Kind switch
            {
                ImportPlan.JournalKind when journal.Plan(JournalJson.Instance.ImportPlan).Session.Title is var title =>
                    ($"The import {Quoted(title)}", $"Resume-ImaSession {title} -Storage {storage}", GoesOn),
                CopyPlan.JournalKind when journal.Plan(JournalJson.Instance.CopyPlan) is { } plan && (plan.Title ?? plan.Session.ToString()) is var title =>
                    ($"The copy of the session {Quoted(title)}{(plan.SourceName is null ? "" : $" from the storage {Quoted(plan.SourceName)}")}", $"Resume-ImaSession {title} -Storage {storage}", GoesOn),
                RemovalPlan.JournalKind when journal.Plan(JournalJson.Instance.RemovalPlan) is { } plan =>
                    (plan.SessionTitle is null ? "A removal of files" : $"The removal of the session {Quoted(plan.SessionTitle)}", update, Completes),
                RestorePlan.JournalKind => ("A restoration of files from the trash", update, Completes),
                RepairPlan.JournalKind when journal.Plan(JournalJson.Instance.RepairPlan) is { } plan =>
                    (string.Create(CultureInfo.InvariantCulture, $"A repair of {plan.Files.Count} file(s)"), update, Completes),
                RelocationPlan.JournalKind when journal.Plan(JournalJson.Instance.RelocationPlan) is { } plan =>
                    (string.Create(CultureInfo.InvariantCulture, $"The moving of {plan.Files} file(s) within the storage"), update, Completes),
                MovePlan.JournalKind when journal.Plan(JournalJson.Instance.MovePlan) is { } plan => ($"The move of the storage from {Quoted(plan.Source)}",
                    $"Move-ImaFileStorage {storage} -Destination {basePath}", GoesOn),
                _ => ($"The operation {Quoted(journal.Name)}", null, ""),
            };
        }
        catch (ImaLinkException e)
        {
            return ($"The operation {Quoted(journal.Name)}, whose plan cannot be read ({e.Message}),", null, "");
        }
    }

    private static string Quoted(string text) => CommandText.Quoted(IndexCheck.Excerpt(text));
}
