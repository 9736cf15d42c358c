using System.Text;
using ImaLink.Media.Metadata;

namespace ImaLink.Tests.Media.Metadata;

/// <summary>What a list of Apple's export says of photos, and which of several of one name it means.</summary>
[Trait("Category", "Culture")]
public sealed class AppleDetailsTests : TemporaryFolderTest
{
    private const string Header = "imgName,fileChecksum,favorite,hidden,deleted,originalCreationDate,viewCount,importDate\n";

    private static AppleDetails Read(string text, Encoding? encoding = null)
    {
        using var stream = new MemoryStream((encoding ?? Encoding.UTF8).GetBytes(text));
        return AppleDetails.Read(stream);
    }

    [Theory]
    [InlineData("Saturday June 4,2022 12:11 PM GMT", "2022-06-04T12:11")]
    [InlineData("Saturday June 4,2022 12:11 AM GMT", "2022-06-04T00:11")]
    [InlineData("Monday December 31,1999 11:59\u202fPM GMT", "1999-12-31T23:59")]
    [InlineData("Friday January 15, 2019 7:00 pm GMT", "2019-01-15T19:00")] // it was a Tuesday
    [InlineData("Saturday June 31,2022 12:11 PM GMT", null)]
    [InlineData("Samstag Juni 4,2022 12:11 PM GMT", null)]
    [InlineData("Saturday June 4,2022 13:11 PM GMT", null)]
    [InlineData("2022-06-04", null)]
    [InlineData("", null)]
    public void Time_OfAppleInEnglish_IsReadInEveryCulture(string text, string? expected)
    {
        CaptureTime? time = AppleDetails.Time(text);
        Assert.Equal(expected is null ? null : expected + "+00:00", time?.ToString());
        Assert.True(time?.IsUtc ?? true);
    }

    [Theory]
    [InlineData("a.jpg,x,yes,no,no,\"Saturday June 4,2022 12:11 PM GMT\",10,\"Saturday June 4,2022 12:11 PM GMT\"", "favorite 2022-06-04T12:11+00:00")]
    [InlineData("a.jpg,x,no,YES,no,,0,", "hidden ")]
    [InlineData("\"a.jpg\",,no,no,yes,\"\",0,", "deleted ")]
    // A date that is not in quotes has a comma too many.
    [InlineData("a.jpg,x,no,no,no,Saturday June 4,2022 12:11 PM GMT,0,Saturday June 4,2022 12:11 PM GMT", "2022-06-04T12:11+00:00")]
    [InlineData("A.JPG,x,yes,no,no,,0,", "favorite ")]
    [InlineData("b.jpg,x,yes,no,no,,0,", null)]
    public void Of_Row_SaysWhatIsInIt(string row, string? expected) => Assert.Equal(expected, Told(Read(Header + row + "\n").Of("a.jpg", () => null)));

    private static string? Told(ImageFacts? facts) =>
        facts is null ? null : $"{(facts.IsFavorite ? "favorite " : "")}{(facts.IsHidden ? "hidden " : "")}{(facts.IsTrashed ? "deleted " : "")}{facts.TakenAt}";

    [Theory]
    [InlineData("", null)]
    [InlineData("\n\n", null)]
    [InlineData(Header, null)]
    [InlineData("name,size\na.jpg,3\n", "It has no column imgName.")]
    [InlineData(Header + "a.jpg,x,yes\n", "It is damaged: a row has fewer columns than its first.")]
    [InlineData(Header + "a.jpg,x,yes,no,no,\"Saturday June", "It is damaged: it ends within a quoted text.")]
    [InlineData("deleted,favorite,imgName\nno,yes,a.jpg", null)]
    public void Read_EmptyAndDamagedLists_AreTold(string text, string? warning)
    {
        AppleDetails list = Read(text);
        Assert.Equal(warning, list.Warnings.Count == 0 ? null : list.Warnings[0]);
        if (text.Contains("yes", StringComparison.Ordinal))
            Assert.True(list.Of("a.jpg", () => null)!.IsFavorite);
    }

    [Fact]
    public void Of_SeveralOfOneName_TheChecksumTells()
    {
        string mine = Path.Combine(Folder, "a.jpg");
        File.WriteAllText(mine, "mine");
        string sum = AppleChecksum.Of(mine)!;
        Assert.True(AppleChecksum.Is(sum));
        Assert.False(AppleChecksum.Is("AfQj57ORF2JIumUCjO+PawZ9nqP"));
        AppleDetails list = Read($"{Header}a.jpg,AfQj57ORF2JIumUCjO+PawZ9nqPg,no,no,no,,0,\na.jpg,{sum},yes,no,no,,0,\n");
        Assert.True(list.Of("a.jpg", () => AppleChecksum.Of(mine))!.IsFavorite);
        Assert.True(list.IsProved("a.jpg", () => sum));
        Assert.False(list.IsProved("a.jpg", () => "other"));
        Assert.Null(Read($"{Header}a.jpg,x,no,no,no,,0,\n").IsProved("a.jpg", () => sum));

        // Not proved: what both say counts, else nothing, which is told.
        ImageFacts none = list.Of("a.jpg", () => null)!;
        Assert.False(none.IsFavorite);
        Assert.StartsWith("The list has 2 photos of this name", Assert.Single(none.Warnings), StringComparison.Ordinal);
        Assert.True(Read($"{Header}a.jpg,x,yes,no,no,,0,\na.jpg,y,yes,no,no,,1,\n").Of("a.jpg", () => null)!.IsFavorite);
    }

    /// <summary>By `printf` and openssl: base64 of the byte 1 and the SHA-1 of "com.apple.XattrObjectSalt\0com.apple.DataObjectSalt\0" and the bytes.</summary>
    [Fact]
    public void Checksum_OfAFile_IsThatOfICloud()
    {
        string file = Path.Combine(Folder, "empty.jpg");
        File.WriteAllBytes(file, []);
        Assert.Equal("AW2cWT2PxzWixMKuuNMTHJ8CJ3sH", AppleChecksum.Of(file));
        Assert.Null(AppleChecksum.Of(file + ".none"));
    }
}
