<#
.SYNOPSIS
    Puts the photos of a storage into a folder for each month, and lets the archive follow.
.DESCRIPTION
    A pattern for any way of your own to arrange files: move them as you like, then Sync-ImaFileStorage. Photos are known by their content, so that what was said of them, their albums and copies stay
    with them. What tells no date stays where it is, and so does a file whose place is taken. -WhatIf shows what would be moved.
.EXAMPLE
    ./examples/by-month.ps1 -WhatIf
.EXAMPLE
    ./examples/by-month.ps1 -Storage Archive -Folder 'yyyy/yyyy-MM-dd'
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    # The storage.
    [string] $Storage = 'Archive',

    # The folder below photos/, as .NET writes a date: y, M and d.
    [string] $Folder = 'yyyy/MM',

    # The catalog, if it is not the usual one.
    [string] $Catalog
)

if ($Catalog) { $PSDefaultParameterValues = @{ '*-Ima*:Catalog' = $Catalog } }
$root = [IO.Path]::Combine((Get-ImaFileStorage $Storage -ErrorAction Stop).FullName, 'photos')

foreach ($photo in @(Get-ImaFile -Storage $Storage | Where-Object { $_.TakenAt -and $_.State -eq 'Present' })) {
    $to = [IO.Path]::Combine($root, $photo.TakenAt.ToString($Folder, [cultureinfo]::InvariantCulture))
    # What belongs to a photo goes with it: sidecars, voice notes.
    $files = @($photo.FullName) + $photo.Companions
    if ([IO.Path]::GetDirectoryName($photo.FullName) -eq [IO.Path]::GetFullPath($to)) { continue }
    if ($taken = $files | Where-Object { Test-Path -LiteralPath ([IO.Path]::Combine($to, [IO.Path]::GetFileName($_))) }) {
        Write-Warning "$($photo.FullName) stays: '$([IO.Path]::GetFileName(@($taken)[0]))' is in $to already."
        continue
    }
    if ($PSCmdlet.ShouldProcess($photo.FullName, "Move to $to")) {
        $null = [IO.Directory]::CreateDirectory($to)
        Move-Item -LiteralPath $files -Destination $to
    }
}

if (-not $WhatIfPreference) { Sync-ImaFileStorage $Storage }
