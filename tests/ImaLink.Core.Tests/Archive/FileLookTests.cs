using ImaLink.Archive.Judging;
using ImaLink.Index;
using ImaLink.Media.Formats.Ends;
using ImaLink.SamplePhotos;
using ImaLink.Tests.Media.Formats;

namespace ImaLink.Tests.Archive;

public sealed class FileLookTests : TemporaryFolderTest
{
    [Fact]
    public void At_FileAsRecorded_IsReadOnceForItsEndToo()
    {
        byte[] photo = TinyJpeg.Encode(7);
        string path = Write("photo.jpg", photo);
        long read = 0;

        FileSight sight = FileLook.At(new StorageLayout(Folder), "photo.jpg", Vectors.Sha256(photo), Read, CancellationToken.None, withEnd: true);

        Assert.Equal((photo.Length, Vectors.Sha256(photo), EndState.Whole), (read, sight.Sha256, sight.End.State));

        // As soon as all of it was read, its bytes are others: who reads on sees a picture without an end.
        void Read(int count)
        {
            read += count;
            using FileStream file = new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            file.Position = 2;
            file.Write(new byte[photo.Length - 2]);
        }
    }
}
