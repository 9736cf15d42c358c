using System.Management.Automation;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace ImaLink.PowerShell.Tests;

/// <summary>
/// A parameter means the same in every cmdlet: it is declared once, in the base that the cmdlets share, and what is declared more often
/// stands here with the reason. One entry too many fails as one too few does.
/// </summary>
public sealed class ParameterConventionTests(ModuleFixture module) : IClassFixture<ModuleFixture>
{
    private const string
        Made = "What makes a thing requires what it needs; what changes one takes empty cells of a table.",
        Changed = "The subject comes first, and what is changed of it has a name.",
        Own = "A word of the language, which means something else of each.",
        Registered = "Files that are there, or that are registered and perhaps nowhere: a filter, or what has to be named.",
        Filter = "A filter beside the subject: it has no place in the order, and binds by name at most.",
        Word = "Each is completed from words of its own kind; all are asked for, one is renamed.",
        Said = "What an object of the pipeline says of a photo is old, so only what is typed counts, and nothing withdraws it.",
        Asked = "What is looked for may be several, a range or a wildcard; what is said is one value.",
        OfFiles = "Photos have none: files have it of their own, with a catalog and without one.",
        Role = "Subject that may be left out, subject that must be named, filter, scope or target; each base declares its own.";

    /// <summary>Parameters that more than one class declares.</summary>
    private static readonly Dictionary<string, string> DeclaredAgain = new()
    {
        ["Album: AlbumPhotoCommand, GetImaAlbumCommand, PhotoFilterCommand, RemoveImaAlbumCommand, SetImaAlbumCommand"] = Role,
        ["Author: ImportImaSessionCommand, PhotoFilterCommand, SetImaPhotoCommand, SetImaSessionCommand"] = Made,
        ["BasePath: NewImaFileStorageCommand, SetImaFileStorageCommand"] = Made,
        ["By: GetImaTimelineCommand, MeasureImaFileStorageCommand"] = Own,
        ["Date: PhotoFilterCommand, SetImaPhotoCommand"] = Asked,
        ["Description: AlbumEditCommand, ImportImaSessionCommand, NewImaFileStorageCommand, SetImaFileStorageCommand, SetImaPhotoCommand, SetImaSessionCommand"] = Made,
        ["Destination: BackupImaCatalogCommand, CopyImaSessionCommand, MoveImaFileStorageCommand, SyncImaReplicaCommand"] = "A file, a storage, a folder: what a copy goes to.",
        ["Favorite: PhotoFilterCommand, SetImaPhotoCommand"] = Asked,
        ["Flag: PhotoFilterCommand, SetImaPhotoCommand"] = Asked,
        ["Force: RemoveImaFileStorageCommand, SetImaFileStorageCommand, StorageUpdateCommand, UpdateImaFactCommand, UpdateImaIndexCommand"] = Own,
        ["Hidden: PhotoFilterCommand, SetImaPhotoCommand"] = Asked,
        ["Hothash: FileSelectionCommand, GetImaFileCommand, GetImaImportItemCommand, GetImaIndexCommand, GetImaPhotoCommand"] = "What comes from the pipeline and has none is nothing to some, and names files to others.",
        ["Id: ClearImaTrashCommand, TrashItemCommand"] = "Clear-ImaTrash does without it where the items are chosen otherwise.",
        ["IncludeCopy: FindImaDuplicateCommand, RemoveImaFileCommand, RemoveImaSessionCommand"] = Own,
        ["InputObject: AlbumPhotoCommand, FileSelectionCommand, GetImaFileCommand, GetImaPhotoCommand"] = "Photos, or files and what holds some.",
        ["Label: PhotoFilterCommand, SetImaPhotoCommand"] = Asked,
        ["Layout: ImportImaSessionCommand, ResumeImaSessionCommand"] = "A text is in the journal; only a script has to be given again.",
        ["LiteralPath: FileSelectionCommand, GetImaFileCommand, PathCommand, RemoveImaFileCommand"] = Registered,
        ["Name: GetImaAuthorCommand, GetImaPersonCommand, NewImaFileStorageCommand, RenameImaAuthorCommand, RenameImaPersonCommand, SetImaFileStorageCommand"] = Word,
        ["NewName: RenameImaAuthorCommand, RenameImaPersonCommand, RenameImaTagCommand"] = Word,
        ["OlderThan: ClearImaTrashCommand, TestImaFileCommand"] = Own,
        ["Path: FilePathCommand, GetImaFileCommand, GetImaIndexCommand, PathCommand, PhotoSearchCommand, RemoveImaFileCommand"] = Registered,
        ["Place: NewImaFileStorageCommand, SetImaFileStorageCommand"] = Made,
        ["Quiet: GetImaHealthCommand, TestImaCatalogCommand, TestImaFileCommand, TestImaFileStorageCommand, TestImaImportCommand, TestImaIndexCommand"] = "Each says what its Boolean means.",
        ["Rating: PhotoFilterCommand, SetImaPhotoCommand"] = Asked,
        ["Reason: GetImaTrashCommand, TrashItemCommand"] = "One looks at the trash of storages, the other takes items out of it.",
        ["Recurse: GetImaHothashCommand, GetImaTagCommand, RemoveImaAlbumCommand"] = Own,
        ["RequireOnline: TestImaFileCommand, TestImaFileStorageCommand, TestImaIndexCommand"] = "Files, storages and indexes are of three bases.",
        ["Session: FileSelectionCommand, GetImaFileCommand, GetImaImportItemCommand, GetImaIndexCommand, GetImaSessionCommand, IndexCommand, PhotoFilterCommand, ResumeImaSessionCommand, SessionCommand"] = Role,
        ["State: GetImaFileCommand, GetImaIndexCommand"] = OfFiles,
        ["Storage: FileSelectionCommand, FileUpdateCommand, FindImaDuplicateCommand, GetImaIndexCommand, ImportImaSessionCommand, RemoveImaFileCommand, StorageCommand, StorageFilterCommand, StorageInputCommand, StorageScopeCommand"] = Role,
        ["Tag: GetImaTagCommand, PhotoFilterCommand, RenameImaTagCommand"] = Role,
        ["Text: CatalogFilterCommand, PhotoSearchCommand"] = Filter,
        ["TimeZone: ImportImaSessionCommand, SetImaPhotoCommand, SetImaSessionCommand"] = Made,
        ["Title: ImportImaSessionCommand, NewImaAlbumCommand, SetImaAlbumCommand, SetImaPhotoCommand, SetImaSessionCommand, SyncImaFileStorageCommand"] = Made,
    };

    /// <summary>Declarations that are not like most of the same name.</summary>
    private static readonly Dictionary<string, string> Different = new()
    {
        ["GetImaAlbumCommand -Album"] = "All by default.",
        ["RemoveImaAlbumCommand -Album"] = "Several may be meant; photos go into one.",
        ["SetImaAlbumCommand -Album"] = "Several may be meant; photos go into one.",
        ["NewImaAlbumCommand -Title"] = Made,
        ["SetImaFileStorageCommand -BasePath"] = Changed,
        ["NewImaFileStorageCommand -Description"] = Made,
        ["BackupImaCatalogCommand -Destination"] = "A file or a folder, and the only argument.",
        ["MoveImaFileStorageCommand -Destination"] = "A folder: the storage is not there yet.",
        ["GetImaFileCommand -Hothash"] = "What comes from the pipeline and has none gives nothing.",
        ["GetImaImportItemCommand -Hothash"] = "One for each file of the pipeline.",
        ["GetImaIndexCommand -Hothash"] = "Not from the pipeline: a file there names its storage.",
        ["TrashItemCommand -Id"] = "Clear-ImaTrash does without it where the items are chosen otherwise.",
        ["ResumeImaSessionCommand -Layout"] = "A text is in the journal; only a script has to be given again.",
        ["FileSelectionCommand -LiteralPath"] = "The pipeline binds to -InputObject.",
        ["GetImaAuthorCommand -Name"] = Word,
        ["GetImaPersonCommand -Name"] = Word,
        ["NewImaFileStorageCommand -Name"] = Made,
        ["RenameImaAuthorCommand -Name"] = Word,
        ["RenameImaPersonCommand -Name"] = Word,
        ["RenameImaPersonCommand -NewName"] = Word,
        ["RenameImaTagCommand -NewName"] = Word,
        ["FilePathCommand -Path"] = Filter,
        ["GetImaFileCommand -Path"] = Filter,
        ["GetImaFileCommand -LiteralPath"] = "The pipeline binds to -InputObject.",
        ["GetImaIndexCommand -Path"] = Filter,
        ["RemoveImaFileCommand -Path"] = "No object's property Path is to remove a file: those bind by PSPath.",
        ["NewImaFileStorageCommand -Place"] = Made,
        ["GetImaFileCommand -Session"] = Filter,
        ["GetImaIndexCommand -Session"] = "The storage is the subject, and the session comes second.",
        ["IndexCommand -Session"] = "The storage is the subject, and the session comes second.",
        ["GetImaSessionCommand -Session"] = "All by default.",
        ["ResumeImaSessionCommand -Session"] = "All by default.",
        ["FileSelectionCommand -Storage"] = Filter,
        ["FindImaDuplicateCommand -Storage"] = Filter,
        ["RemoveImaFileCommand -Storage"] = Filter,
        ["StorageFilterCommand -Storage"] = Filter,
        ["FileUpdateCommand -Storage"] = "The subject; files from the pipeline bind to -InputObject.",
        ["SetImaPhotoCommand -Author"] = Said,
        ["SetImaPhotoCommand -Description"] = Said,
        ["SetImaPhotoCommand -TimeZone"] = "Of a camera's clock, and recorded nowhere.",
        ["SetImaPhotoCommand -Title"] = Said,
        ["StorageScopeCommand -Storage"] = "One only: a session that is to be changed is one.",
        ["ImportImaSessionCommand -Storage"] = "The target, which has to be given.",
        ["StorageCommand -Storage"] = "What is changed has to be named.",
        ["GetImaTagCommand -Tag"] = "All by default.",
        ["ImportImaSessionCommand -Title"] = Made,
        ["SyncImaFileStorageCommand -Title"] = "Of the session that -AddNew makes.",
        ["AlbumPhotoCommand -Album"] = Role,
        ["GetImaTimelineCommand -By"] = Own,
        ["RenameImaTagCommand -Tag"] = Role,
        ["SetImaPhotoCommand -Date"] = Asked,
        ["SetImaPhotoCommand -Flag"] = Asked,
        ["SetImaPhotoCommand -Label"] = Asked,
        ["SetImaPhotoCommand -Rating"] = Asked,
        ["GetImaPhotoCommand -Hothash"] = Asked,
        ["GetImaFileCommand -InputObject"] = "Without it all files are looked through.",
        ["GetImaPhotoCommand -InputObject"] = "Without it all photos are looked through.",
        ["PhotoSearchCommand -Path"] = Filter,
        ["CatalogFilterCommand -Text"] = Filter,
        ["ImportImaSessionCommand -Author"] = Asked,
        ["SetImaSessionCommand -Author"] = Asked,
        ["GetImaImportItemCommand -Session"] = Role,
        ["SessionCommand -Session"] = Role,
    };

    private IReadOnlyList<Declaration> Declarations { get; } =
    [
        .. from item in module.Invoke("Get-Command -Module ImaLink.PowerShell").Clean().Output
           let cmdlet = (CmdletInfo)item.BaseObject
           from parameter in cmdlet.Parameters.Values
           let property = cmdlet.ImplementingType.GetProperty(parameter.Name)
           where property is not null
           select new Declaration(property.DeclaringType!.Name, property, parameter, cmdlet.Name),
    ];

    [Fact]
    public void Parameter_IsDeclaredByOneClass_OrByThoseThatAreListedWithAReason() => Same(DeclaredAgain,
        from named in Declarations.GroupBy(declared => declared.Name)
        let classes = named.Select(declared => declared.Class).Distinct().Order(StringComparer.Ordinal).ToList()
        where classes.Count > 1
        select ($"{named.Key}: {string.Join(", ", classes)}", "declare it each"));

    [Fact]
    public void Parameter_OfOneName_BindsAlikeEverywhere_OrIsListedWithAReason() => Same(Different,
        from named in Declarations.GroupBy(declared => declared.Name)
        let usual = named.GroupBy(declared => declared.Shape).OrderByDescending(shape => shape.Count()).ThenBy(shape => shape.Key, StringComparer.Ordinal).First().Key
        from declared in named.Where(declared => declared.Shape != usual).DistinctBy(declared => declared.Class)
        select ($"{declared.Class} -{declared.Name}", $"is '{declared.Shape}', and others '{usual}'"));

    [Fact]
    public void Parameter_ThatABaseTakesBack_IsNone()
    {
        Assert.DoesNotContain(Declarations, declared => declared is { Cmdlet: "Get-ImaHothash", Name: "Catalog" });
        Assert.DoesNotContain(Declarations, declared => declared.Name == "LockTimeout" && declared.Cmdlet.Split('-')[0] is "Get" or "Find" or "Measure");
    }

    private static void Same(Dictionary<string, string> listed, IEnumerable<(string Name, string Told)> found)
    {
        var all = found.ToList();
        string wrong = string.Join('\n',
        [
            .. all.Where(item => !listed.ContainsKey(item.Name)).Select(item => $"{item.Name} {item.Told}: put it into a common base, or list it with a reason").Order(StringComparer.Ordinal),
            .. listed.Keys.Except(all.Select(item => item.Name)).Select(name => $"{name} is listed, and need not be").Order(StringComparer.Ordinal),
        ]);
        Assert.True(wrong.Length == 0, wrong);
    }

    /// <summary>A parameter of a cmdlet, and how it binds.</summary>
    private sealed record Declaration(string Class, PropertyInfo Property, ParameterMetadata Parameter, string Cmdlet)
    {
        public string Name => Parameter.Name;

        /// <summary>Type, aliases, what becomes of an argument, and what Tab offers.</summary>
        public string Shape { get; } = string.Join(' ',
        [
            (Nullable.GetUnderlyingType(Parameter.ParameterType) ?? Parameter.ParameterType).Name,
            .. Parameter.Aliases.Order(StringComparer.Ordinal).Select(alias => "alias " + alias),
            .. Parameter.Attributes.Select(Told).OfType<string>().Order(StringComparer.Ordinal),
            .. Parameter.ParameterSets.Values.Select(set => $"{(set.Position >= 0 ? $"at {set.Position}" : "named")}{(set.IsMandatory ? ", mandatory" : "")}{(set.ValueFromPipeline ? ", by value" : "")}{(set.ValueFromPipelineByPropertyName ? ", by name" : "")}").Distinct().Order(StringComparer.Ordinal),
        ]);

        private static string? Told(Attribute attribute) => attribute switch
        {
            ArgumentCompleterAttribute completer => $"completed by {completer.Type?.Name}",
            ValidateSetAttribute set => $"one of {string.Join('|', set.ValidValues)}",
            ValidateRangeAttribute range => $"from {range.MinRange} to {range.MaxRange}",
            ParameterAttribute or AliasAttribute or SupportsWildcardsAttribute or NullableAttribute => null,
            _ => attribute.GetType().GetProperty("Single")?.GetValue(attribute) is true ? $"single {Short(attribute)}" : Short(attribute),
        };

        private static string Short(Attribute attribute) => attribute.GetType().Name.Replace("Attribute", "", StringComparison.Ordinal);
    }
}
