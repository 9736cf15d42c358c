@{
    RootModule           = 'ImaLink.PowerShell.dll'
    ModuleVersion        = '0.0.0'
    GUID                 = '5f0c2f0b-7b53-4b8b-9a67-3b6f0a0b8d51'
    Author               = 'The ImaLink authors'
    CompanyName          = 'ImaLink'
    Copyright            = 'Copyright (c) 2026 the ImaLink authors. MIT licence.'
    Description          = 'A photo archive that belongs to its owner: ordinary files, known by their image content, with a fast catalog that can always be rebuilt.'
    CompatiblePSEditions = @('Core')
    PowerShellVersion    = '7.4'
    FormatsToProcess     = @('ImaLink.PowerShell.Format.ps1xml')
    NestedModules        = @('OneVersion.psm1', 'ImaLink.PowerShell.Types.psd1')
    FunctionsToExport    = @()
    CmdletsToExport      = @(
        'Add-ImaAlbumPhoto', 'Backup-ImaCatalog', 'Clear-ImaTrash', 'Compare-ImaFileStorage', 'Copy-ImaSession', 'Disable-ImaFileStorage',
        'Enable-ImaFileStorage', 'Export-ImaPhoto', 'Export-ImaSidecar', 'Find-ImaDuplicate', 'Find-ImaFileStorage', 'Get-ImaAlbum', 'Get-ImaAuthor', 'Get-ImaCatalog',
        'Get-ImaFile', 'Get-ImaFileStorage', 'Get-ImaHealth', 'Get-ImaHothash', 'Get-ImaImportItem', 'Get-ImaIndex', 'Get-ImaPerson', 'Get-ImaPhoto', 'Get-ImaSession',
        'Get-ImaTag', 'Get-ImaTimeline', 'Get-ImaTrash', 'Import-ImaDescription', 'Import-ImaSession', 'Join-ImaPhoto', 'Measure-ImaFileStorage', 'Move-ImaFileStorage', 'New-ImaAlbum',
        'New-ImaFileStorage', 'Optimize-ImaCatalog', 'Remove-ImaAlbum', 'Remove-ImaAlbumPhoto', 'Remove-ImaFile', 'Remove-ImaFileStorage',
        'Remove-ImaSession', 'Rename-ImaAuthor', 'Rename-ImaPerson', 'Rename-ImaTag', 'Repair-ImaFile', 'Restore-ImaCatalog',
        'Restore-ImaTrash', 'Resume-ImaSession', 'Set-ImaAlbum', 'Set-ImaFileStorage', 'Set-ImaPhoto', 'Set-ImaSession',
        'Split-ImaPhoto', 'Sync-ImaFileStorage', 'Sync-ImaReplica', 'Test-ImaCatalog', 'Test-ImaFile', 'Test-ImaFileStorage', 'Test-ImaImport',
        'Test-ImaIndex', 'Update-ImaFact', 'Update-ImaHothash', 'Update-ImaIndex', 'Update-ImaPhoto', 'Update-ImaPreview'
    )
    VariablesToExport    = @()
    AliasesToExport      = @()
    PrivateData          = @{
        PSData = @{
            Tags         = @(
                'photo', 'photos', 'archive', 'exif', 'xmp', 'iptc', 'metadata', 'catalog', 'deduplication', 'integrity', 'Backup', 'Database', 'sqlite',
                'Windows', 'Linux', 'MacOS', 'PSEdition_Core'
            )
            LicenseUri   = 'https://github.com/imalink/ImaLink.PowerShell/blob/main/LICENSE'
            ProjectUri   = 'https://github.com/imalink/ImaLink.PowerShell'
            IconUri      = 'https://raw.githubusercontent.com/imalink/ImaLink.PowerShell/main/docs/icon.png'
            ReleaseNotes = 'https://github.com/imalink/ImaLink.PowerShell/blob/main/CHANGELOG.md'
        }
    }
}
