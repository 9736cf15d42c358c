using System.Globalization;

namespace ImaLink.Index.Journals;

/// <summary>What an operation is that a journal tells of, in words: its kind, what it is about, and the command that finishes it.</summary>
internal static class UnfinishedOperation
{
    /// <summary>One sentence, for a journal that nobody works on.</summary>
    internal static string Interrupted(string storage, string basePath, Journal journal)
    {
        (string what, string? command) = Describe(storage, basePath, journal);
        return command is null ? $"{what} cannot be told or finished by this version of ImaLink." : $"{what} was interrupted: {command}.";
    }

    /// <summary>What it is, without its command.</summary>
    internal static string Name(string storage, string basePath, Journal journal) => Describe(storage, basePath, journal).What;

    private static (string What, string? Command) Describe(string storage, string basePath, Journal journal)
    {
        string resume = $"-Storage {Quoted(storage)} goes on with it", complete = $"Update-ImaIndex {Quoted(storage)} completes it, as does any command that writes the storage";
        try
        {
            return journal.Kind switch
            {
                ImportPlan.JournalKind when Title(journal.Plan(JournalJson.Instance.ImportPlan).Session.Title) is var title =>
                    ($"The import {title}", $"Resume-ImaSession {title} {resume}"),
                CopyPlan.JournalKind when journal.Plan(JournalJson.Instance.CopyPlan) is { } plan && Title(plan.Title ?? plan.Session.ToString()) is var title =>
                    ($"The copy of the session {title}{(plan.SourceName is null ? "" : $" from the storage {Title(plan.SourceName)}")}", $"Resume-ImaSession {title} {resume}"),
                RemovalPlan.JournalKind when journal.Plan(JournalJson.Instance.RemovalPlan) is { } plan =>
                    (plan.SessionTitle is null ? "A removal of files" : $"The removal of the session {Title(plan.SessionTitle)}", complete),
                RestorePlan.JournalKind => ("A restoration of files from the trash", complete),
                RepairPlan.JournalKind when journal.Plan(JournalJson.Instance.RepairPlan) is { } plan =>
                    (string.Create(CultureInfo.InvariantCulture, $"A repair of {plan.Files.Count} file(s)"), complete),
                RelocationPlan.JournalKind when journal.Plan(JournalJson.Instance.RelocationPlan) is { } plan =>
                    (string.Create(CultureInfo.InvariantCulture, $"The moving of {plan.Files} file(s) within the storage"), complete),
                MovePlan.JournalKind when journal.Plan(JournalJson.Instance.MovePlan) is { } plan => ($"The move of the storage from {Title(plan.Source)}",
                    $"Move-ImaFileStorage {Quoted(storage)} -Destination {Quoted(basePath)} goes on with it"),
                _ => ($"The operation {Title(journal.Name)}", null),
            };
        }
        catch (ImaLinkException e)
        {
            return ($"The operation {Title(journal.Name)}, whose plan cannot be read ({e.Message}),", null);
        }
    }

    private static string Title(string text) => Quoted(IndexCheck.Excerpt(text));

    /// <summary>As PowerShell reads it.</summary>
    private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
