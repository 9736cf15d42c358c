<#
.SYNOPSIS
    Would you get everything back? Rebuilds the archive from one disk alone, in a catalog of its own, and reads every file of it.
.DESCRIPTION
    It pretends that the catalog and all other disks are gone. The disk is only read, and neither your catalog nor the archive is changed. With -Against it compares with a storage of your catalog:
    what that one has, and the disk has not, would be lost. It ends with 0 where nothing would be, else with 1.
.EXAMPLE
    ./examples/recovery-drill.ps1 /mnt/usb
.EXAMPLE
    ./examples/recovery-drill.ps1 /mnt/usb -Against Archive
#>
[CmdletBinding()]
param(
    # The disk, or the folder of its storage.
    [Parameter(Mandatory, Position = 0)]
    [string] $Path,

    # The storage whose photos the disk should hold.
    [string] $Against,

    # The catalog that knows it, if it is not the usual one.
    [string] $Catalog
)

$given = if ($Catalog) { @{ Catalog = $Catalog } } else { @{} }
$drill = Join-Path ([IO.Path]::GetTempPath()) "imalink-drill-$([guid]::NewGuid()).db"
try {
    Restore-ImaCatalog $Path -Catalog $drill | Out-Host
    $checked = @(Test-ImaFile -Catalog $drill)
    $bad = @($checked | Where-Object { -not $_.Ok })
    $bad | ForEach-Object { "$($_.Verdict): $($_.FullName)" }
    "$($checked.Count - $bad.Count) of $($checked.Count) file(s) were read back as recorded."
    $held = @{}
    Get-ImaFile -Catalog $drill -State Present | ForEach-Object { $held[$_.Sha256] = $true }
    $lost = @(if ($Against) { Get-ImaFile -Storage $Against @given | Where-Object { -not $held[$_.Sha256] } })
    $lost | ForEach-Object { "Only in '$Against': $($_.RelativePath)" }
}
finally {
    Remove-Item "$drill*" -ErrorAction Ignore
}
if ($bad -or $lost -or -not $checked) {
    'Not everything would come back from this disk.'
    exit 1
}
'Everything would come back from this disk.'
exit 0
