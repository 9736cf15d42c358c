using System.Management.Automation.Runspaces;
using System.Reflection;

namespace ImaLink.Host;

/// <summary>The command line cannot be understood.</summary>
internal sealed class UsageException(string message) : Exception(message);

/// <summary>What the command line asks for: a text to print, or a command to run.</summary>
internal sealed record Options
{
    private const string Usage = """
        imalink: the PowerShell engine with ImaLink.PowerShell already imported.

          imalink -Command TEXT          run a command; '-' reads it from standard input
          imalink -File SCRIPT [args…]   run a script; -Name value, -Switch and plain values as in PowerShell
          imalink -Help | -Version

        Exit code: 0, or the script's own (exit N), or 1 if any error was written; 130 after Ctrl+C.
        The commands are listed by: imalink -Command "Get-Command -Module ImaLink.PowerShell"
        """;

    /// <summary>A text to print instead of running anything.</summary>
    public string? Text { get; private init; }

    /// <summary>What to run.</summary>
    public Command? Command { get; private init; }

    public static Options Parse(string[] args, TextReader input)
    {
        if (args.Length == 0)
            throw new UsageException("nothing to do: give -Command TEXT or -File SCRIPT.");
        string[] rest = args[1..];
        switch (Name(args[0]))
        {
            case "help" or "h" or "?":
                return new() { Text = Usage };
            case "version" or "v":
                var version = typeof(Options).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>();
                return new() { Text = $"imalink {version?.InformationalVersion.Split('+')[0]}" };
            case "command" or "c":
                if (rest.Length == 0)
                    throw new UsageException("-Command needs a text.");
                string text = rest is ["-"] ? input.ReadToEnd() : string.Join(' ', rest);
                return new() { Command = new Command(text, isScript: true) };
            case "file" or "f":
                return new() { Command = Script(rest) };
            default:
                throw new UsageException($"'{args[0]}' is not an option.");
        }
    }

    private static Command Script(string[] rest)
    {
        if (rest.Length == 0)
            throw new UsageException("-File needs the path of a script.");
        string path = Path.GetFullPath(rest[0]);
        if (!File.Exists(path))
            throw new UsageException($"the script '{rest[0]}' does not exist.");
        if (!path.EndsWith(".ps1", StringComparison.OrdinalIgnoreCase))
            throw new UsageException($"'{rest[0]}' is not a PowerShell script (.ps1).");

        // A leading dash in the name makes the engine bind it exactly as if it had been typed.
        var command = new Command(path, isScript: false);
        foreach (string argument in rest[1..])
        {
            int colon = argument.IndexOf(':', StringComparison.Ordinal);
            bool isName = argument.Length > 1 && argument[0] == '-' && (char.IsLetter(argument[1]) || argument[1] == '_');
            command.Parameters.Add((isName, colon) switch
            {
                (false, _) => new CommandParameter(null, argument),
                (true, < 0) => new CommandParameter(argument),
                _ => new CommandParameter(argument[..colon], Value(argument[(colon + 1)..])),
            });
        }
        return command;
    }

    /// <summary>Only -Switch:$false needs a value that is no string.</summary>
    private static object Value(string text) => text.ToUpperInvariant() switch
    {
        "$TRUE" => true,
        "$FALSE" => false,
        _ => text,
    };

    private static string? Name(string argument) =>
        argument.StartsWith('-') ? argument.TrimStart('-').ToLowerInvariant() : null;
}
