using ImaLink.Files;

namespace ImaLink.Media.Libraries;

/// <summary>
/// The file of another program's database, as it is to be opened so that nothing is written beside it: as it lies there, or as a copy, where changes lie in a log beside it that only SQLite
/// itself puts together. What its own program has open is left alone.
/// </summary>
internal sealed class LibraryFile : IDisposable
{
    // What SQLite writes beside a database; both hold what the file lacks.
    private static readonly string[] Logs = ["-wal", "-journal"];

    private readonly string _path;
    private readonly string _state;
    private DirectoryInfo? _copies;

    private LibraryFile(string path) => (_path, _state) = (path, StateOf(path));

    /// <summary>What SQLite is to open: a path, or a URI where nobody else writes.</summary>
    internal string Source { get; private set; } = "";

    /// <summary>Whether that is a copy, which nobody else has.</summary>
    internal bool IsCopy => _copies is not null;

    /// <summary>Finds out how a database can be read.</summary>
    /// <exception cref="ImaLinkException">PathNotFound, PathIsDirectory, AccessDenied, ReadFailed, NotALibrary; LibraryBusy where its program has it open; StorageFull: no room for a copy.</exception>
    internal static LibraryFile Open(string path)
    {
        try
        {
            path = new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path; // what is written beside it lies beside the file itself
            bool isLogging = Look(path);
            if (Path.Exists(path + ".lock"))
                throw new ImaLinkException(ErrorCode.LibraryBusy,
                    $"Lightroom has '{path}' open. Close it and run the command again; where it is not running, '{Path.GetFileName(path)}.lock' was left by a crash, and goes when Lightroom is started and closed once.", path);
            var file = new LibraryFile(path);
            if (Array.Exists(Logs, log => new FileInfo(path + log) is { Exists: true, Length: > 0 }))
                file.Copy();
            else
                // Of a database that has a log, and none is there, nobody writes; SQLite would make one. Of others it takes a lock that leaves no trace.
                file.Source = isLogging ? new Uri(path).AbsoluteUri + "?immutable=1" : path;
            return file;
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            throw IoErrors.Wrap(e, path);
        }
    }

    /// <summary>Refuses what was read if its program wrote it meanwhile.</summary>
    /// <exception cref="ImaLinkException">LibraryBusy.</exception>
    internal void RequireUnchanged()
    {
        if (StateOf(_path) != _state)
            throw new ImaLinkException(ErrorCode.LibraryBusy, $"'{_path}' was written while it was read. Close its program and run the command again, which takes what is missing.", _path);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            _copies?.Delete(recursive: true);
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            // It lies among temporary files.
        }
    }

    /// <summary>Whether a database writes a log beside it, which its header says.</summary>
    private static bool Look(string path)
    {
        const int headerLength = 100, readVersion = 19;
        byte[] header = new byte[headerLength];
        using FileStream stream = FileReading.OpenStream(path);
        return stream.ReadAtLeast(header, headerLength, throwOnEndOfStream: false) == headerLength && header.AsSpan().StartsWith("SQLite format 3\0"u8)
            ? header[readVersion] == 2
            : throw LibraryDatabase.NotALibrary(path, "it is no SQLite database");
    }

    /// <summary>Of each file that the database consists of, how long it is and when it was written.</summary>
    private static string StateOf(string path) => string.Join(';', Logs.Prepend("").Select(part => new FileInfo(path + part)).Select(file => file.Exists ? $"{file.Length} {file.LastWriteTimeUtc.Ticks}" : ""));

    private void Copy()
    {
        _copies = Directory.CreateTempSubdirectory("imalink-");
        Source = Path.Combine(_copies.FullName, "library.db");
        try
        {
            foreach (string part in Logs.Prepend("").Where(part => File.Exists(_path + part)))
            {
                using FileStream from = FileReading.OpenStream(_path + part, FileOptions.SequentialScan);
                using FileStream to = File.Create(Source + part);
                from.CopyTo(to);
            }

            RequireUnchanged();
        }
        catch
        {
            Dispose();
            throw;
        }
    }
}
