using CsCheck;
using ImaLink.Photos;

namespace ImaLink.Tests.Photos;

[Trait("Category", "Sequences")]
public sealed class ClockAlignmentTests
{
    private static readonly DateTime Start = new(2024, 7, 1, 9, 0, 0);

    /// <summary>A journey: days with hours in which photos are taken, at moments that two people share or do not.</summary>
    private static (List<DateTime> One, List<DateTime> Other) Journey(Random random, int days, double together)
    {
        List<DateTime> one = [], other = [];
        for (int day = 0; day < days; day++)
        {
            for (int stop = 0; stop < 4; stop++)
            {
                DateTime begin = Start.AddDays(day).AddHours(stop * 2.5).AddMinutes(random.Next(60));
                for (int shot = 0; shot < 10; shot++)
                {
                    DateTime moment = begin.AddSeconds(random.Next(3600));
                    if (random.NextDouble() < together)
                    {
                        one.Add(moment.AddSeconds(random.Next(-8, 9)));
                        other.Add(moment.AddSeconds(random.Next(-8, 9)));
                    }
                    else
                    {
                        (random.Next(2) == 0 ? one : other).Add(moment);
                    }
                }
            }
        }

        return (one, other);
    }

    [Fact]
    public void Estimate_TwoWhoWereTogether_FindsTheShift() =>
        Gen.Select(Gen.Int[0, int.MaxValue], Gen.Int[-400 * 86400, 400 * 86400]).Sample((seed, wrong) =>
        {
            (List<DateTime> one, List<DateTime> other) = Journey(new Random(seed), days: 4, together: 0.5);

            ClockDifference found = ClockAlignment.Estimate(one.Select(time => time.AddSeconds(-wrong)), other)!;

            Assert.True(found.IsClear, found.ToString());
            Assert.InRange(found.Shift.TotalSeconds - wrong, -10, 10);
        }, iter: FixedSeed.Sequences(100));

    [Fact]
    public void Estimate_TwoWhoWereNot_IsNotClear() => Gen.Int[0, int.MaxValue].Sample(seed =>
    {
        (List<DateTime> one, _) = Journey(new Random(seed), days: 4, together: 0);
        (_, List<DateTime> other) = Journey(new Random(seed + 1), days: 4, together: 0);

        Assert.False(ClockAlignment.Estimate(one, other)!.IsClear);
    }, iter: FixedSeed.Sequences(100));

    [Fact]
    public void Estimate_Bursts_AreOneMoment()
    {
        IEnumerable<DateTime> burst = Enumerable.Range(0, 200).Select(shot => Start.AddSeconds(shot * 0.2));

        ClockDifference found = ClockAlignment.Estimate(burst, burst.Select(time => time.AddHours(3)))!;

        Assert.Equal((1, 1, false), (found.Coinciding, found.Moments, found.IsClear));
    }

    [Fact]
    public void Estimate_Nothing_IsNull()
    {
        Assert.Null(ClockAlignment.Estimate([], [Start]));
        Assert.Null(ClockAlignment.Estimate([Start], []));
        IEnumerable<DateTime> tooMany = Enumerable.Range(0, 5_000).Select(minute => Start.AddMinutes(minute));
        Assert.Null(ClockAlignment.Estimate(tooMany, tooMany));
    }
}
