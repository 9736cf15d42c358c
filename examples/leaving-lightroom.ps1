<#
.SYNOPSIS
    Takes the photos of Lightroom Classic into a storage, with all that Lightroom knew of them, and says what did not arrive. digiKam's as well.
.DESCRIPTION
    Close Lightroom first; its catalog and the photos where they lie are only read. The photos come in with their sidecars; then what only the catalog knows is said of them: flags, stacks as one photo, collections as
    albums, names of virtual copies as tags, and ratings, labels, titles, captions, keywords, persons and places, whether Lightroom ever wrote them into files or not. Develop settings stay in the sidecars,
    which are kept; the pictures that they make are not, so export those that you want to keep.

    What you said here yourself stays. The script may be run again at any time: it takes in what is new in the folders and in the catalog. It ends with 1 where a photo of the catalog is not found here, or not
    for sure, or something of the folders is not in the storage.
.EXAMPLE
    ./examples/leaving-lightroom.ps1 '~/Pictures/Lightroom/Lightroom Catalog.lrcat' ~/Pictures/2022, ~/Pictures/2023 -Storage Archive
.EXAMPLE
    ./examples/leaving-lightroom.ps1 ~/Pictures/digikam4.db ~/Pictures -Storage Archive -Title digiKam
#>
[CmdletBinding()]
param(
    # Lightroom's catalog (.lrcat), or digiKam's database (digikam4.db).
    [Parameter(Mandatory, Position = 0)]
    [string] $From,

    # The folders that its photos lie in.
    [Parameter(Mandatory, Position = 1)]
    [string[]] $Path,

    # The storage.
    [Parameter(Mandatory, Position = 2)]
    [string] $Storage,

    # The title of the session.
    [string] $Title = 'Lightroom',

    # The catalog of ImaLink, if it is not the usual one.
    [string] $Catalog
)

if ($Catalog) { $PSDefaultParameterValues = @{ '*-Ima*:Catalog' = $Catalog } }

$session = Import-ImaSession -LiteralPath $Path -Storage $Storage -Title $Title
if (-not $session) { exit 1 }
"$($session.Imported + $session.Variant) photo(s) came in, $($session.Duplicate) file(s) were there already, $($session.Companion) sidecar(s) and the like are kept."

$results = @(Import-ImaDescription -From $From)
$library = $results | Where-Object Kind -eq Library
if (-not $library) { exit 1 }
foreach ($kind in 'Photo', 'Album', 'Stack') {
    $found = @($results | Where-Object { $_.Kind -eq $kind -and $_.Ok })
    "${kind}s: $($found.Count) found here, $(@($found | Where-Object Verdict -eq Taken).Count) with something new."
}
$results | Where-Object { $_.Kind -ne 'Photo' -and -not $_.Ok } | ForEach-Object { "$($_.Kind) '$($_.Source)': $($_.Detail)" }
$library.Detail

$missing = @($results | Where-Object { $_.Kind -eq 'Photo' -and -not $_.Ok }) + @(Test-ImaImport -LiteralPath $Path | Where-Object { -not $_.Ok })
if ($missing) {
    $missing | ForEach-Object { "$($_.Verdict): $($_.Source ?? $_.FullName) $($_.Detail)" }
    exit 1
}
"Everything that '$From' knows of its photos is here, and the photos are in '$Storage'. Make a second copy of the storage before they are deleted elsewhere."
exit 0
