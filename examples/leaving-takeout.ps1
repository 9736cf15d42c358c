<#
.SYNOPSIS
    Takes a Google Takeout into a storage, with all that Google Photos knew of the photos, and says whether it may be deleted then.
.DESCRIPTION
    Order the Takeout at takeout.google.com, download every archive of it, and unpack them all below one folder, each into a folder of its own or all into one. What Google wrote beside the photos (descriptions, persons,
    favorites, what was archived, time and place where the photo has none) is said of them, and its albums are albums here. A photo that lies in its year and in three albums is kept once. What was in the
    trash there, and the photos of a partner, come only with -IncludeTrashed and -IncludePartner.

    It ends with 1 where something of the Takeout is not in the storage; it may be run again at any time, and takes in what is missing.
.EXAMPLE
    ./examples/leaving-takeout.ps1 ~/Downloads/takeout -Storage Archive
#>
[CmdletBinding()]
param(
    # The folder with everything that was unpacked.
    [Parameter(Mandatory, Position = 0)]
    [string] $Path,

    # The storage.
    [Parameter(Mandatory, Position = 1)]
    [string] $Storage,

    # The title of the session.
    [string] $Title = 'Google Photos',

    # Takes in what was in the trash there.
    [switch] $IncludeTrashed,

    # Takes in the photos of a partner.
    [switch] $IncludePartner,

    # The catalog, if it is not the usual one.
    [string] $Catalog
)

if ($Catalog) { $PSDefaultParameterValues = @{ '*-Ima*:Catalog' = $Catalog } }
$archives = @(Get-ChildItem -LiteralPath $Path -File | Where-Object Extension -in '.zip', '.tgz')
if ($archives) { "There are archives in '$Path': only what was unpacked of them is taken in." }

$session = Import-ImaSession -LiteralPath $Path -Storage $Storage -Title $Title -IncludeTrashed:$IncludeTrashed -IncludePartner:$IncludePartner
if (-not $session) { exit 1 }
"$($session.Imported + $session.Variant) photo(s) came in, $($session.Duplicate) file(s) were there already, $($session.Companion) description(s) are kept."
Get-ImaAlbum | Where-Object { $_.Kind -eq 'Album' -and $_.Count } | ForEach-Object { "Album '$($_.FullTitle)': $($_.Count) photo(s)" }
Get-ImaImportItem $session -Verdict Skipped, Failed, StillChanging | Group-Object Detail | ForEach-Object { "$($_.Count) file(s) left out: $($_.Name)" }

$missing = @(Test-ImaImport -LiteralPath $Path | Where-Object { -not $_.Ok })
if ($missing) {
    $missing | ForEach-Object { "Not in '$Storage': $($_.FullName)" }
    exit 1
}
"Everything in '$Path' is in '$Storage'. Make a second copy of the storage before it is deleted."
exit 0
