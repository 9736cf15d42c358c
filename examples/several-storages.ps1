<#
.SYNOPSIS
    Imports into the first of several storages that has room, and keeps a replica of each of them on another disk.
.DESCRIPTION
    Without -Storage those that can be written are tried, the one with the most room first. What is new, moved, edited and removed follows into the replica; what a storage lost does not. It ends with 1 where
    something is left that needs a hand, and says what mends it, else with 0.
.EXAMPLE
    ./examples/several-storages.ps1 /media/card -Title 'Italy Summer 2024' -Replica Backup
.EXAMPLE
    ./examples/several-storages.ps1 -Storage Archive, Shelf -Replica Backup
#>
[CmdletBinding()]
param(
    # What is imported, if anything is.
    [Parameter(Position = 0)]
    [string[]] $Path,

    # The title of the session.
    [string] $Title = 'Import of ' + [datetime]::Now.ToString('yyyy-MM-dd HH:mm', [cultureinfo]::InvariantCulture),

    # The storages that take photos, in the order in which they are tried.
    [string[]] $Storage,

    # The storage that holds the replicas.
    [Parameter(Mandatory)]
    [string] $Replica,

    # The catalog, if it is not the usual one.
    [string] $Catalog
)

if ($Catalog) { $PSDefaultParameterValues = @{ '*-Ima*:Catalog' = $Catalog } }
if (-not $Storage) {
    $Storage = Get-ImaFileStorage | Where-Object { $_.IsActive -and $_.IsWritable -and $_.Name -ne $Replica } | Sort-Object FreeBytes -Descending | ForEach-Object Name
}

if ($Path) {
    $session = Import-ImaSession -LiteralPath $Path -Storage $Storage -Title $Title
    if (-not $session) { exit 1 }
    $session | Out-Host
}

# What was done to the files by other means is recorded first: the replica follows what is recorded.
$null = Get-ImaFileStorage -Storage $Storage | Where-Object IsAccessible | Sync-ImaFileStorage
$results = @(Get-ImaFileStorage -Storage $Storage | Where-Object IsAccessible | Sync-ImaReplica -Destination $Replica)
$results | Group-Object Verdict -NoElement | Sort-Object Name | ForEach-Object { "$($_.Count) $($_.Name)" }
$left = @($results | Where-Object { -not $_.Ok })
$left | ForEach-Object { "$($_.Verdict): $($_.FullName)"; "    $($_.Remedy)" }
exit [int]($left.Count -gt 0)
