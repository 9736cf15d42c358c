using System.Text;
using ImaLink.Files;
using ImaLink.Index;

namespace ImaLink.Archive;

/// <summary>When a catalog was last backed up and where to, in a small file beside it: what a damaged catalog could not tell.</summary>
internal sealed record BackupNote(DateTime MadeAt, string Backup)
{
    internal static BackupNote? Read(string catalog)
    {
        try
        {
            string[] lines = Encoding.UTF8.GetString(FileReading.ReadAllBytes(FileOf(catalog), 65_536)).Split('\n', 2);
            return lines.Length == 2 && IndexTime.ParseUtc(lines[0]) is { } time && lines[1].Length > 0 ? new BackupNote(time, lines[1]) : null;
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            return null;
        }
    }

    /// <summary>Writes it; where that fails the backup is none the worse.</summary>
    internal void Write(DurableFiles files, string catalog)
    {
        try
        {
            files.Replace(FileOf(catalog), stream => stream.Write(Encoding.UTF8.GetBytes($"{IndexTime.FormatUtc(MadeAt)}\n{Backup}")));
        }
        catch (ImaLinkException)
        {
            // a folder that cannot be written
        }
    }

    private static string FileOf(string catalog) => catalog + ".backup";
}
