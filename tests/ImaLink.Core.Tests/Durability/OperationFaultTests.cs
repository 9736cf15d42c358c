using ImaLink.Files;

namespace ImaLink.Tests.Durability;

/// <summary>
/// Every long operation struck by every kind of fault at its first chance, its second, its third…, until it gets through: nothing is lost,
/// running it again finishes, and a further run changes nothing. By default it is every third to seventh chance; every one with IMALINK_FAULTS.
/// IMALINK_OPERATION names one of them.
/// </summary>
[Trait("Category", "Faults")]
public sealed class OperationFaultTests : TemporaryFolderTest
{
    public static TheoryData<string, string> Matrix
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (Operation operation in Operation.All.Where(operation => (Environment.GetEnvironmentVariable("IMALINK_OPERATION") ?? operation.Name) == operation.Name))
                foreach (string fault in Fault.Kinds)
                    data.Add(operation.Name, fault);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public void Operation_StruckAtEveryChance_IsFinishedByRunningAgain(string name, string kind)
    {
        // In memory where that can be had: thousands of flushes, whose order is what is tested.
        string place = Directory.Exists("/dev/shm") ? Path.Combine("/dev/shm", Path.GetFileName(Folder) + "-faults") : Path.Combine(Folder, "faults");
        using var archive = new Situation(Operation.All.Single(operation => operation.Name == name), place);
        var row = new FaultRow(name, kind);
        int step = Environment.GetEnvironmentVariable("IMALINK_FAULTS") is not null ? 1 : kind switch { Fault.Dies => 7, Fault.CallFails => 5, Fault.CommitFails => 3, _ => 1 };
        for (int n = 1; ; n += step)
        {
            var fault = new Fault(kind, n);
            ImaLinkException? error = null;
            row.Holds($"run {n}", () => error = Strike(archive, fault));
            bool hasStruck = fault.HasStruck || error is not null;
            if (hasStruck)
                row.Struck();
            string when = $"run {n}, {error?.Code} {fault.At}";
            row.NothingIsLost(when, archive.AssertNothingIsLost);
            row.Holds(when, archive.AssertFinishes);
            if (!hasStruck || !fault.IsCounted)
                break;
            archive.Reset();
        }

        row.End();
    }

    public static TheoryData<string> Placers =>
        ["Import-ImaSession", "Copy-ImaSession", "Copy-ImaSession, lost files", "Copy-ImaSession, newer versions", "Sync-ImaReplica", "Repair-ImaFile", "Move-ImaFileStorage", "Move-ImaFileStorage -RemoveSource"];

    /// <summary>On a medium without a rename that never replaces and without links, an operation that dies between claiming a name and renaming over it.</summary>
    [Theory]
    [MemberData(nameof(Placers))]
    public void Operation_DiesWhileItClaimsNames_IsFinishedByRunningAgain(string name)
    {
        string place = Directory.Exists("/dev/shm") ? Path.Combine("/dev/shm", Path.GetFileName(Folder) + "-claims") : Path.Combine(Folder, "claims");
        using var archive = new Situation(Operation.All.Single(operation => operation.Name == name), place) { Best = Placing.Claim };
        var row = new FaultRow(name, "dies between claim and rename");
        for (int n = 1; ; n++)
        {
            var fault = new Fault(Fault.Dies, n)
            {
                Best = Placing.Claim,
                IsChance = (operation, path) => operation == DurableOperation.Replace && new FileInfo(path) is { Exists: true, Length: 0 },
            };
            row.Holds($"run {n}", () => Strike(archive, fault));
            if (fault.HasStruck)
                row.Struck();
            string when = $"run {n}, {fault.At}";
            row.NothingIsLost(when, archive.AssertNothingIsLost);
            row.Holds(when, archive.AssertFinishes);
            if (!fault.HasStruck)
                break;
            archive.Reset();
        }

        row.End();
    }

    /// <summary>What it said; anything but an error of our own is a defect.</summary>
    private static ImaLinkException? Strike(Situation archive, Fault fault)
    {
        try
        {
            fault.Around(archive.CatalogPath, () => archive.Run(fault.Files, fault.Strike));
            return null;
        }
        catch (ImaLinkException e) when (e.Code != ErrorCode.Unexpected)
        {
            return e;
        }
    }
}
