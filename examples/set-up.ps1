<#
.SYNOPSIS
    Sets up an archive: a storage for the photos, one for their copies, each in a folder of your choice.
.DESCRIPTION
    What is there already stays as it is: a storage that the catalog knows, and one that another computer made in the folder, which is registered with all that it holds. So it can be run
    again, and on the second computer of the same disks.
.EXAMPLE
    ./examples/set-up.ps1 -Archive ~/archive
.EXAMPLE
    ./examples/set-up.ps1 -Archive /mnt/photos -Backup /mnt/usb
#>
[CmdletBinding()]
param(
    # The folder that the storage of the photos is made in.
    [Parameter(Mandatory)]
    [string] $Archive,

    # The folder of the copies, best on another disk.
    [string] $Backup,

    # The catalog, if it is not the usual one.
    [string] $Catalog
)

if ($Catalog) { $PSDefaultParameterValues = @{ '*-Ima*:Catalog' = $Catalog } }

foreach ($storage in @{ Name = 'Archive'; Folder = $Archive }, @{ Name = 'Backup'; Folder = $Backup }) {
    if (-not $storage.Folder) { continue }
    $folder = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($storage.Folder).TrimEnd([IO.Path]::DirectorySeparatorChar)
    $null = [IO.Directory]::CreateDirectory($folder)
    if (Get-ImaFileStorage | Where-Object BasePath -eq $folder) { continue }
    $found = @(Find-ImaFileStorage -LiteralPath $folder)
    if ($found) { $found | New-ImaFileStorage } else { New-ImaFileStorage -Name $storage.Name -BasePath $folder }
}

Get-ImaFileStorage | Out-Host
if (-not $Backup) { 'Photos that are in one place are lost with it: run this again with -Backup once there is a second disk.' }
