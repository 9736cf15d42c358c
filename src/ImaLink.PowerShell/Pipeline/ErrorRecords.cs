using System.Management.Automation;
using ImaLink.Files;

namespace ImaLink.PowerShell;

/// <summary>The one place where the core's errors become PowerShell's.</summary>
internal static class ErrorRecords
{
    /// <summary>The record for any exception: id <c>ImaLink.&lt;code&gt;</c>, category, target.</summary>
    public static ErrorRecord From(Exception exception, string? target = null)
    {
        var error = exception switch
        {
            ImaLinkException own => own,
            _ when IoErrors.IsIo(exception) => IoErrors.Wrap(exception, target ?? "the file"),
            _ => new ImaLinkException(ErrorCode.Unexpected,
                $"{exception.Message} This is a defect of ImaLink: please report it, with the command that led to it.",
                target, exception),
        };
        return new ErrorRecord(error, $"ImaLink.{error.Code}", Category(error.Code), error.Target ?? target);
    }

    internal static ErrorCategory Category(ErrorCode code) => code switch
    {
        ErrorCode.PathNotFound or ErrorCode.StorageNotFound or ErrorCode.SessionNotFound or ErrorCode.AlbumNotFound or ErrorCode.FileNotFound or ErrorCode.WordNotFound
            or ErrorCode.TrashItemNotFound or ErrorCode.NothingToImport or ErrorCode.NothingToResume
            => ErrorCategory.ObjectNotFound,
        ErrorCode.AccessDenied or ErrorCode.ReadOnly => ErrorCategory.PermissionDenied,
        ErrorCode.MediumUnsuitable => ErrorCategory.DeviceError,
        ErrorCode.ReadFailed or ErrorCode.ImportFailed or ErrorCode.CopyFailed => ErrorCategory.ReadError,
        ErrorCode.WriteFailed or ErrorCode.StorageFull or ErrorCode.RestoreFailed or ErrorCode.RepairFailed or ErrorCode.MoveFailed => ErrorCategory.WriteError,
        ErrorCode.StorageBusy or ErrorCode.CatalogBusy or ErrorCode.LibraryBusy or ErrorCode.StillChanging => ErrorCategory.ResourceBusy,
        ErrorCode.StorageOffline or ErrorCode.FileOffline or ErrorCode.CatalogUnavailable => ErrorCategory.ResourceUnavailable,
        ErrorCode.StorageNameTaken or ErrorCode.StorageAlreadyRegistered or ErrorCode.StorageCloned
            or ErrorCode.FileExists or ErrorCode.AlbumExists
            => ErrorCategory.ResourceExists,
        ErrorCode.IndexCorrupt or ErrorCode.IndexTooNew or ErrorCode.NotACatalog or ErrorCode.CatalogTooNew
            or ErrorCode.CatalogCorrupt or ErrorCode.NotAStorage or ErrorCode.PreviewFailed
            or ErrorCode.FileChanged or ErrorCode.SidecarUnreadable or ErrorCode.NotALibrary or ErrorCode.LibraryDamaged => ErrorCategory.InvalidData,
        ErrorCode.StorageRetired or ErrorCode.SessionIncomplete or ErrorCode.NotInteractive
            => ErrorCategory.InvalidOperation,
        ErrorCode.MassMissing or ErrorCode.MassChanged or ErrorCode.MassRemoved => ErrorCategory.LimitsExceeded,
        ErrorCode.PathIsDirectory or ErrorCode.PathTooLong or ErrorCode.AmbiguousStorage or ErrorCode.AmbiguousSession or ErrorCode.AmbiguousAlbum
            or ErrorCode.SourceInStorage or ErrorCode.NotInStorage or ErrorCode.InvalidLayout or ErrorCode.NotFileSystem
            or ErrorCode.InvalidValue => ErrorCategory.InvalidArgument,
        _ => ErrorCategory.NotSpecified,
    };
}
