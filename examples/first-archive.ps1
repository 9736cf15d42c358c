<#
.SYNOPSIS
    Creates a photo archive in a new folder, imports photos into it, and shows what has become of them.
.DESCRIPTION
    Runs in pwsh and in imalink. Your photos are read, never changed. Each run makes a new folder; delete it when you have seen enough.
.EXAMPLE
    ./examples/first-archive.ps1
.EXAMPLE
    ./examples/first-archive.ps1 -Path ~/Pictures/Holiday -Destination /mnt/disk
#>
[CmdletBinding()]
param(
    # Folders or files to import; by default six sample photos.
    [string[]] $Path = "$PSScriptRoot/photos",

    # Where the new folder is made; by default the folder for temporary files.
    [string] $Destination = [IO.Path]::GetTempPath(),

    # The title of the import session.
    [string] $Title = 'My first import'
)

$base = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Destination)
$folder = [IO.Path]::Combine($base, 'imalink-example-' + [Guid]::NewGuid().ToString('N').Substring(0, 8))
$null = [IO.Directory]::CreateDirectory($folder)
$catalog = @{ Catalog = [IO.Path]::Combine($folder, 'catalog.db') }

"The archive is made in $folder"
$storage = New-ImaFileStorage -Name Archive -BasePath $folder @catalog
$session = Import-ImaSession -LiteralPath $Path -Storage $storage -Title $Title @catalog
if (-not $session) { exit 1 }

'', 'The session, as Get-ImaSession shows it:'
$session | Out-Host

'What became of each source file, as Get-ImaImportItem shows it:'
$items = @($session | Get-ImaImportItem @catalog)
$items[0..19] | Out-Host
if ($items.Count -gt 20) { "... and $($items.Count - 20) more.", '' }

'What is in the archive, as Get-ImaFile shows it:'
$files = @(Get-ImaFile @catalog)
$files[0..19] | Out-Host
if ($files.Count -gt 20) { "... and $($files.Count - 20) more.", '' }

"Is every photo held, so that the source could be deleted? $(Test-ImaImport -LiteralPath $Path -Quiet @catalog)"
"The photos are ordinary files in $([IO.Path]::Combine($storage.FullName, 'photos'))"
