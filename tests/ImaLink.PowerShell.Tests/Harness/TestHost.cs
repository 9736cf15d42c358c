using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Internal;
using System.Security;
using System.Text;

namespace ImaLink.PowerShell.Tests;

/// <summary>Keeps what is written to it and answers prompts from a queue.</summary>
internal sealed class TestHost : PSHost
{
    private readonly TestUi _ui;

    public TestHost() => _ui = new TestUi(this);

    public StringBuilder Text { get; } = new();

    public Queue<int> Answers { get; } = new();

    public Action? WhenAsked { get; set; }

    public override string Name => "Test";

    public override Version Version { get; } = new(1, 0);

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override PSHostUserInterface UI => _ui;

    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;

    public override void SetShouldExit(int exitCode) { }

    public override void EnterNestedPrompt() => throw new NotSupportedException();

    public override void ExitNestedPrompt() => throw new NotSupportedException();

    public override void NotifyBeginApplication() { }

    public override void NotifyEndApplication() { }

    private sealed class TestUi(TestHost host) : PSHostUserInterface
    {
        public override PSHostRawUserInterface? RawUI => null;

        public override void Write(string value) =>
            host.Text.Append(new StringDecorated(value).ToString(OutputRendering.PlainText));

        public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => Write(value);

        public override void WriteLine(string value) => Write(value + "\n");

        public override void WriteErrorLine(string value) => WriteLine(value);

        public override void WriteWarningLine(string message) => WriteLine(message);

        public override void WriteVerboseLine(string message) { }

        public override void WriteDebugLine(string message) { }

        public override void WriteProgress(long sourceId, ProgressRecord record) { }

        public override int PromptForChoice(
            string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
        {
            WriteLine(message);
            host.WhenAsked?.Invoke();
            return host.Answers.TryDequeue(out int answer) ? answer : throw new HostException("An unexpected prompt: " + message);
        }

        public override Dictionary<string, PSObject> Prompt(
            string caption, string message, Collection<FieldDescription> descriptions) => throw new NotSupportedException(message);

        public override string ReadLine() => throw new NotSupportedException();

        public override SecureString ReadLineAsSecureString() => throw new NotSupportedException();

        public override PSCredential PromptForCredential(
            string caption, string message, string userName, string targetName) => throw new NotSupportedException();

        public override PSCredential PromptForCredential(
            string caption, string message, string userName, string targetName,
            PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options) => throw new NotSupportedException();
    }
}
