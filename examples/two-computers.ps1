<#
.SYNOPSIS
    Brings this computer up to date with a storage that several computers use, such as one on a NAS: run it on each of them, when you come and before you go.
.DESCRIPTION
    Every computer has a catalog of its own, and they meet in the storage's indexes. The first time it registers what is there, with all that the others said; later it takes over what they changed, writes what was
    said here, and tells where two said different things of one photo. Nothing has to be set up but this script on each computer.
.EXAMPLE
    ./examples/two-computers.ps1 /mnt/nas/photos
#>
[CmdletBinding()]
param(
    # The folder that holds the storage, as this computer sees it.
    [Parameter(Mandatory, Position = 0)]
    [string] $Path,

    # This computer's catalog, if it is not the usual one.
    [string] $Catalog
)

if ($Catalog) { $PSDefaultParameterValues = @{ '*-Ima*:Catalog' = $Catalog } }
foreach ($found in Find-ImaFileStorage -LiteralPath $Path) {
    # One that is known and lies elsewhere now is found again by its folder.
    if ($found.Uuid -notin (Get-ImaFileStorage).Uuid) { $null = $found | New-ImaFileStorage }
    $storage = Get-ImaFileStorage $found.FullName
    $before = @(Get-ImaFile -Storage $storage).Count
    $news = @(Sync-ImaFileStorage $storage)
    Update-ImaIndex $storage | ForEach-Object { "Index $($_.Verdict): $($_.FullName)" }
    $news | Where-Object Verdict -ne MetadataConflict | Group-Object Verdict -NoElement | ForEach-Object { "$($_.Count) $($_.Name)" }
    $news | Where-Object Verdict -eq MetadataConflict | ForEach-Object { "Two said different things of $($_.RelativePath): $($_.Detail)" }
    "'$($storage.Name)' holds $(@(Get-ImaFile -Storage $storage).Count) file(s), $before were known when this began."
}
if (-not $found) {
    "There is no storage in '$Path'. Is the NAS mounted?"
    exit 1
}
exit 0
