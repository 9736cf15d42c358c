using ImaLink.Packager;

// Arguments: the assembled module, the examples that go with it, the folder of the package.
if (args is not [var module, var examples, var folder])
{
    Console.Error.WriteLine("Usage: ImaLink.Packager MODULE EXAMPLES FOLDER");
    return 64;
}

// What is needed to debug stays out; what compiles ahead for one machine does so for that platform alone, and is small.
var files = Directory.EnumerateFiles(module, "*", SearchOption.AllDirectories).Where(path => !path.EndsWith(".pdb", StringComparison.Ordinal))
    .Select(path => (Path: path, Name: Path.GetRelativePath(module, path)))
    .Concat(Directory.EnumerateFiles(examples, "*", SearchOption.AllDirectories).Select(path => (Path: path, Name: Path.Combine("Examples", Path.GetRelativePath(examples, path)))));
Manifest manifest = Manifest.Read(Path.Combine(module, $"{Path.GetFileName(Path.TrimEndingDirectorySeparator(module))}.psd1"));
Directory.CreateDirectory(folder);
string package = Path.Combine(folder, $"{manifest.Id}.{manifest.Version}.nupkg");
Package.Write(package, manifest, files.Select(file => (file.Path, file.Name.Replace('\\', '/'))));
Console.WriteLine($"{package}: {new FileInfo(package).Length / 1_000_000.0:0.0} MB, SHA-256 {Package.Sha256(package)}");
return 0;
