<#
.SYNOPSIS
    Moves a storage to a new drive: copied, read back, switched, and only then, if you say so, removed from the old one.
.DESCRIPTION
    Until all of it is read back on the new drive the storage stays where it was; stopped or unplugged, the same command goes on. The old drive stays as it is and is not written any more, so that it can be
    put away as a further copy. Run it again with -RemoveSource to take from it what the new drive is proved to hold.
.EXAMPLE
    ./examples/new-drive.ps1 Archive /mnt/new
.EXAMPLE
    ./examples/new-drive.ps1 Archive /mnt/new -RemoveSource
#>
[CmdletBinding()]
param(
    # The storage.
    [Parameter(Mandatory, Position = 0)]
    [string] $Storage,

    # The folder on the new drive that will hold the storage's folder.
    [Parameter(Mandatory, Position = 1)]
    [string] $Destination,

    # Removes from the old drive what is read back on the new one.
    [switch] $RemoveSource,

    # The catalog, if it is not the usual one.
    [string] $Catalog
)

if ($Catalog) { $PSDefaultParameterValues = @{ '*-Ima*:Catalog' = $Catalog } }
$null = New-Item -ItemType Directory -Force $Destination
$moved = Move-ImaFileStorage $Storage -Destination $Destination -RemoveSource:$RemoveSource -Confirm:$false
if (-not $moved) { exit 1 }
$moved | Out-Host

# The new drive is read whole once more, as any check does.
$bad = @(Test-ImaFile -Storage $Storage | Where-Object { -not $_.Ok })
$bad | Out-Host
if ($bad -or -not (Test-ImaIndex $Storage -Quiet)) {
    "Do not give the old drive away: $($bad.Count) file(s) are not as recorded."
    exit 1
}
"'$Storage' lies in $($moved.FullName), and every file there is as recorded."
exit 0
