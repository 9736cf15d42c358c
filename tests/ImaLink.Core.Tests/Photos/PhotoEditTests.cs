using ImaLink.Catalog;
using ImaLink.Photos;

namespace ImaLink.Tests.Photos;

public sealed class PhotoEditTests
{
    private static readonly ShownPhoto Photo = new()
    {
        Id = 1, Name = "IMG_1.JPG", Date = Edtf.Parse("2024-07-01T12:30:00"), Zone = "Europe/Rome", Tags = ["Places/Italy", "Places/Italy/Rome", "family"], Persons = ["Anna"],
    };

    private static GpxTrack Track { get; } = new([[new(new(2024, 7, 1, 10, 0, 0), new(41, 12, null)), new(new(2024, 7, 1, 10, 10, 0), new(42, 13, null))]]);

    private static TrackPlaces Places(string? zone = null) => new(Track, TrackPlaces.DefaultMaxGap, zone);

    [Fact]
    public void ChangesOf_SameForAll_AreTheValues()
    {
        var edit = new PhotoEdit();
        Assert.True(edit.IsEmpty);
        edit.Say(StatementField.Title, PhotoValues.Line("A title", "Rome"));
        edit.Say(StatementField.Rating, PhotoValues.Rating(null));
        edit.AddTag(" Places | France ");
        edit.AddPerson("Ben", PhotoValues.Region(0.5, 0.5, 0.1, 0.1));

        Assert.Equal(
            [new("title", "\"Rome\""), new("rating", null), new("tag:Places/France", "true"), new("person:Ben", """{"h":0.1,"w":0.1,"x":0.5,"y":0.5}""")], edit.ChangesOf(Photo));
        Assert.Equal("set title; withdraw rating; add tag Places/France, Ben", edit.Describe(Photo, edit.ChangesOf(Photo)));
    }

    [Fact]
    public void ChangesOf_RemovedTags_AreThoseThatThePhotoHas()
    {
        var edit = new PhotoEdit();
        edit.RemoveTag("Places/*", tag => tag.StartsWith("Places/", StringComparison.Ordinal));
        edit.RemovePerson("Zoe", person => person == "Zoe");
        edit.AddTag("Places/Italy");

        Assert.Equal(
            new Dictionary<string, string?> { ["tag:Places/Italy"] = "true", ["tag:Places/Italy/Rome"] = null }, new Dictionary<string, string?>(edit.ChangesOf(Photo)));
    }

    [Fact]
    public void ChangesOf_ShiftAndTrack_PlaceByTheShiftedTime()
    {
        var edit = new PhotoEdit { Shift = TimeSpan.FromMinutes(-25), Track = Places() };

        IReadOnlyDictionary<string, string?> changes = edit.ChangesOf(Photo);

        Assert.Equal(("\"2024-07-01T12:05:00\"", """{"latitude":41.5,"longitude":12.5}"""), (changes["date"], changes["gps"]));
        Assert.Equal("shift the time by -25 min, from 2024-07-01T12:30:00 to 2024-07-01T12:05:00; place at 41.5, 12.5", edit.Describe(Photo, changes));
    }

    [Fact]
    public void Describe_ShiftOfATimeWithAFraction_TellsItToTheSecond()
    {
        var edit = new PhotoEdit { Shift = TimeSpan.FromHours(1) };
        ShownPhoto photo = Photo with { Date = Edtf.Parse("2024-07-01T12:30:03.42") };
        Assert.Equal("shift the time by +1 h, from 2024-07-01T12:30:03 to 2024-07-01T13:30:03", edit.Describe(photo, edit.ChangesOf(photo)));
    }

    [Theory]
    [InlineData("2024-07-01T12:05", null, true)]
    [InlineData("2024-07-01T12:05", "Europe/London", false)]
    [InlineData("2024-07-01T11:05", "Europe/London", true)]
    [InlineData("2024-07-01T19:05+09:00", "Europe/London", true)]
    [InlineData("2023-07-01T12:05", null, false)]
    public void Track_MomentIsOfOffsetElseZone(string date, string? zone, bool found)
    {
        TrackPlaces places = Places(zone);
        var edit = new PhotoEdit { Track = places };

        Assert.Equal(found, edit.ChangesOf(Photo with { Date = Edtf.Parse(date) }).ContainsKey("gps"));
        Assert.Equal((found ? 1 : 0, found ? 0 : 1, found), (places.Found, places.NotFound, places.Remark is null));
    }

    [Fact]
    public void Track_OfAnotherYear_SaysSo()
    {
        TrackPlaces places = Places();
        places.Of(Photo with { Date = Edtf.Parse("2023-07-01T12:05") });

        Assert.StartsWith("1 of 1 photos were taken when the track tells no place, and none on its days: it reaches from 2024-07-01 10:00 to 2024-07-01 10:10, and the photos from 2023-07-01 10:05 to 2023-07-01 10:05 (UTC).",
            places.Remark, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "when it was taken")]
    [InlineData("2024", "at what time")]
    public void Track_WithoutATime_IsRefused(string? date, string reason) => Assert.Contains(reason,
        Assert.Throws<ImaLinkException>(() => new PhotoEdit { Track = Places() }.ChangesOf(Photo with { Date = date is null ? null : Edtf.Parse(date) })).Message, StringComparison.Ordinal);

    [Fact]
    public void Track_WithoutAZone_AsksForIt() =>
        Assert.Contains("-TimeZone", Assert.Throws<ImaLinkException>(() => new PhotoEdit { Track = Places() }.ChangesOf(Photo with { Zone = null })).Message, StringComparison.Ordinal);

    [Fact]
    public void AddTag_TenThousand_AreTenThousandStatements()
    {
        var edit = new PhotoEdit();
        for (int i = 0; i < 10_000; i++)
            edit.AddTag($"tag {i}");

        Assert.Equal(10_000, edit.ChangesOf(Photo).Count);
        Assert.Equal("add tag tag 0, tag tag 1, tag tag 2, tag tag 3, tag tag 4, tag tag 5, tag tag 6, tag tag 7 and 9992 more", edit.Describe(Photo, edit.ChangesOf(Photo)));
    }
}
