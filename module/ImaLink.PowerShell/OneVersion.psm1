# A shell keeps the first assembly of a name that it has loaded: a second version beside it would be half of one and half of the other.
foreach ($assembly in [AppDomain]::CurrentDomain.GetAssemblies()) {
    if ($assembly.FullName.StartsWith('ImaLink.PowerShell,') -and [IO.Path]::GetDirectoryName($assembly.Location) -ne $PSScriptRoot) {
        throw "This shell has loaded ImaLink.PowerShell $($assembly.GetName().Version.ToString(3)) from '$([IO.Path]::GetDirectoryName($assembly.Location))', and keeps it until it ends. Start a new shell to use the module in '$PSScriptRoot'."
    }
}
