using ImaLink.Tests;

namespace ImaLink.PowerShell.Tests;

/// <summary>
/// Every long operation in a real process, killed (SIGKILL) at random moments, and killed again while it goes on: nothing is lost, nothing
/// is partial, running it again finishes, and a further run changes nothing. IMALINK_FAULTS sets how many kills each, 1 by default; IMALINK_OPERATION names one of them.
/// </summary>
[Trait("Category", "Faults")]
public sealed class OperationKillTests(ModuleFixture module) : IClassFixture<ModuleFixture>
{
    private static int Photos => Operation.Faults > 0 ? 300 : 120;

    private static string? Only => Environment.GetEnvironmentVariable("IMALINK_OPERATION");

    public static TheoryData<string> Operations => [.. Operation.All.Select(operation => operation.Name).Where(name => name != "Import-ImaSession" && (Only is null || name == Only))];

    [Theory]
    [MemberData(nameof(Operations))]
    public void Operation_KilledAtRandomMoments_IsFinishedByRunningAgain(string name)
    {
        string folder = Disk.NewFolder(module, "kills");
        try
        {
            using var archive = new Situation(module, Operation.All.Single(operation => operation.Name == name), Photos, Path.Combine(folder, "archive"));
            int seed = Environment.TickCount, longest = 24, kills = 0, wantedKills = Math.Max(1, Operation.Faults);
            var random = new Random(seed);
            var row = new FaultRow(name, "killed at a random moment");
            TestContext.Current.TestOutputHelper?.WriteLine($"Seed {seed}.");
            while (kills < wantedKills)
            {
                bool killed;
                do
                {
                    int wanted = random.Next(longest), seen = 0;
                    killed = HostProcess.KillWhen(archive.StartOperation(), Moment(archive, random, wanted, () => seen++), TimeSpan.Zero);
                    if (!killed)
                        longest = Math.Max(2, Math.Min(longest, seen)); // so many changes are not to be seen on this machine
                    else if (++kills > 0)
                        row.Struck();
                    row.NothingIsLost($"kill {kills}", archive.AssertNothingIsLost);
                    row.Holds($"kill {kills}", archive.AssertReadable);
                }
                while (killed && kills < wantedKills && random.Next(3) > 0);
                row.Holds($"after kill {kills}", archive.AssertFinishes);
                archive.Reset();
            }

            row.End();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>A little after so many changes of the disk were seen.</summary>
    private static Func<bool> Moment(Situation archive, Random random, int wanted, Action onChange)
    {
        (long last, int seen, int delay) = (archive.Signature(), 0, random.Next(20));
        return () =>
        {
            long now = archive.Signature();
            if (now == last)
                return false;
            last = now;
            onChange();
            if (++seen <= wanted)
                return false;
            Thread.Sleep(delay);
            return true;
        };
    }
}
