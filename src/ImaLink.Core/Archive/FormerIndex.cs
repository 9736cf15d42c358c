using ImaLink.Files;
using ImaLink.Index;

namespace ImaLink.Archive;

/// <summary>An index that cannot be read is not thrown away when it is written anew, each such version once: a person may still see something in it.</summary>
internal static class FormerIndex
{
    /// <summary>Keeps it beside the one that is written.</summary>
    internal static void Keep(DurableFiles files, string path)
    {
        string sha256 = IndexDigest.Of(path);
        for (int n = 0; ; n++)
        {
            string kept = FileNames.Numbered(path + ".former", n);
            if (OwnFiles.Exists(kept) ? IndexDigest.Of(kept) == sha256 : files.TryWriteNew(kept, Copy))
                return;
        }

        void Copy(Stream stream)
        {
            using FileStream former = OwnFiles.OpenRead(path);
            former.CopyTo(stream);
        }
    }
}
