using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;
using ImaLink.Archive;
using ImaLink.Catalog;

namespace ImaLink.PowerShell;

/// <summary>Completes names of storages.</summary>
public sealed class StorageNameCompleter : NameCompleter
{
    private protected override IEnumerable<(string Name, string ToolTip)> Names(CatalogDatabase catalog) =>
        new StorageService(catalog, TimeSpan.Zero).All().Select(storage => (storage.Name, storage.FullName));
}

/// <summary>Completes titles of sessions.</summary>
public sealed class SessionTitleCompleter : NameCompleter
{
    private protected override IEnumerable<(string Name, string ToolTip)> Names(CatalogDatabase catalog) =>
        new SessionService(catalog, TimeSpan.Zero).Find(null).GroupBy(session => session.Title, StringComparer.OrdinalIgnoreCase)
            .Select(titled => (titled.Key, $"{DisplayText.Date(titled.First().ImportedAt)}, {string.Join(", ", titled.Select(session => session.Storage).Distinct())}"));
}

/// <summary>Completes titles of albums, with those of the albums that they are in.</summary>
public sealed class AlbumTitleCompleter : NameCompleter
{
    private protected override IEnumerable<(string Name, string ToolTip)> Names(CatalogDatabase catalog) =>
        new AlbumFinder(catalog).Find(null).Select(album => (album.FullTitle, album.Kind));
}

/// <summary>Completes formats, with how many photos are of them.</summary>
public sealed class FormatCompleter : NameCompleter
{
    private protected override IEnumerable<(string Name, string ToolTip)> Names(CatalogDatabase catalog) =>
        Counted(new Vocabulary(catalog).Formats());
}

/// <summary>Completes cameras, with how many photos they took.</summary>
public sealed class CameraCompleter : NameCompleter
{
    private protected override IEnumerable<(string Name, string ToolTip)> Names(CatalogDatabase catalog) => Counted(new Vocabulary(catalog).Cameras());
}

/// <summary>Completes lenses, with how many photos were taken with them.</summary>
public sealed class LensCompleter : NameCompleter
{
    private protected override IEnumerable<(string Name, string ToolTip)> Names(CatalogDatabase catalog) => Counted(new Vocabulary(catalog).Lenses());
}

/// <summary>Completes names that the catalog knows.</summary>
public abstract class NameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var results = new List<CompletionResult>();
        try
        {
            using CatalogDatabase catalog = CatalogDatabase.OpenForReading(CatalogDatabase.Locate(FullPath(fakeBoundParameters?["Catalog"])));
            string word = (wordToComplete ?? "").Trim('\'', '"');
            // First what begins so, then what has a word that does: a camera is called by its maker first, and sought by its model.
            WildcardPattern begins = Pattern($"{word}*"), within = Pattern($"* {word}*");
            foreach ((string name, string toolTip) in Names(catalog).Where(item => begins.IsMatch(item.Name) || within.IsMatch(item.Name)).OrderBy(item => !begins.IsMatch(item.Name)))
                results.Add(new CompletionResult(Quote(name), name, CompletionResultType.ParameterValue, toolTip));
        }
        catch (Exception e) when (e is ImaLinkException or RuntimeException)
        {
            // Nothing to offer; the command itself tells what is wrong.
        }

        return results;
    }

    private static WildcardPattern Pattern(string text) => WildcardPattern.Get(text, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);

    private protected abstract IEnumerable<(string Name, string ToolTip)> Names(CatalogDatabase catalog);

    private protected static IEnumerable<(string Name, string ToolTip)> Counted(IEnumerable<(string Name, int Photos)> names) =>
        names.Select(name => (name.Name, string.Create(CultureInfo.InvariantCulture, $"{name.Photos:N0} {(name.Photos == 1 ? "photo" : "photos")}")));

    /// <summary>By the location of the session that completes, which is not that of the process.</summary>
    private static string? FullPath(object? path)
    {
        if (path is null)
            return null;
        using var shell = System.Management.Automation.PowerShell.Create(RunspaceMode.CurrentRunspace);
        shell.AddScript("$ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($args[0])").AddArgument(path);
        return shell.Invoke<string>().FirstOrDefault();
    }

    private static string Quote(string name) =>
        name.All(c => char.IsLetterOrDigit(c) || c is '-' or '_') ? name : $"'{CodeGeneration.EscapeSingleQuotedStringContent(name)}'";
}
