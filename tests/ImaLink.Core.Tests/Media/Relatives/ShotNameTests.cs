using ImaLink.Media.Relatives;

namespace ImaLink.Tests.Media.Relatives;

/// <summary>What shot a name is named after, and what it says to be of it.</summary>
[Trait("Category", "Culture")]
public sealed class ShotNameTests
{
    [Theory]
    [InlineData("IMG_1234.CR2", "IMG_1234", "None")]
    [InlineData("img_1234.jpg", "IMG_1234", "None")]
    [InlineData("IMG_E1234.JPG", "IMG_1234", "Edited")]
    [InlineData("IMG_E1234.MOV", "IMG_1234", "Edited")]
    [InlineData("IMG_EXTRA.JPG", "IMG", "Derived")]
    [InlineData("IMG_1234-edit.jpg", "IMG_1234", "Edited")]
    [InlineData("IMG_1234-Edit-2.tif", "IMG_1234", "Derived")]
    [InlineData("IMG_1234-HDR-Edit.dng", "IMG_1234", "Edited")]
    [InlineData("IMG_1234-edited(1).jpg", "IMG_1234-EDITED(1)", "None")]
    [InlineData("IMG_1234-bearbeitet.jpg", "IMG_1234", "Edited")]
    [InlineData("IMG_1234-modifié.jpg", "IMG_1234", "Edited")]
    [InlineData("IMG_1234-ha editado.jpg", "IMG_1234", "Edited")]
    [InlineData("IMG_1234-編集済み.jpg", "IMG_1234", "Edited")]
    [InlineData("IMG_1234 (edited).jpg", "IMG_1234", "Edited")]
    [InlineData("IMG_1234~2.jpg", "IMG_1234", "Edited")]
    [InlineData("IMG_1234_HDR.jpg", "IMG_1234", "Enhanced")]
    [InlineData("IMG_1234-Enhanced-NR.dng", "IMG_1234", "Enhanced")]
    [InlineData("IMG_1234_DxO.jpg", "IMG_1234", "Enhanced")]
    [InlineData("IMG_1234-2.jpg", "IMG_1234", "Derived")]
    [InlineData("IMG_1234-Sepia.jpg", "IMG_1234", "Derived")]
    [InlineData("IMG_1234_1.JPG", "IMG_1234_1", "None")]
    [InlineData("IMG_1234 (2).JPG", "IMG_1234 (2)", "None")]
    [InlineData("20180101_120000_001.jpg", "20180101_120000_001", "None")]
    [InlineData("IMG_20170101_120000_BURST001_COVER.jpg", "IMG_20170101_120000", "BurstCover")]
    [InlineData("IMG_20170101_120000_BURST002.jpg", "IMG_20170101_120000", "Burst")]
    [InlineData("00000IMG_00000_BURST20171111030039205_COVER.jpg", "BURST20171111030039205", "BurstCover")]
    [InlineData("00001IMG_00001_BURST20171111030039205.jpg", "BURST20171111030039205", "Burst")]
    [InlineData("DSC_0001_BURST20180101120000123.JPG", "BURST20180101120000123", "Burst")]
    [InlineData("20190101_120000_Burst01.jpg", "20190101_120000", "Burst")]
    [InlineData("PXL_20230330_184138390.jpg", "PXL_20230330_184138390", "None")]
    [InlineData("PXL_20230330_184138390.MP.jpg", "PXL_20230330_184138390", "None")]
    [InlineData("PXL_20230330_184138390.MP", "PXL_20230330_184138390", "None")]
    [InlineData("PXL_20230330_184138390.RAW-01.COVER.jpg", "PXL_20230330_184138390", "None")]
    [InlineData("PXL_20230330_184138390.RAW-01.MP.COVER.jpg", "PXL_20230330_184138390", "None")]
    [InlineData("PXL_20230330_184138390.RAW-02.ORIGINAL.dng", "PXL_20230330_184138390", "None")]
    [InlineData("PXL_20230330_184138390.MOTION-01.COVER.jpg", "PXL_20230330_184138390", "BurstCover")]
    [InlineData("PXL_20230330_184138390.MOTION-02.ORIGINAL.jpg", "PXL_20230330_184138390", "Burst")]
    [InlineData("PXL_20230330_184138390.PORTRAIT-01.COVER.jpg", "PXL_20230330_184138390", "Enhanced")]
    [InlineData("PXL_20230330_184138390.PORTRAIT-02.ORIGINAL.jpg", "PXL_20230330_184138390", "None")]
    [InlineData("PXL_20230330_184138390~2.jpg", "PXL_20230330_184138390", "Edited")]
    [InlineData("Oma 1962_a.jpg", "OMA 1962", "ScanEnhanced")]
    [InlineData("Oma 1962_b.jpg", "OMA 1962", "ScanBack")]
    [InlineData("_b.jpg", "_B", "None")]
    [InlineData("-edit.jpg", "-EDIT", "None")]
    [InlineData("a", "A", "None")]
    [InlineData("", "", "None")]
    public void Of_NamesAsCamerasAndProgramsGiveThem_TellsShotAndMark(string name, string shot, string mark)
    {
        ShotName parted = ShotName.Of(name);
        Assert.Equal((shot, mark), (parted.Shot, parted.Mark.ToString()));
    }

    [Fact]
    public void Of_NamesMadeToCostTime_AreFast()
    {
        foreach (string name in new[] { new string('-', 5000) + ".jpg", string.Concat(Enumerable.Repeat("a-", 5000)), string.Concat(Enumerable.Repeat("BURST1", 2000)), new string('a', 20000) + "-" })
            Assert.NotNull(ShotName.Of(name));
    }
}
