using System.Buffers.Binary;
using System.Text;
using ImaLink.Media.Containers;

namespace ImaLink.Media.Metadata;

/// <summary>
/// Facts of Canon's CRW: records of CIFF, whose numbers and units are those of ExifTool's CanonRaw tables.
/// </summary>
internal static class CrwFacts
{
    private const int MakeModel = 0x080A;
    private const int FocalLength = 0x1029;
    private const int ShotInfo = 0x102A;
    private const int CameraSettings = 0x102D;
    private const int TimeStamp = 0x180E;
    private const int ImageInfo = 0x1810;

    public static ImageFacts Read(ByteRange data)
    {
        var facts = new ImageFacts();
        byte[] shot = [], settings = [], focal = [];
        foreach (var record in CiffRecord.All(data))
        {
            var bytes = data.Slice(record.Position, record.Length).ToArray(256);
            switch (record.Tag)
            {
                case MakeModel:
                    facts = facts.Or(ReadCamera(bytes));
                    break;
                case TimeStamp when bytes.Length >= 4:
                    var seconds = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
                    if (seconds > 0)
                        facts = facts.Or(new() { TakenAt = new(new DateTime(1970, 1, 1).AddSeconds(seconds), DatePrecision.Second, null, "CanonRaw:DateTimeOriginal") });
                    break;
                case ImageInfo:
                    facts = facts.Or(ReadSize(bytes));
                    break;
                case ShotInfo:
                    shot = bytes;
                    break;
                case CameraSettings:
                    settings = bytes;
                    break;
                case FocalLength:
                    focal = bytes;
                    break;
            }
        }

        return facts.Or(CanonExposure.Read(shot, settings, focal, facts.CameraModel));
    }

    private static ImageFacts ReadCamera(byte[] bytes)
    {
        const int makeLength = 6;
        var (make, model) = bytes.Length > makeLength ? (bytes[..makeLength], bytes[makeLength..]) : (bytes, []);
        return new() { CameraMake = Text(make), CameraModel = Text(model) };
    }

    private static string? Text(byte[] bytes) =>
        Encoding.ASCII.GetString(bytes).Split('\0')[0].Trim() is { Length: > 0 } text ? text : null;

    private static ImageFacts ReadSize(byte[] bytes)
    {
        var width = bytes.Length >= 4 ? BinaryPrimitives.ReadInt32LittleEndian(bytes) : 0;
        var height = bytes.Length >= 8 ? BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(4)) : 0;
        var degrees = bytes.Length >= 16 ? BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(12)) : 0;
        return new()
        {
            Width = width > 0 ? width : null,
            Height = height > 0 ? height : null,
            Orientation = Rotation.ToOrientation(degrees),
        };
    }
}
