# What the tests here start from: the module that is tested, and the PowerShell that tests it.

$root = (Resolve-Path "$PSScriptRoot/../..").Path
$module = $env:IMALINK_MODULE ? $env:IMALINK_MODULE : "$root/artifacts/module/Debug/ImaLink.PowerShell"

# This PowerShell once more, as a process of its own; as a .NET tool it runs as dotnet.
function Invoke-Shell {
    $self = (Get-Process -Id $PID).Path
    if ((Split-Path $self -LeafBase) -eq 'dotnet') { & $self "$PSHOME/pwsh.dll" -NoProfile @args } else { & $self -NoProfile @args }
}
