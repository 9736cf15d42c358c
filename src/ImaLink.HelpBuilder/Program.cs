using System.Management.Automation;
using System.Management.Automation.Runspaces;
using ImaLink.HelpBuilder;

// Arguments: the manifest, the documentation files of the cmdlets and of the core, the folder to write to.
if (args is not [var manifest, var commandDocs, var coreDocs, var folder])
{
    Console.Error.WriteLine("Usage: ImaLink.HelpBuilder MANIFEST COMMAND-DOCS CORE-DOCS FOLDER");
    return 64;
}

var state = InitialSessionState.CreateDefault2();
state.ThrowOnRunspaceOpenError = true;
state.ImportPSModule([manifest]);
using var runspace = RunspaceFactory.CreateRunspace(state);
runspace.Open();
using var shell = PowerShell.Create(runspace);
var cmdlets = shell.AddScript("Get-Command -Module ImaLink.PowerShell").Invoke<CmdletInfo>();

Directory.CreateDirectory(folder);
Maml.Document(cmdlets, XmlDocs.Load(commandDocs)).Save(Path.Combine(folder, "ImaLink.PowerShell.dll-Help.xml"));
File.WriteAllText(Path.Combine(folder, "about_ImaLink_Errors.help.txt"), ErrorTopic.Text(XmlDocs.Load(coreDocs)));
return 0;
