<#
.SYNOPSIS
    Does something with many files of the archive on all processors: what one thread cannot keep up with.
.DESCRIPTION
    The archive is asked once, and what it answers is worked on by several runspaces at a time. Each of them may use the commands of the archive as well: they read
    at once, and wait for each other where they write. What is said of photos is cheap and goes into one Set-ImaPhoto at the end, which writes the indexes once.
.EXAMPLE
    ./in-parallel.ps1 -Storage Archive

    Compares all files of a storage with a reading of their bytes by Get-FileHash, and lists those that are others.
.EXAMPLE
    ./in-parallel.ps1 -Storage Archive -Work { if ($_.Length -gt 50MB) { $_ } }

    Runs a script of your own for each file, which is $_, and emits what it answers.
.EXAMPLE
    ./in-parallel.ps1 -Storage Archive -Work { if ((exiftool -s3 -Lens $_.FullName) -match 'EF50') { $_ } } | Set-ImaPhoto -AddTag 'Lens/Fifty'

    Lets another program look at each file, and tags those that it finds.
#>
[CmdletBinding()]
param(
    # The storage whose files are worked on: its name or UUID.
    [Parameter(Mandatory)]
    [string] $Storage,

    # What is done with each file, which is $_.
    [scriptblock] $Work = { if ((Get-FileHash -LiteralPath $_.FullName).Hash -ne $_.Sha256) { $_ } },

    # How many are worked on at a time.
    [ValidateRange(1, 256)]
    [int] $ThrottleLimit = [Environment]::ProcessorCount,

    # The catalog, if it is not the usual one.
    [string] $Catalog
)

$ErrorActionPreference = 'Stop'
if ($Catalog) { $PSDefaultParameterValues = @{ '*-Ima*:Catalog' = $Catalog } }

# A script block belongs to its runspace: its text goes into the others, which know the module by its place.
$text = "$Work"
$manifest = "$((Get-Command -Name Get-ImaFile).Module.ModuleBase)/ImaLink.PowerShell.psd1"
Get-ImaFile -Storage $Storage -State Present | ForEach-Object -ThrottleLimit $ThrottleLimit -Parallel {
    Import-Module -Name $using:manifest
    if ($using:Catalog) { $PSDefaultParameterValues = @{ '*-Ima*:Catalog' = $using:Catalog } }
    $_ | ForEach-Object -Process ([scriptblock]::Create($using:text))
}
