using ImaLink.Media.Metadata;

namespace ImaLink.Tests.Media.Metadata;

/// <summary>
/// What owners wrote into files of the corpus, as ExifTool 12.57 prints it (Rating, Subject or Keywords,
/// HierarchicalSubject, Title or ObjectName).
/// </summary>
public sealed class OwnerFactCorpusTests
{
    [Theory]
    [InlineData("KDE__kimageformats/metadata.heic", 4, "Test Card", "broacast", "test")]
    [InlineData("KDE__kimageformats/metadata.png", 4, "Test Card", "broacast", "test")]
    [InlineData("KDE__kimageformats/metadata.jxr", 5, "Test Card", "broacast", "test", "kde")]
    [InlineData("KDE__kimageformats/testcard_graya8.psd", 4, "Test Card", "broacast", "test")]
    [InlineData("bep__imagemeta/sunset.avif", 4, null, "Malaga", "Torremolinos")]
    [InlineData("bep__imagemeta/sunrise.webp", 4, null, "Malaga", "Torremolinos")]
    [InlineData("bep__imagemeta/sunrise.png", null, null, "Malaga", "Torremolinos")]
    [InlineData("bep__imagemeta/dji_dng_fraction.jpg", 1, null, "To Color")]
    [InlineData("photoprism__photoprism/photoshop.jpg", 4, "Night Shift / Berlin / 2020", "desk", "coffee", "compuer")]
    [InlineData("KDE__digikam/holiday_spain_2011_img001.jpg", 0, null, "Orte/Peru/Colca Canyon")]
    [InlineData("adobe__XMP-Toolkit-SDK/BlueSquare.avi", null, "Blue Square Test File - .avi", "XMP", "Blue Square", "test file", "Premiere", ".avi")]
    [InlineData("adobe__XMP-Toolkit-SDK/BlueSquare.mov", null, "Blue Square Test File - .mov", "XMP", "Blue Square", "test file", "Premiere", ".mov")]
    [InlineData("dlemstra__Magick.NET/FujiFilmFinePixS1Pro.png", null, "Communications", "Communications")]
    [InlineData("exiftool__exiftool/XMP.jpg", null, "Test IPTC picture", "ExifTool", "Test", "XMP")]
    [InlineData("mindeng__nom-exif/canon-r6.cr3", 0, null)]
    public void Read_FileThatItsOwnerDescribed_AgreesWithExifTool(
        string file, int? rating, string? title, params string[] keywords)
    {
        if (FactCorpus.Folder is null)
            Assert.Skip("No corpus: neither IMALINK_CORPUS nor a shared/corpus folder beside the repository.");
        using var stream = File.OpenRead(Path.Combine(FactCorpus.Folder, file));

        var facts = FactReader.Read(stream, "");

        Assert.Equal((rating, title), (facts.Rating, facts.Title));
        Assert.Equal(keywords, facts.Keywords);
    }
}
