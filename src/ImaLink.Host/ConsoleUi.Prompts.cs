using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace ImaLink.Host;

/// <content>Questions: asked on a terminal, refused with a clear error anywhere else.</content>
internal sealed partial class ConsoleUi
{
    public override int PromptForChoice(
        string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        RequireTerminal(string.IsNullOrEmpty(message) ? caption : message);
        // "&Yes" is answered with Y or Yes.
        string[] names = [.. choices.Select(c => c.Label.Replace("&", "", StringComparison.Ordinal))];
        string[] keys = [.. choices.Select((c, i) => c.Label.IndexOf('&') is var at and >= 0 && at + 1 < c.Label.Length
            ? c.Label[at + 1].ToString().ToUpperInvariant()
            : names[i])];
        if (!string.IsNullOrEmpty(caption))
            WriteLine(caption);
        if (!string.IsNullOrEmpty(message))
            WriteLine(message);
        while (true)
        {
            Write(string.Join("  ", names.Select((name, i) => $"[{keys[i]}] {name}")) + "  [?] Help"
                + (defaultChoice >= 0 ? $" (default is \"{keys[defaultChoice]}\"): " : ": "));
            string answer = ReadLine().Trim();
            if (answer.Length == 0 && defaultChoice >= 0)
                return defaultChoice;
            for (int i = 0; i < names.Length; i++)
            {
                if (answer.Equals(keys[i], StringComparison.OrdinalIgnoreCase)
                    || answer.Equals(names[i], StringComparison.OrdinalIgnoreCase))
                    return i;
            }
            if (answer == "?")
            {
                for (int i = 0; i < names.Length; i++)
                    WriteLine($"{keys[i]} - {choices[i].HelpMessage}");
            }
        }
    }

    public override Dictionary<string, PSObject> Prompt(
        string caption, string message, Collection<FieldDescription> descriptions)
    {
        RequireTerminal($"A value is missing for: {string.Join(", ", descriptions.Select(field => field.Name))}.");
        var answers = new Dictionary<string, PSObject>();
        foreach (var field in descriptions)
        {
            Write($"{field.Name}: ");
            var type = Type.GetType(field.ParameterAssemblyFullName) ?? typeof(string);
            answers[field.Name] = PSObject.AsPSObject(
                LanguagePrimitives.ConvertTo(ReadLine(), type, CultureInfo.InvariantCulture));
        }
        return answers;
    }

    public override string ReadLine()
    {
        RequireTerminal("A command waits for a line of input.");
        return Console.In.ReadLine() ?? throw new HostException("The input has ended.");
    }

    public override SecureString ReadLineAsSecureString() => throw new NotSupportedException("imalink asks for no secrets.");

    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName) =>
        throw new NotSupportedException("imalink asks for no credentials.");

    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName,
        PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options) =>
        throw new NotSupportedException("imalink asks for no credentials.");

    private static void RequireTerminal(string question)
    {
        if (Console.IsInputRedirected)
            throw new HostException(
                $"{question} Nobody can be asked, because standard input is not a terminal. "
                + "Give the value as a parameter, or -Confirm:$false to go ahead without a question.");
    }
}
