using System.Text.Json;
using ImaLink.Index;

namespace ImaLink.Tests.Model;

public sealed class PhotoFilterTests
{
    [Fact]
    public void Json_EveryCondition_ComesBack()
    {
        var filter = new PhotoFilter
        {
            Text = "\"Lake Como\" -rain",
            After = new DateTime(2024, 6, 1),
            Months = [12],
            Cameras = ["*EOS*"],
            RatingMin = 4,
            Favorite = true,
            Tags = ["Places/Italy"],
            Sessions = [new Selector("Italy*") { IsWildcard = true }],
            Near = [45.98, 9.26],
            Hothashes = ["ab"],
            Uuids = [Guid.Parse("11111111-2222-8333-8444-555555555555")],
        };
        string json = JsonSerializer.Serialize(filter, IndexJson.Instance.PhotoFilter);
        Assert.Contains("\"rating_min\":4", json, StringComparison.Ordinal);
        Assert.Contains("\"sessions\":[\"Italy*\"]", json, StringComparison.Ordinal);
        Assert.DoesNotContain("null", json, StringComparison.Ordinal);
        Assert.DoesNotContain("untagged", json, StringComparison.Ordinal);
        PhotoFilter back = JsonSerializer.Deserialize(json, IndexJson.Instance.PhotoFilter)!;
        Assert.Equal(json, JsonSerializer.Serialize(back, IndexJson.Instance.PhotoFilter));
        Assert.True(Assert.Single(back.Sessions!).IsWildcard);
        Assert.Equal(filter.After, back.After);
    }

    [Fact]
    public void Json_ConditionsOfALaterVersion_AreKept()
    {
        const string Later = """{"rating_min":4,"mood":["calm"]}""";
        PhotoFilter filter = JsonSerializer.Deserialize(Later, IndexJson.Instance.PhotoFilter)!;
        Assert.Equal("mood", Assert.Single(filter.Extra!).Key);
        Assert.Equal(Later, JsonSerializer.Serialize(filter, IndexJson.Instance.PhotoFilter));
    }
}
