using System.Globalization;
using System.Management.Automation.Host;

namespace ImaLink.Host;

/// <summary>Tells the engine about the program it runs in.</summary>
internal sealed class ConsoleHost(ConsoleUi ui) : PSHost
{
    /// <summary>The code of an <c>exit</c>, once there was one.</summary>
    public int? ExitCode { get; private set; }

    public override string Name => "ImaLink";

    public override Version Version { get; } = typeof(ConsoleHost).Assembly.GetName().Version!;

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override PSHostUserInterface UI => ui;

    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;

    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;

    public override void EnterNestedPrompt() => throw new NotSupportedException("imalink has no nested prompt.");

    public override void ExitNestedPrompt() => throw new NotSupportedException("imalink has no nested prompt.");

    public override void NotifyBeginApplication() { }

    public override void NotifyEndApplication() { }
}
