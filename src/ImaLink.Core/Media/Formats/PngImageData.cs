using ImaLink.Media.Containers;

namespace ImaLink.Media.Formats;

/// <summary>
/// PNG, MNG, JNG (W3C PNG, third edition): the data of every IDAT, JDAT and JDAA chunk. Later frames of an
/// animated PNG (fdAT) are not the default image and do not count (HOTHASH 5).
/// </summary>
internal static class PngImageData
{
    public static void Read(FileBytes file, ImageData data)
    {
        var end = PngChunk.EndName(file);
        for (var position = PngChunk.First; PngChunk.Read(file, position) is { Length: <= int.MaxValue } chunk;)
        {
            if (chunk.Is("IDAT"u8) || chunk.Is("JDAT"u8) || chunk.Is("JDAA"u8))
                data.Add(chunk.Start, chunk.Length);

            // The reference takes the end chunk for empty whatever it says, and chunks behind it still count.
            position = (chunk.Name == end ? chunk.Emptied() : chunk).End;
        }
    }
}
