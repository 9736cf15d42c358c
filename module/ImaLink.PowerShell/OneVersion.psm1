# A shell keeps the first assembly of a name that it has loaded: a second version beside it would be half of one and half of the other. The same version from
# another folder is the same assembly; in one runspace, though, its types would be there twice.
foreach ($assembly in [AppDomain]::CurrentDomain.GetAssemblies()) {
    if (-not $assembly.FullName.StartsWith('ImaLink.PowerShell,') -or [IO.Path]::GetDirectoryName($assembly.Location) -eq $PSScriptRoot) { continue }
    $isOther = $assembly.GetName().Version -ne [Reflection.AssemblyName]::GetAssemblyName("$PSScriptRoot/ImaLink.PowerShell.dll").Version
    foreach ($module in Get-Module ImaLink.PowerShell -All) {
        if ($module.ModuleBase -ne $PSScriptRoot) { $isOther = $true }
    }
    if ($isOther) {
        throw "This shell has loaded ImaLink.PowerShell $($assembly.GetName().Version.ToString(3)) from '$([IO.Path]::GetDirectoryName($assembly.Location))', and keeps it until it ends. Start a new shell to use the module in '$PSScriptRoot'."
    }
}
