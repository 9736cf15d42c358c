<#
.SYNOPSIS
    Says of each folder in a folder how many of its photos are in the archive, looking through several at once.
.DESCRIPTION
    For old disks and folders of downloads: what of all that is not in the archive yet? Nothing is changed. A pattern for anything that is done to much in parallel: each runspace imports the
    module once, and the catalog is read by all of them.
.EXAMPLE
    ./examples/unarchived.ps1 /mnt/old-disk
.EXAMPLE
    ./examples/unarchived.ps1 ~/Pictures -ThrottleLimit 2 | Where-Object NotHeld -gt 0 | Export-Csv not-archived.csv
#>
[CmdletBinding()]
param(
    # The folder whose folders are looked through.
    [Parameter(Mandatory, Position = 0)]
    [string] $Path,

    # How many folders are read at once.
    [ValidateRange(1, 64)]
    [int] $ThrottleLimit = [Math]::Min(8, [Environment]::ProcessorCount),

    # The catalog, if it is not the usual one.
    [string] $Catalog
)

$module = (Get-Command Test-ImaImport -ErrorAction Stop).Module.Path
$common = if ($Catalog) { @{ Catalog = $Catalog } } else { @{} }

Get-ChildItem -LiteralPath $Path -Directory | ForEach-Object -ThrottleLimit $ThrottleLimit -Parallel {
    Import-Module $using:module
    $catalog = $using:common
    $files = @(Test-ImaImport -LiteralPath $_.FullName @catalog | Where-Object Verdict -ne 'NotAPhoto')
    $held = @($files | Where-Object Ok)
    [pscustomobject]@{ Folder = $_.FullName; Photos = $files.Count; Held = $held.Count; NotHeld = $files.Count - $held.Count }
}
