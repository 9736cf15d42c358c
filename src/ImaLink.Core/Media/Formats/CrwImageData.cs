using ImaLink.Media.Containers;

namespace ImaLink.Media.Formats;

/// <summary>Canon CRW: the record that holds the raw image (HOTHASH 3.2).</summary>
internal static class CrwImageData
{
    private const int RawRecord = 0x2005;

    public static void Read(FileBytes file, ImageData data)
    {
        foreach (var record in CiffRecord.All(file))
        {
            if (record is { IsInline: false, Tag: RawRecord })
                data.Add(record.Position, record.Length);
        }
    }
}
