namespace ImaLink.Host;

/// <summary>The entry point of <c>imalink</c>.</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        if (Console.OutputEncoding.CodePage != 65001) // Windows consoles; a no-op elsewhere
            Console.OutputEncoding = new System.Text.UTF8Encoding(false);
        try
        {
            var options = Options.Parse(args, Console.In);
            if (options.Text is null)
                return Session.Run(options);
            Console.Out.WriteLine(options.Text);
            return 0;
        }
        catch (UsageException problem)
        {
            Console.Error.WriteLine($"imalink: {problem.Message}");
            Console.Error.WriteLine("Try 'imalink -Help'.");
            return 64;
        }
#pragma warning disable CA1031 // the last line of defence: a user never sees a stack trace
        catch (Exception problem)
#pragma warning restore CA1031
        {
            Console.Error.WriteLine($"imalink: {problem.GetBaseException().Message}");
            return 70;
        }
    }
}
