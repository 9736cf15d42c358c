using ImaLink.Catalog;
using ImaLink.Reconcile;
using ImaLink.SamplePhotos;

namespace ImaLink.Tests.Reconcile;

/// <summary>A registered file that lost its end is told at each scan, and its bytes are never recorded.</summary>
public sealed class CutFileTests : ReconcileTest
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Sync_FileThatLostItsEnd_IsTruncatedAndNeverRecorded(bool keepsTime)
    {
        Photo("a.jpg", 1);
        Adopt();
        (string former, long size) = (Row("a.jpg").Sha256, Row("a.jpg").Size);
        DateTime recorded = File.GetLastWriteTimeUtc(Full("a.jpg"));
        Cut("a.jpg", (int)size - 20, keepsTime);
        for (int i = 0; i < 2; i++)
        {
            Finding finding = Assert.Single(Compare());
            Assert.Equal(FindingVerdict.Truncated, finding.Verdict);
            Assert.StartsWith(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{size - 20:N0} of {size:N0} bytes"), finding.Detail, StringComparison.Ordinal);
            Assert.Equal(["Truncated a.jpg"], Texts(Sync()));
        }

        Assert.Equal((former, size, null), (Row("a.jpg").Sha256, Row("a.jpg").Size, Row("a.jpg").LastVerified));
        Assert.Equal(recorded, ImaLink.Index.IndexTime.ParseUtc(new FileEntries(Catalog).Get(Row("a.jpg").Id).ModifiedAt));
        Consistency.AssertConsistent(Catalog, Storage);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Sync_CutBehindItsPictureAndMovedOrReturned_IsTruncatedThere(bool wasMissing)
    {
        WriteFile("a.jpg", [.. Jpeg(1), .. Mp4(5000)]);
        Adopt();
        string former = Row("a.jpg").Sha256;
        if (wasMissing)
        {
            Move("a.jpg", "../away.jpg");
            Assert.Equal(["Missing a.jpg"], Texts(Sync()));
            Move("../away.jpg", "a.jpg");
        }
        else
        {
            Move("a.jpg", "b/c.jpg");
        }

        string path = wasMissing ? "a.jpg" : "b/c.jpg";
        Cut(path, (int)new FileInfo(Full(path)).Length - 3000, keepsTime: false);
        string[] expected = wasMissing ? ["Returned a.jpg", "Truncated a.jpg"] : ["Moved b/c.jpg < a.jpg", "Truncated b/c.jpg < a.jpg"];
        Assert.Equal(expected, Texts(Compare()));
        Assert.Equal(expected, Texts(Sync()));
        Assert.Equal((former, null), (Row(path).Sha256, Row(path).LastVerified));
        Assert.Equal([$"Truncated {path}"], Texts(Sync()));
        Consistency.AssertConsistent(Catalog, Storage);
    }

    [Fact]
    public void Sync_ImageDecayedUnderItsTimeAndReturned_IsCorruptAndNeverRecorded()
    {
        Photo("a.jpg", 1);
        Adopt();
        string former = Row("a.jpg").Sha256;
        Move("a.jpg", "../away.jpg");
        Sync();
        Move("../away.jpg", "a.jpg");
        DateTime time = File.GetLastWriteTimeUtc(Full("a.jpg"));
        byte[] content = File.ReadAllBytes(Full("a.jpg"));
        content[^5] ^= 1;
        File.WriteAllBytes(Full("a.jpg"), content);
        File.SetLastWriteTimeUtc(Full("a.jpg"), time);
        Assert.Equal(["Returned a.jpg", "Corrupt a.jpg"], Texts(Sync()));
        Assert.Equal(former, Row("a.jpg").Sha256);
    }

    [Fact]
    public void Sync_BeginningThatIsNoImageAnyMore_IsSuspectedAlone()
    {
        Photo("a.jpg", 1);
        Adopt();
        Cut("a.jpg", 2, keepsTime: false);
        Finding finding = Assert.Single(Sync());
        Assert.Equal(FindingVerdict.Truncated, finding.Verdict);
        Assert.StartsWith("Suspected", finding.Detail, StringComparison.Ordinal);
        Assert.Contains("no image any more", Assert.Single(Sync(new SyncRequest { AcceptChanged = true })).Detail);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Sync_ShorterWholeEdit_IsRecorded(bool keepsTime)
    {
        WriteFile("a.jpg", [.. Jpeg(1, 40), .. Mp4(5000)]);
        Photo("b.jpg", 2, 40);
        Adopt();
        (DateTime a, DateTime b) = (File.GetLastWriteTimeUtc(Full("a.jpg")), File.GetLastWriteTimeUtc(Full("b.jpg")));
        WriteFile("a.jpg", Jpeg(1));
        WriteFile("b.jpg", TinyJpeg.Encode(7));
        if (keepsTime)
        {
            File.SetLastWriteTimeUtc(Full("a.jpg"), a);
            File.SetLastWriteTimeUtc(Full("b.jpg"), b);
        }

        SyncSays("MetadataChanged a.jpg", "Changed b.jpg");
    }

    [Fact]
    public void Sync_StillOfAMotionPhoto_IsAnEditThoughACopyBeginsWithItsBytes()
    {
        byte[] still = Jpeg(1);
        WriteFile("a.jpg", [.. still, .. Mp4(5000)]);
        Adopt();
        FileStorage other = NewStorage("B");
        WriteFile("a.jpg", [.. still, .. Mp4(5000)], other);
        Adopt("T", other);
        WriteFile("a.jpg", still);
        SyncSays("MetadataChanged a.jpg");
    }

    [Theory]
    [InlineData(true, "Truncated")]
    [InlineData(false, "Changed")]
    public void Sync_FormatThatTellsNoEnd_IsJudgedByACopy(bool online, string expected)
    {
        byte[] bitmap = [.. "BM"u8, 0, 0, 0, 0, 0, 0, 0, 0, 0x36, 0, 0, 0, 0x28, 0, 0, 0, 10, 0, 0, 0, 18, 0, 0, 0, 1, 0, 8, 0, 1, .. new byte[23], .. new byte[576].Select((_, i) => (byte)i)];
        WriteFile("a.bmp", bitmap);
        Adopt();
        FileStorage other = NewStorage("B");
        WriteFile("a.bmp", bitmap, other);
        Adopt("T", other);
        if (!online)
            Directory.Move(other.FullName, other.FullName + ".gone");
        Cut("a.bmp", 300, keepsTime: false);
        Assert.Equal([$"{expected} a.bmp"], Texts(Sync()));
    }

    [Fact]
    public void Sync_ManyOtherImages_EndsWithMassChangedAndRecordsNothing()
    {
        for (int i = 0; i < 79; i++)
            Photo($"{i}.jpg", i);
        Adopt();
        for (int i = 0; i < 20; i++)
            Photo($"{i}.jpg", 1000 + i);
        string former = Row("0.jpg").Sha256;
        Assert.Equal(20, Compare().Count);
        Assert.Contains("20 of 79 files", Assert.Single(Warnings));
        ImaLinkException error = Assert.Throws<ImaLinkException>(() => Sync());
        Assert.Equal(ErrorCode.MassChanged, error.Code);
        Assert.Contains("-AllowMassChanged", error.Message);
        Assert.Equal(former, Row("0.jpg").Sha256);
        Assert.Equal(20, Sync(new SyncRequest { AllowMassChanged = true }).Count);
        Assert.NotEqual(former, Row("0.jpg").Sha256);
        Consistency.AssertConsistent(Catalog, Storage);
    }

    [Fact]
    public void Sync_MovedAndRetaggedFiles_AreNoMassChange()
    {
        for (int i = 0; i < 60; i++)
            Photo($"in/{i}.jpg", i);
        Adopt();
        for (int i = 0; i < 60; i++)
            Photo($"in/{i}.jpg", i, tag: 3);
        Assert.Equal(60, Sync().Count(finding => finding.Verdict == FindingVerdict.MetadataChanged));
        Move("in", "out");
        Photo("out/0.jpg", 2000);
        Assert.DoesNotContain(Sync(), finding => finding.Verdict == FindingVerdict.Truncated);
        Assert.Empty(Warnings);
    }

    private void Cut(string path, int length, bool keepsTime)
    {
        DateTime time = File.GetLastWriteTimeUtc(Full(path));
        File.WriteAllBytes(Full(path), File.ReadAllBytes(Full(path))[..length]);
        if (keepsTime)
            File.SetLastWriteTimeUtc(Full(path), time);
        else
            Touch(path);
    }

    private static byte[] Mp4(int length) =>
    [
        0, 0, 0, 24, .. "ftypmp42"u8, 0, 0, 0, 0, .. "mp42isom"u8,
        (byte)(length >> 24), (byte)(length >> 16), (byte)(length >> 8), (byte)length, .. "mdat"u8, .. new byte[length - 8].Select((_, i) => (byte)(i * 7)),
    ];
}
