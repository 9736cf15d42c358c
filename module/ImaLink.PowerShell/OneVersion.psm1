# A shell keeps the first assembly of a name that it has loaded: a second version beside it would be half of one and half of the other. The same version from
# another folder is the same assembly; in one runspace, though, its types would be there twice. (Which one is loaded, it says itself: looking through all
# assemblies took a new shell 60 ms.)
$loaded = [AppContext]::GetData('ImaLink.PowerShell')
if ($null -eq $loaded) { return }
$folder = [IO.Path]::GetDirectoryName($loaded.Location)
if ($folder -eq $PSScriptRoot) { return }
$isOther = $loaded.GetName().Version -ne [Reflection.AssemblyName]::GetAssemblyName("$PSScriptRoot/ImaLink.PowerShell.dll").Version
foreach ($module in Get-Module ImaLink.PowerShell -All) {
    if ($module.ModuleBase -ne $PSScriptRoot) { $isOther = $true }
}
if ($isOther) {
    throw "This shell has loaded ImaLink.PowerShell $($loaded.GetName().Version.ToString(3)) from '$folder', and keeps it until it ends. Start a new shell to use the module in '$PSScriptRoot'."
}
