using System.Globalization;
using System.Text;
using ImaLink.Media.Containers;
using ImaLink.Media.Metadata;

namespace ImaLink.Tests.Media.Metadata;

/// <summary>What .picasa.ini says, in whatever encoding, and of damaged ones what is whole of them.</summary>
[Trait("Category", "Culture")]
public sealed class PicasaNotesTests
{
    private static PicasaNotes Read(string text, Encoding? encoding = null, params string[] names) => Read((encoding ?? new UTF8Encoding(false)).GetBytes(text), names);

    private static PicasaNotes Read(byte[] bytes, params string[] names)
    {
        using var stream = new MemoryStream(bytes);
        return PicasaNotes.Read(stream, () => names);
    }

    private static string Told(PicasaNotes notes, string photo)
    {
        if (notes.Of(photo, () => null) is not { } facts)
            return "nothing";
        var told = new List<string>();
        if (facts.Description is { } text)
            told.Add(text);
        if (facts.IsFavorite)
            told.Add("favorite");
        if (facts.IsHidden)
            told.Add("hidden");
        told.AddRange(facts.Keywords.Select(keyword => "#" + keyword));
        told.AddRange(facts.Persons.Select(person => person.Region is { } at ? string.Create(CultureInfo.InvariantCulture, $"{person.Name} {at.X:0.00} {at.Y:0.00} {at.Width:0.00} {at.Height:0.00}") : person.Name));
        if (facts.GpsLatitude is { } latitude)
            told.Add(string.Create(CultureInfo.InvariantCulture, $"{latitude} {facts.GpsLongitude}"));
        return string.Join("; ", told);
    }

    [Theory]
    [InlineData("star=yes", "favorite")]
    [InlineData("star=no", "")]
    [InlineData("STAR = Yes", "favorite")]
    [InlineData("hidden=yes", "hidden")]
    [InlineData("caption=A lake=blue", "A lake=blue")]
    [InlineData("caption=A lake\\nat dawn &#233;&#1;&#99999999;", "A lake\nat dawn \u00e9&#1;&#99999999;")]
    [InlineData("keywords=beer, key word,,beer tent", "#beer; #key word; #beer tent")]
    [InlineData("geotag=33.770556,-84.293055", "33.770556 -84.293055")]
    [InlineData("geotag=0,0", "")]
    [InlineData("geotag=91,0", "")]
    [InlineData("geotag=33,5", "33 5")]
    [InlineData("faces=rect64(400040008000c000),8e62b2035b74b477;", "Anna 0.38 0.50 0.25 0.50")]
    [InlineData("faces=rect64(0000400080004000),8e62b2035b74b477", "Anna")] // no height
    [InlineData("faces=rect64(ffffffff),8e62b2035b74b477", "Anna 0.50 0.50 1.00 1.00")] // its zeros at the beginning are left out
    [InlineData("faces=rect64(80004000ffff8000),8E62B2035B74B477;rect64(0000000040004000),b8e4117cf1d6615b;rect64(0000000080008000),ffffffffffffffff", "Anna 0.75 0.38 0.50 0.25; Ben 0.13 0.13 0.25 0.25")]
    [InlineData("faces=rect64(0000000040004000),0123456789abcdef", "")]
    [InlineData("faces=rect64(),x;rect64(zz),8e62b2035b74b477;rect64(00000000400040004),8e62b2035b74b477", "")]
    [InlineData("rotate=rotate(1)\nfilters=crop64=1,45930000ba03defe;\ncrop=rect64(45930000ba03defe)\nbackuphash=36003", "")]
    public void Of_Section_SaysWhatIsInIt(string lines, string expected) =>
        Assert.Equal(expected, Told(Read($"[Contacts2]\n8e62b2035b74b477=Anna;anna@example.org;\nb8e4117cf1d6615b=Ben;;\n[a.jpg]\n{lines}\n"), "a.jpg"));

    [Theory]
    [InlineData("IMG_1.JPG", "favorite")]
    [InlineData("img_1.jpg", "hidden")]
    [InlineData("Img_1.Jpg", "favorite")]
    [InlineData("a[1].jpg", "favorite")]
    [InlineData("other.jpg", "nothing")]
    [InlineData("Picasa", "nothing")]
    [InlineData("contacts2", "nothing")]
    [InlineData("encoding", "nothing")]
    public void Of_Name_ExactlyItGoesFirst(string photo, string expected) =>
        Assert.Equal(expected, Told(Read("[encoding]\nutf8=1\n[Picasa]\nname=X\n[IMG_1.JPG]\nstar=yes\n[img_1.jpg]\nhidden=yes\n[a[1].jpg]\nstar=yes"), photo));

    [Fact]
    public void Albums_OfAFolder_HaveTitlesAndPhotos()
    {
        PicasaNotes notes = Read("[Picasa]\r\nname=Birthday\r\ndescription=At home\\nwith all\r\n[.album:604C]\r\nname=Best\r\ndescription=Of all\r\n[.album:2]\r\n[a.jpg]\r\nalbums=604c,2\r\n[b.jpg]\r\nalbums=604c,\r\n");
        Assert.Equal(new PicasaAlbum("Birthday", "At home\nwith all"), notes.Folder);
        Assert.Equal([("604c", new PicasaAlbum("Best", "Of all")), ("2", new PicasaAlbum(null, null))], notes.Albums);
        Assert.Equal([("604c", "a.jpg"), ("2", "a.jpg"), ("604c", "b.jpg")], notes.Members);
        Assert.Empty(notes.Warnings);
        Assert.Empty(notes.Remarks);
    }

    public static TheoryData<int, string> Encodings() => new()
    {
        { 65001, "Z\u00fcrich \u4e2d.jpg" }, { 1200, "Z\u00fcrich \u4e2d.jpg" }, { 1201, "Z\u00fcrich \u4e2d.jpg" }, { 1252, "Z\u00fcrich.jpg" }, { 1250, "K\u0151szeg.jpg" }, { 1251, "\u041c\u043e\u0440\u0435.jpg" },
        { 1253, "\u0391\u03b8\u03ae\u03bd\u03b1.jpg" }, { 1254, "\u0130zmir \u015f.jpg" }, { 932, "\u6771\u4eac\u8868.jpg" }, { 936, "\u5317\u4eac.jpg" }, { 949, "\uc11c\uc6b8.jpg" }, { 950, "\u53f0\u5317.jpg" },
    };

    /// <summary>The name of a file that is there tells in which code page it is written.</summary>
    [Theory]
    [MemberData(nameof(Encodings))]
    public void Read_Encoding_IsToldByTheNamesOfPhotos(int codePage, string name)
    {
        Encoding encoding = codePage > 1201 && codePage < 65001 || codePage < 1200 ? TextBytes.CodePage(codePage) : Encoding.GetEncoding(codePage);
        string text = $"[{name}]\r\ncaption={Path.GetFileNameWithoutExtension(name)}\r\n";
        PicasaNotes notes = Read([.. encoding.GetPreamble(), .. encoding.GetBytes(text)], "other.jpg", name, "\u00ff.jpg");
        Assert.Equal(Path.GetFileNameWithoutExtension(name), Told(notes, name));
        Assert.Empty(notes.Remarks);
    }

    [Fact]
    public void Read_OldCodePageThatNothingTells_IsWesternAndTold()
    {
        PicasaNotes notes = Read("[a.jpg]\ncaption=Z\u00fcrich", TextBytes.CodePage(1252), "a.jpg");
        Assert.Equal("Z\u00fcrich", Told(notes, "a.jpg"));
        Assert.StartsWith("It is written in an old code page", Assert.Single(notes.Remarks), StringComparison.Ordinal);
        Assert.Empty(notes.Warnings);
    }

    [Theory]
    [InlineData("[a.jpg]\nstar=yes\n[b.jp", "It is damaged: line 3 says nothing.")]
    [InlineData("star=yes\nx\n[a.jpg]\nstar=yes", "It is damaged: 2 lines, line 1 the first, say nothing.")]
    [InlineData("[a.jpg]\nstar=yes\n\0\0\0\0", "It is damaged: line 3 says nothing.")]
    [InlineData("[]\n[a.jpg]\nstar=yes\n=x", "It is damaged: 2 lines, line 1 the first, say nothing.")]
    [InlineData("\n; a note\n# another\n[a.jpg]\nstar=yes\n\n", null)]
    [InlineData("", null)]
    public void Read_DamagedNotes_SayWhatIsWholeAndAreTold(string text, string? warning)
    {
        PicasaNotes notes = Read(text);
        Assert.Equal(warning is null ? [] : [warning], notes.Warnings);
        if (text.Contains("yes", StringComparison.Ordinal) && text.Contains("a.jpg", StringComparison.Ordinal))
            Assert.Equal("favorite", Told(notes, "a.jpg"));
    }

    [Fact]
    public void Read_FacesOfPersonsWithoutNames_AreTold() => Assert.StartsWith("2 faces in it are of persons whose names it does not have",
        Assert.Single(Read("[a.jpg]\nfaces=rect64(0000000040004000),1;rect64(0000000040004000),2;rect64(0000000040004000),0\n[Contacts]\n1=anna_lh,2").Remarks), StringComparison.Ordinal);

    [Fact]
    public void Read_AbsurdlyLarge_IsLeftAlone() => Assert.Equal(["It is larger than 16 MB."], Read(new byte[PicasaNotes.MaxLength + 1]).Warnings);
}
