<#
.SYNOPSIS
    Imports a card, copies what came in to other storages, and says whether the card can be formatted.
.DESCRIPTION
    The card is read, never changed. In the end each of its photos is read again in the storages: only what is there, byte by byte, counts. It ends with 0 where the card can be formatted,
    else with 1, and lists what would be lost.
.EXAMPLE
    ./examples/import-card.ps1 /media/card
.EXAMPLE
    ./examples/import-card.ps1 /media/card/DCIM -Title 'Italy Summer 2024' -Backup Backup, Shelf
#>
[CmdletBinding()]
param(
    # The folder of the card, or several.
    [Parameter(Mandatory, Position = 0)]
    [string[]] $Path,

    # The storage that takes the photos.
    [string] $Storage = 'Archive',

    # Storages that get a copy each.
    [string[]] $Backup,

    # The title of the session.
    [string] $Title = 'Card of ' + [datetime]::Now.ToString('yyyy-MM-dd HH:mm', [cultureinfo]::InvariantCulture),

    # The catalog, if it is not the usual one.
    [string] $Catalog
)

if ($Catalog) { $PSDefaultParameterValues = @{ '*-Ima*:Catalog' = $Catalog } }

# What another run has imported is not imported once more.
if (-not (Test-ImaImport -LiteralPath $Path -Quick -Quiet)) {
    $session = Import-ImaSession -LiteralPath $Path -Storage $Storage -Title $Title
    if (-not $session) { exit 1 }
    $session | Out-Host
    foreach ($destination in $Backup) { $null = $session | Copy-ImaSession -Destination $destination }
}

$lost = @(Test-ImaImport -LiteralPath $Path | Where-Object { -not $_.Ok })
if ($lost) {
    $lost | Out-Host
    "$($lost.Count) file(s) are on the card alone: do not format it."
    exit 1
}
'Every photo of the card is in the archive: it can be formatted.'
exit 0
