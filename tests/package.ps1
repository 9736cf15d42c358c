<#
.SYNOPSIS
    Installs the package that ./build.ps1 -Task Package made from a folder into an empty profile, and makes a first archive with it.
.DESCRIPTION
    Nothing of this user is touched: the profile lies in a temporary folder, which is removed at the end.
.EXAMPLE
    pwsh -NoProfile -File tests/package.ps1
#>
[CmdletBinding()]
param(
    # The folder with the package.
    [string] $Package = "$PSScriptRoot/../artifacts/package"
)

$ErrorActionPreference = 'Stop'
$folder = (New-Item -ItemType Directory -Path ([IO.Path]::Combine([IO.Path]::GetTempPath(), "imalink-package-$(New-Guid)"))).FullName
$script = @"
`$ErrorActionPreference = 'Stop'
`$ProgressPreference = 'SilentlyContinue'
Register-PSResourceRepository -Name Local -Uri '$((Resolve-Path -LiteralPath $Package).Path)' -Trusted
Install-PSResource -Name ImaLink.PowerShell -Repository Local
Import-Module -Name ImaLink.PowerShell
`$module = Get-Module -Name ImaLink.PowerShell
if (-not `$module.ModuleBase.StartsWith('$folder')) { throw "It was not installed into the empty profile but taken from `$(`$module.ModuleBase)." }
& "`$(`$module.ModuleBase)/Examples/first-archive.ps1" -Destination '$folder'
"Installed `$(`$module.Version) in `$(`$module.ModuleBase)"
"@
$names = 'HOME', 'USERPROFILE', 'XDG_DATA_HOME', 'XDG_CONFIG_HOME', 'XDG_CACHE_HOME', 'LOCALAPPDATA', 'PSModulePath', 'IMALINK_CATALOG'
$before = $names | ForEach-Object { [Environment]::GetEnvironmentVariable($_) }
try {
    foreach ($name in 'HOME', 'USERPROFILE', 'LOCALAPPDATA') { [Environment]::SetEnvironmentVariable($name, $folder) }
    foreach ($name in 'XDG_DATA_HOME', 'XDG_CONFIG_HOME', 'XDG_CACHE_HOME', 'PSModulePath', 'IMALINK_CATALOG') { [Environment]::SetEnvironmentVariable($name, $null) }
    Set-Content -LiteralPath "$folder/first.ps1" -Value $script
    $self = (Get-Process -Id $PID).Path
    if ((Split-Path -Path $self -LeafBase) -eq 'dotnet') { & $self "$PSHOME/pwsh.dll" -NoProfile -File "$folder/first.ps1" } else { & $self -NoProfile -File "$folder/first.ps1" }
    if ($LASTEXITCODE) { throw 'The installed module does not work.' }
}
finally {
    for ($i = 0; $i -lt $names.Count; $i++) { [Environment]::SetEnvironmentVariable($names[$i], @($before)[$i]) }
    Remove-Item -LiteralPath $folder -Recurse -Force
}
