using System.Runtime.ExceptionServices;

namespace ImaLink.Tests.Fuzz;

/// <summary>A thread as small as those of some hosts: a recursion that a file leads dies here, and the process with it.</summary>
internal static class SmallStack
{
    private const int Size = 128 << 10;

    /// <summary>Runs something there, and throws here what it throws.</summary>
    public static void Run(Action action)
    {
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    action();
                }
                catch (Exception e)
                {
                    failure = ExceptionDispatchInfo.Capture(e);
                }
            },
            Size);
        thread.Start();
        thread.Join();
        failure?.Throw();
    }
}
