namespace ImaLink.Files;

/// <summary>How a file system gives a file a name that nothing else has, the best first.</summary>
internal enum Placing
{
    /// <summary>A rename that never replaces.</summary>
    Rename,

    /// <summary>A second name, and the first is taken away (NFS, sshfs).</summary>
    Link,

    /// <summary>An empty file claims the name, which only one can, and the file is renamed over it (exFAT by FUSE).</summary>
    Claim,
}

/// <content>The rename that never replaces, by whatever means the file system has.</content>
public sealed partial class DurableFiles
{
    /// <summary>The best means that is tried; a test leaves out those that a file system may lack.</summary>
    internal Placing Best { get; init; }

    /// <summary>
    /// Renames a file, never replacing anything. The caller flushes the directory (<see cref="FlushDirectory"/>), once
    /// for many files.
    /// </summary>
    /// <param name="from">The file.</param>
    /// <param name="to">The name it gets.</param>
    /// <param name="isResumed">
    /// Whether a run that was interrupted may have begun this: what it left is completed. That is a second name of this very file; or,
    /// on a medium where names are claimed, an empty file that has the name.
    /// </param>
    /// <returns>False where something of that name exists.</returns>
    /// <exception cref="ImaLinkException">The rename failed for another reason.</exception>
    public bool TryPlace(string from, string to, bool isResumed = false)
    {
        FaultPoint?.Invoke(DurableOperation.Rename, to);
        int error = Best == Placing.Rename ? NativeFiles.RenameExclusively(from, to) : NativeFiles.NotSupported;
        if (NativeFiles.IsUnknown(error))
        {
            error = Best <= Placing.Link ? NativeFiles.LinkAndUnlink(from, to) : NativeFiles.NotSupported;
            // rclone: it uploads later, and an empty file that claimed a name was seen to replace the photo renamed over it.
            if (error == 5)
                throw new ImaLinkException(ErrorCode.MediumUnsuitable, $"'{to}' cannot get its name safely: its file system has neither a rename that never replaces nor links, and fails where it is asked (rclone mounts do). No storage can be kept there; nothing was placed.", to);
        }

        if (NativeFiles.IsUnknown(error) || NativeFiles.CannotLink(error))
            return TryClaim(from, to, isResumed);
        if (error != 0 && !NativeFiles.IsTaken(error))
            throw IoErrors.FromErrno(error, to);
        if (error == 0 || !isResumed || Inode.OfLinked(from) is not { } file || Inode.OfLinked(to) != file)
            return error == 0;
        Delete(from); // stopped between the two names of a link
        return true;
    }

    private bool TryClaim(string from, string to, bool isResumed)
    {
        FaultPoint?.Invoke(DurableOperation.Create, to);
        try
        {
            File.OpenHandle(to, FileMode.CreateNew, FileAccess.Write).Dispose();
        }
        catch (IOException) when (Path.Exists(to) || new FileInfo(to).LinkTarget is not null)
        {
            if (!isResumed || new FileInfo(to) is not { Exists: true, Length: 0, LinkTarget: null })
                return false;
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            throw IoErrors.Wrap(e, to, writing: true);
        }

        FaultPoint?.Invoke(DurableOperation.Replace, to);
        int error = NativeFiles.Replace(from, to);
        if (error == 0)
            return true;
        if (new FileInfo(to) is { Exists: true, Length: 0 })
            TryDelete(to);
        throw IoErrors.FromErrno(error, to);
    }
}
