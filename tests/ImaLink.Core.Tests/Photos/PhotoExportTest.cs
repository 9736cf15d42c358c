using ImaLink.Photos;
using ImaLink.SamplePhotos;
using ImaLink.Tests.Reconcile;
using NetVips;

namespace ImaLink.Tests.Photos;

/// <summary>Photos of which something is said, and a folder for copies of them.</summary>
public abstract class PhotoExportTest : ReconcileTest
{
    protected static readonly Dictionary<string, string?> Said = new()
    {
        ["title"] = "\"Lake\"", ["rating"] = "4", ["tag:Places/Rome"] = "true", ["person:Anna"] = "{\"h\":0.3,\"w\":0.2,\"x\":0.25,\"y\":0.4}", ["gps"] = "{\"latitude\":41.5,\"longitude\":12.25}",
    };

    protected string Destination => Path.Combine(Folder, "out");

    protected static byte[] Picture(string kind, int orientation = 1)
    {
        using Image image = Image.Black(32, 24) + new double[] { 200, 100, 50 };
        using Image picture = image.Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
        return kind switch
        {
            "png" => picture.PngsaveBuffer(),
            "webp" => picture.WebpsaveBuffer(),
            "tif" => picture.TiffsaveBuffer(),
            "gif" => picture.GifsaveBuffer(),
            _ => new Exif { Make = "Canon", Model = "EOS", TakenAt = new DateTime(2024, 1, 1), Orientation = (ushort)orientation, Gps = (1, 2, 3) }.InsertInto(picture.JpegsaveBuffer(keep: Enums.ForeignKeep.None)),
        };
    }

    protected void Add(string path, byte[] content)
    {
        WriteFile(path, content);
        Adopt(path);
        var statements = new PhotoStatements(Catalog, TimeSpan.FromSeconds(2));
        statements.Say([(Catalog.Scalar<long>("SELECT image.photo_id FROM image JOIN file ON file.image_id = image.id WHERE file.id = @0", Row(path).Id), Said)]);
        statements.Write();
    }

    protected List<PhotoExport> Run(Func<PhotoExportRequest, PhotoExportRequest>? options = null)
    {
        var request = new PhotoExportRequest { Filters = [new FileFilter()], Destination = Destination };
        return [.. new PhotoExportService(Catalog).Run(options?.Invoke(request) ?? request, Reporter, default)];
    }
}
