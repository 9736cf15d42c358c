using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Text.Encodings.Web;
using System.Text.Json;
using ImaLink.HelpBuilder;

// Arguments: the manifest, the documentation files of the cmdlets and of the core, the folder of help, the folder of the pages that docs has of it.
if (args is not [var manifest, var commandDocs, var coreDocs, var helpFolder, var pageFolder])
{
    Console.Error.WriteLine("Usage: ImaLink.HelpBuilder MANIFEST COMMAND-DOCS CORE-DOCS HELP-FOLDER PAGE-FOLDER");
    return 64;
}

var state = InitialSessionState.CreateDefault2();
state.ThrowOnRunspaceOpenError = true;
state.ImportPSModule([manifest]);
using var runspace = RunspaceFactory.CreateRunspace(state);
runspace.Open();
using var shell = PowerShell.Create(runspace);
var cmdlets = shell.AddScript("Get-Command -Module ImaLink.PowerShell").Invoke<CmdletInfo>();
Directory.CreateDirectory(helpFolder);
var core = XmlDocs.Load(coreDocs);
var sources = new HelpSources(XmlDocs.Load(commandDocs), core, cmdlets.Select(cmdlet => cmdlet.Name).ToHashSet(),
    Directory.EnumerateFiles(helpFolder, "about_*.help.txt").Where(path => !path.EndsWith("_Errors.help.txt", StringComparison.Ordinal)).ToDictionary(path => Path.GetFileName(path)[..^".help.txt".Length], File.ReadAllText), $"{cmdlets[0].Module.ProjectUri}");
List<CmdletHelp> help = [.. cmdlets.Select(cmdlet => new CmdletHelp(cmdlet, sources))];
Maml.Document(help).Save(Path.Combine(helpFolder, "ImaLink.PowerShell.dll-Help.xml"));
File.WriteAllText(Path.Combine(helpFolder, "about_ImaLink_Errors.help.txt"), ErrorTopic.Text(core));

// The pages anew, so that nothing is left of a command that went.
if (Directory.Exists(pageFolder))
    Directory.Delete(pageFolder, recursive: true);
foreach (CmdletHelp one in help)
    Page($"cmdlets/{one.Cmdlet.Name}.md", Pages.Cmdlet(one));
Page("cmdlets/README.md", Pages.Contents(help));
Page("errors.md", Pages.Errors(ErrorTopic.Codes(core)));
var types = ObjectTypes.All(cmdlets);
Page("objects.md", Pages.Objects(types, core));
var format = new JsonSerializerOptions { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
foreach (Type type in types)
    Page($"schemas/objects/{type.Name}.schema.json", ObjectTypes.Schema(type, core).ToJsonString(format) + "\n");
foreach (var (name, schema) in DiskTypes.Schemas(types[0].Assembly, core))
    Page($"schemas/disk/{name}.schema.json", schema.ToJsonString(format) + "\n");
return 0;

void Page(string name, string text)
{
    string path = Path.Combine(pageFolder, name);
    Directory.CreateDirectory(Path.GetDirectoryName(path)!);
    File.WriteAllText(path, text.ReplaceLineEndings("\n"));
}
