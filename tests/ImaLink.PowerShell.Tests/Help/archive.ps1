# The archive in which every example of help is run. It lies below $World, whose folders stand for those that examples name: mnt and media are /mnt
# and /media, home is ~, and here is where the examples are typed. An example that needs more gets it here.
$ErrorActionPreference = 'Stop'
$ConfirmPreference = 'None'

function Add-Session([string] $Title, [string] $Source, [string] $Storage = 'Archive', [string] $TimeZone = 'UTC') {
    $null = Import-ImaSession "$World/sources/$Source" -Storage $Storage -Title $Title -TimeZone $TimeZone
}

# A storage on a USB drive that the catalog does not know.
$null = New-ImaFileStorage -Name Usb -BasePath "$World/media/usb" -Catalog "$World/other.db"
$null = Import-ImaSession "$World/sources/italy" -Storage Usb -Title 'Italy 2024' -Catalog "$World/other.db"
$null = New-ImaAlbum 'Travel/Italy' -Catalog "$World/other.db"
$null = Get-ImaFile -Catalog "$World/other.db" | Add-ImaAlbumPhoto 'Travel/Italy' -Catalog "$World/other.db"
Get-Item "$World/media/usb/imalink_*" | Rename-Item -NewName imalink_20241018_143052_a1b2c3d4

$null = New-ImaFileStorage -Name Archive -BasePath "$World/mnt/photos" -Place inside
$null = New-ImaFileStorage -Name Backup -BasePath "$World/media/backup" -Place shelf
$null = New-ImaFileStorage -Name OldBackup -BasePath "$World/mnt/old" -Place attic
$null = New-ImaFileStorage -Name NAS -BasePath "$World/mnt/nas" -Place nas
# One source file cannot be read: it is a link that leads nowhere.
$null = New-Item -ItemType SymbolicLink -Path "$World/sources/summer/late.jpg" -Target "$World/sources/nowhere.jpg"
$null = Import-ImaSession "$World/sources/summer" -Storage Archive -Title 'Italy Summer 2024' -TimeZone UTC -ErrorAction Ignore
Remove-Item "$World/sources/summer/late.jpg"
Add-Session 'Italy 2024' italy
Add-Session 'Alps 2024' alps
Add-Session 'Kyoto 2024' kyoto
Add-Session Scans scans
Add-Session 'Test import' test
$null = Import-ImaSession "$World/sources/alps" -Storage Archive -Title 'Once more' -AllowDuplicate -TimeZone UTC
$null = Copy-ImaSession 'Italy Summer 2024' -Destination Backup
$null = Copy-ImaSession 'Test import' -Destination Backup

# What was said.
$null = Get-ImaFile -Session 'Italy 2024' | Set-ImaPhoto -AddTag Places/Italy/Rome, Rome -Author Ann -Rating 5
$null = Get-ImaFile -Session 'Italy 2024' -Format CR2, NEF | Set-ImaPhoto -Title Trevi -Date 2024-07-03T12:00:00
$null = Get-ImaFile -Session 'Italy 2024' -Path *Trevi.tif, *IMG_0042.CR2 | Join-ImaPhoto
$null = Get-ImaFile -Session 'Italy Summer 2024' | Set-ImaPhoto -AddTag Places/Italia, Family -AddPerson Anna, Ana, Ben -Rating 4 -Title 'At the lake'
$null = Get-ImaFile -Session Scans | Set-ImaPhoto -Description 'Found by grandfather' -Date 197X -Author Grandpa -AltText snow
foreach ($title in 'Travel/Italy', 'Calendar', 'Italy North') { $null = New-ImaAlbum $title }
$null = Get-ImaFile -Path *IMG_0007* | Add-ImaAlbumPhoto 'Travel/Italy'

$null = Get-ImaFile -Session 'Italy 2024' -Path *IMG_2042* | Join-ImaPhoto

# What happened to files: one was removed, one was edited, one decayed and was repaired, one is gone, one decays.
function Decay([string] $Path) {
    $time = (Get-Item $Path).LastWriteTimeUtc
    [IO.File]::WriteAllBytes($Path, [byte[]]::new((Get-Item $Path).Length))
    (Get-Item $Path).LastWriteTimeUtc = $time
}

$null = Get-ImaFile -Path *removed* | Remove-ImaFile
[IO.File]::AppendAllText((Get-ImaFile -Session 'Italy Summer 2024' -Storage Archive -Path *IMG_0042*).FullName, 'edited')
[string[]] $held = (Get-ImaFile -Session 'Italy Summer 2024' -Storage Archive -Path *held*).FullName
Decay $held[0]
$null = Test-ImaFile -Storage Archive | Where-Object Verdict -eq Corrupt | Repair-ImaFile
Remove-Item $held[1]
$null = Sync-ImaFileStorage Archive -WarningAction Ignore
Decay $held[2]
$null = Disable-ImaFileStorage OldBackup

$backup = Backup-ImaCatalog "$World/home/backups"
Rename-Item $backup.FullName imalink_catalog_20250301_020000_a1b2c3d4.db
