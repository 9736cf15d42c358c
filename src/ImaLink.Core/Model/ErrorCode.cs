namespace ImaLink;

/// <summary>
/// Why an operation could not do what was asked. The error id that scripts see is <c>ImaLink.&lt;name&gt;</c>,
/// so a name, once released, never changes.
/// </summary>
public enum ErrorCode
{
    /// <summary>A file or folder that was named does not exist.</summary>
    PathNotFound,

    /// <summary>The operating system refused access to a file or folder.</summary>
    AccessDenied,

    /// <summary>A file could not be read: the medium or the file system reported an error.</summary>
    ReadFailed,

    /// <summary>A file could not be written or made durable.</summary>
    WriteFailed,

    /// <summary>A folder was given where a file is expected.</summary>
    PathIsDirectory,

    /// <summary>A path is longer than the file system allows.</summary>
    PathTooLong,

    /// <summary>The medium of the storage or catalog has no room left.</summary>
    StorageFull,

    /// <summary>The medium is read-only.</summary>
    ReadOnly,

    /// <summary>The file system of a medium cannot do what a storage needs of it.</summary>
    MediumUnsuitable,

    /// <summary>The bytes of a file are not on this disk: a cloud drive keeps them elsewhere.</summary>
    FileOffline,

    /// <summary>Another process writes the storage.</summary>
    StorageBusy,

    /// <summary>No storage fits what was asked for.</summary>
    StorageNotFound,

    /// <summary>Several storages fit, and the command needs one.</summary>
    AmbiguousStorage,

    /// <summary>The storage's directory is not there, or holds another storage.</summary>
    StorageOffline,

    /// <summary>A storage of that name exists.</summary>
    StorageNameTaken,

    /// <summary>The storage is registered already.</summary>
    StorageAlreadyRegistered,

    /// <summary>The same storage lies in two places.</summary>
    StorageCloned,

    /// <summary>The storage was moved elsewhere; it is not written here any more.</summary>
    StorageRetired,

    /// <summary>A folder is no FileStorage.</summary>
    NotAStorage,

    /// <summary>An index file does not hold what an index holds.</summary>
    IndexCorrupt,

    /// <summary>An index was written by a newer version: it is read, never written.</summary>
    IndexTooNew,

    /// <summary>No session fits what was asked for.</summary>
    SessionNotFound,

    /// <summary>Several sessions fit, and the command needs one.</summary>
    AmbiguousSession,

    /// <summary>No album fits what was asked for.</summary>
    AlbumNotFound,

    /// <summary>Several albums fit, and the command needs one.</summary>
    AmbiguousAlbum,

    /// <summary>There is an album of that title in that place.</summary>
    AlbumExists,

    /// <summary>The catalog file is no catalog of ImaLink.</summary>
    NotACatalog,

    /// <summary>The catalog was written by a newer version.</summary>
    CatalogTooNew,

    /// <summary>The catalog is damaged.</summary>
    CatalogCorrupt,

    /// <summary>The catalog could not be opened or written.</summary>
    CatalogUnavailable,

    /// <summary>Another process writes the catalog.</summary>
    CatalogBusy,

    /// <summary>There is no file to import.</summary>
    NothingToImport,

    /// <summary>The source lies in the storage that it would be imported into, or the other way round.</summary>
    SourceInStorage,

    /// <summary>The files to register in place do not lie under the storage's photos folder.</summary>
    NotInStorage,

    /// <summary>A source file could not be imported; the session's ledger says why.</summary>
    ImportFailed,

    /// <summary>A file changes while it is read; it is left for the next run.</summary>
    StillChanging,

    /// <summary>A -Layout has an unknown placeholder or gives no usable path.</summary>
    InvalidLayout,

    /// <summary>Nothing is left to resume.</summary>
    NothingToResume,

    /// <summary>The session's import was interrupted; it has to be resumed first.</summary>
    SessionIncomplete,

    /// <summary>A preview could not be made.</summary>
    PreviewFailed,

    /// <summary>No file fits what was asked for.</summary>
    FileNotFound,

    /// <summary>A registered file no longer holds the bytes that were recorded of it; it was left as it is.</summary>
    FileChanged,

    /// <summary>A sidecar is damaged, or far too large: it is kept as it is, and what it says is not taken over.</summary>
    SidecarUnreadable,

    /// <summary>A file is no database of a program that descriptions are taken from.</summary>
    NotALibrary,

    /// <summary>Another program has the database open that descriptions are to be taken from.</summary>
    LibraryBusy,

    /// <summary>The database that descriptions are taken from is damaged.</summary>
    LibraryDamaged,

    /// <summary>No photo has the tag, person or author that was asked for.</summary>
    WordNotFound,

    /// <summary>Nothing in the trash fits what was asked for.</summary>
    TrashItemNotFound,

    /// <summary>A file cannot be brought back: its place is taken or what lies in the trash is damaged.</summary>
    RestoreFailed,

    /// <summary>So many files of a storage are not there that it is more likely that something else is wrong; nothing was applied.</summary>
    MassMissing,

    /// <summary>So many files of a storage hold other images than those recorded that it is more likely that something else is wrong; nothing was applied.</summary>
    MassChanged,

    /// <summary>So many files of a replica would follow removals at once that it is more likely that something else is wrong; none was taken out.</summary>
    MassRemoved,

    /// <summary>A file could not be copied into another storage: it is not there, or its bytes are not the recorded ones.</summary>
    CopyFailed,

    /// <summary>A file could not be repaired: no accessible storage has its recorded bytes, or it was changed deliberately.</summary>
    RepairFailed,

    /// <summary>A storage could not be moved; it is where it was.</summary>
    MoveFailed,

    /// <summary>A file of that name exists, and it is not overwritten.</summary>
    FileExists,

    /// <summary>A path of another PowerShell provider was given where files are expected.</summary>
    NotFileSystem,

    /// <summary>A value given by the user cannot be used.</summary>
    InvalidValue,

    /// <summary>A command asks before it goes on, and nobody can be asked; -Confirm:$false goes on without a question.</summary>
    NotInteractive,

    /// <summary>A defect of ImaLink itself.</summary>
    Unexpected,
}
