using System.Globalization;
using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Trash;

namespace ImaLink.PowerShell;

/// <summary>Completes names of storages; of those that can be enabled or disabled where that is asked, and none where a folder is, which PowerShell completes.</summary>
public sealed class StorageNameCompleter : NameCompleter
{
    private protected override IEnumerable<(string Name, Func<string> ToolTip)> Names(CatalogDatabase catalog, Completion asked) =>
        new StorageService(catalog, TimeSpan.Zero).Known().Where(storage => (asked.Command, asked.Parameter) switch
        {
            ("Enable-ImaFileStorage", _) => !storage.IsActive,
            ("Disable-ImaFileStorage", _) => storage.IsActive,
            ("Backup-ImaCatalog" or "Move-ImaFileStorage", "Destination") => false,
            _ => true,
        }).Select(storage => (storage.Name, (Func<string>)(() => storage.FullName)));
}

/// <summary>Completes titles of sessions, of the storages on the line; of those that are not done where that is asked.</summary>
public sealed class SessionTitleCompleter : NameCompleter
{
    private protected override IEnumerable<(string Name, Func<string> ToolTip)> Names(CatalogDatabase catalog, Completion asked)
    {
        Selector[] storages = [.. asked.Given("Storage").Select(name => new Selector(name) { IsWildcard = Wildcard.IsWildcard(name) })];
        return new SessionService(catalog, TimeSpan.Zero).Titles(storages).Where(session => asked.Command != "Resume-ImaSession" || session.IsIncomplete)
            .GroupBy(session => session.Title, StringComparer.OrdinalIgnoreCase)
            .Select(titled => (titled.Key, (Func<string>)(() => $"{DisplayText.Date(titled.First().ImportedAt)}, {string.Join(", ", titled.Select(session => session.Storage).Distinct())}")));
    }
}

/// <summary>Completes titles of albums, with those of the albums that they are in.</summary>
public sealed class AlbumTitleCompleter : NameCompleter
{
    private protected override IEnumerable<(string Name, Func<string> ToolTip)> Names(CatalogDatabase catalog, Completion asked) =>
        new AlbumFinder(catalog).Titles().Select(title => (title, (Func<string>)(() => title)));
}

/// <summary>Completes tags path by path: first those at the top, after Places/ those below it; the name of one level finds it in whatever branch.</summary>
public sealed class TagCompleter : NameCompleter
{
    private protected override IEnumerable<(string Name, Func<string> ToolTip)> Names(CatalogDatabase catalog, Completion asked)
    {
        IReadOnlyList<NameList.Entry> all = new NameList(catalog).Tags();
        int level = asked.Word.Count(c => c == TagPath.Separator);
        List<NameList.Entry> here = [.. all.Where(tag => tag.Name.Count(c => c == TagPath.Separator) == level && tag.Name.StartsWith(asked.Word, StringComparison.OrdinalIgnoreCase))];
        return Counted(here.Count > 0 ? here : all.Where(tag => tag.Name[(tag.Name.LastIndexOf(TagPath.Separator) + 1)..].StartsWith(asked.Word, StringComparison.OrdinalIgnoreCase)));
    }

    private protected override bool Fits(string name, string word) => true;
}

/// <summary>Completes names of persons, with how many photos they are in.</summary>
public sealed class PersonCompleter : NameCompleter
{
    private protected override IEnumerable<(string Name, Func<string> ToolTip)> Names(CatalogDatabase catalog, Completion asked) => Counted(new NameList(catalog).Persons());
}

/// <summary>Completes names of authors, with how many photos are theirs.</summary>
public sealed class AuthorCompleter : NameCompleter
{
    private protected override IEnumerable<(string Name, Func<string> ToolTip)> Names(CatalogDatabase catalog, Completion asked) => Counted(new NameList(catalog).Authors());
}

/// <summary>Completes formats, with how many photos are of them.</summary>
public sealed class FormatCompleter : NameCompleter
{
    private protected override IEnumerable<(string Name, Func<string> ToolTip)> Names(CatalogDatabase catalog, Completion asked) => Counted(new NameList(catalog).Formats());
}

/// <summary>Completes cameras, with how many photos they took.</summary>
public sealed class CameraCompleter : NameCompleter
{
    private protected override IEnumerable<(string Name, Func<string> ToolTip)> Names(CatalogDatabase catalog, Completion asked) => Counted(new NameList(catalog).Cameras());
}

/// <summary>Completes lenses, with how many photos were taken with them.</summary>
public sealed class LensCompleter : NameCompleter
{
    private protected override IEnumerable<(string Name, Func<string> ToolTip)> Names(CatalogDatabase catalog, Completion asked) => Counted(new NameList(catalog).Lenses());
}

/// <summary>Completes times at which photos were taken: years, after 2024- the months of that year, after 2024-07- the days of that month.</summary>
public sealed class DateCompleter : NameCompleter
{
    private protected override IEnumerable<(string Name, Func<string> ToolTip)> Names(CatalogDatabase catalog, Completion asked) =>
        Counted(new NameList(catalog).Periods(asked.Word.Length switch { >= 8 => asked.Word[..7], >= 5 => asked.Word[..4], _ => "" }));
}

/// <summary>Completes years in which photos were taken.</summary>
public sealed class YearCompleter : NameCompleter
{
    private protected override IEnumerable<(string Name, Func<string> ToolTip)> Names(CatalogDatabase catalog, Completion asked) =>
        Counted(new NameList(catalog).Periods("")).Where(year => int.TryParse(year.Name, NumberStyles.None, CultureInfo.InvariantCulture, out _));
}

/// <summary>Completes the ids of what lies in the trash of the storages that are accessible, with what it was.</summary>
public sealed class TrashIdCompleter : NameCompleter
{
    private protected override IEnumerable<(string Name, Func<string> ToolTip)> Names(CatalogDatabase catalog, Completion asked) =>
        asked.Given("Storage").DefaultIfEmpty(null).SelectMany(storage => new TrashService(catalog, TimeSpan.Zero).Find(storage is null ? null : new Selector(storage), null, OperationReporter.None))
            .Select(item => (item.Id, (Func<string>)(() => $"{item.FormerPath} ({item.Storage}, {item.Reason}, {DisplayText.Date(item.RemovedAt)})")));
}

/// <summary>Completes names of what a command is about: a new one that is there already makes both one. Storages have names of their own, of which none is offered.</summary>
public sealed class WordNameCompleter : NameCompleter
{
    private protected override IEnumerable<(string Name, Func<string> ToolTip)> Names(CatalogDatabase catalog, Completion asked) => asked.Command.Split("-Ima")[^1] switch
    {
        "Author" => Counted(new NameList(catalog).Authors()),
        "Person" => Counted(new NameList(catalog).Persons()),
        "Tag" => Counted(new NameList(catalog).Tags()),
        _ => [],
    };
}
