using System.Management.Automation;

namespace ImaLink.PowerShell.Tests.Commands;

/// <summary>An archive in which something is said of photos, and how it is looked at.</summary>
public abstract class SaidPhotoTest(ModuleFixture module) : ArchiveTest(module)
{
    private protected PSObject One(string script, object? parameters = null) => Assert.Single(Run(script, parameters).Clean().Output);

    private protected static object? Of(PSObject photo, string property) => photo.Properties[property].Value is PSObject wrapped ? wrapped.BaseObject : photo.Properties[property].Value;

    private protected string Index => File.ReadAllText(Path.Combine(Root, "imports", "session_1.json"));
}
