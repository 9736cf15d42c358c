using ImaLink.Files;

namespace ImaLink.Tests.Files;

/// <summary>Lets the n-th change to the disk fail once, and all others through.</summary>
internal sealed class Faults
{
    private int _left;

    internal Faults(int failing) => _left = failing;

    internal bool Happened => _left <= 0;

    internal Placing Best { get; init; }

    internal DurableFiles Files => new() { FaultPoint = Strike, Best = Best };

    private void Strike(DurableOperation operation, string path)
    {
        if (--_left == 0)
            throw new ImaLinkException(ErrorCode.WriteFailed, $"The test let {operation} of '{path}' fail.", path);
    }

    /// <summary>Lets every call fail once, N = 1, 2, 3, …, until the work gets through.</summary>
    internal static void Everywhere(Action<int, DurableFiles> work, Placing best = default)
    {
        for (var n = 1; ; n++)
        {
            var faults = new Faults(n) { Best = best };
            work(n, faults.Files);
            if (!faults.Happened)
                return;
        }
    }
}
