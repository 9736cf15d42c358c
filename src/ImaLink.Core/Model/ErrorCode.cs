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

    /// <summary>An image is damaged, or claims a size that is not decoded: no preview could be made of it.</summary>
    PreviewFailed,
}
