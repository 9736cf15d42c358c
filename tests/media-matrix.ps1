# What a user does on one medium. Called by media-matrix with the folder where the medium is mounted, a folder on this disk, and the host.
# Prints a line 'CELL operation result' for each operation, and 'NOTE' lines that say why.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSReviewUnusedParameter', '', Justification = 'They are used in script blocks, which the rule does not see.')]
param([string] $Medium, [string] $Desk, [string] $HostPath)
$ErrorActionPreference = 'Stop'
$InformationPreference = 'Ignore'
$env:IMALINK_CATALOG = "$Desk/catalog.db"
Import-Module $((Get-Item artifacts/module/*/ImaLink.PowerShell | Sort-Object LastWriteTime)[-1].FullName)
$samples = Get-Item tests/ImaLink.SamplePhotos/bin/*/net*/ImaLink.SamplePhotos.dll | Select-Object -First 1
$null = New-Item -ItemType Directory "$Desk/disk", "$Desk/disk2", "$Desk/many"
foreach ($set in @('card', 20), @('other', 5), @('many', 400)) { dotnet $samples tiny "$Desk/$($set[0])" $set[1] }
Get-ChildItem "$Desk/other" -File -Recurse | ForEach-Object { [IO.File]::AppendAllText($_.FullName, 'other') }

function Files { @(Get-ChildItem -LiteralPath $args[0] -File -Recurse) }

function Expect([bool] $Condition, [string] $What) { if (-not $Condition) { throw "It is not so that $What." } }

# Whatever was done: all files read as recorded, the indexes say the same, and nothing half done is left.
function Whole($Storage, [int] $Count) {
    $checks = @(Get-ImaFile -Storage $Storage.Name | Test-ImaFile)
    Expect ($checks.Count -eq $Count) "$Count files are recorded ($($checks.Count) are)"
    Expect (-not ($checks | Where-Object { -not $_.Ok })) "all are as recorded ($($checks | Where-Object { -not $_.Ok } | Select-Object -First 1 | ForEach-Object Detail))"
    Expect ((Test-ImaFileStorage $Storage.Name).Ok) 'the storage is whole'
    Expect ((Files "$($Storage.FullName)/photos").Count -eq $Count) "$Count files lie there"
    Expect (-not (Files $Storage.FullName | Where-Object Name -Like '*.new')) 'nothing half written is left'
}

function Cell([string] $Operation, [scriptblock] $Work) {
    if ($script:refused) { return }
    try {
        $null = & $Work
        "CELL`t$Operation`tworks"
    }
    catch {
        $code = ($_.FullyQualifiedErrorId -split ',')[0]
        $isClear = $code -in 'ImaLink.MediumUnsuitable', 'ImaLink.ReadOnly'
        $isEmpty = -not (Get-ChildItem -LiteralPath $Medium -Force | Where-Object Name -Like 'imalink_*')
        $script:refused = $Operation -eq 'New' -and $isClear -and $isEmpty
        "CELL`t$Operation`t$($script:refused ? 'refused' : 'FAILED')"
        "NOTE`t$Operation`: $code $($_.Exception.Message)"
        if ($Operation -eq 'New') { $script:refused = $true }
    }
}

Cell New { $script:storage = New-ImaFileStorage Medium $Medium }
Cell Import {
    $session = Import-ImaSession "$Desk/card" Medium First
    Expect ($session.Imported -eq 20) '20 were imported'
    Whole $storage 20
}
Cell Again {
    $session = Import-ImaSession "$Desk/card" Medium Second
    Expect ($session.Duplicate -eq 20) '20 were recognised'
    Whole $storage 20
}
Cell Sync {
    $file = Get-ImaFile -Storage Medium | Select-Object -First 1
    $null = New-Item -ItemType Directory "$($storage.FullName)/photos/sorted"
    Move-Item -LiteralPath $file.FullName "$($storage.FullName)/photos/sorted/renamed.jpg"
    $null = Sync-ImaFileStorage Medium
    Expect ((Get-ImaFile -Storage Medium | Where-Object Id -EQ $file.Id).RelativePath -eq 'photos/sorted/renamed.jpg') 'the file was followed'
    Expect (-not (Compare-ImaFileStorage Medium)) 'nothing is left to be found'
    Whole $storage 20
}
Cell AddNew {
    $new = Files "$Desk/other" | Select-Object -First 1
    Copy-Item -LiteralPath $new.FullName "$($storage.FullName)/photos/by hand.jpg"
    $null = Sync-ImaFileStorage Medium -AddNew -Title Found
    Whole $storage 21
}
Cell CopyFrom {
    $script:disk = New-ImaFileStorage Disk "$Desk/disk"
    $null = Get-ImaSession First -Storage Medium | Copy-ImaSession -Destination Disk
    Whole $disk 20
}
Cell CopyTo {
    $null = Import-ImaSession "$Desk/other" Disk Other
    $null = Get-ImaSession Other -Storage Disk | Copy-ImaSession -Destination Medium
    Whole $storage (20 + 1 + 5 - 1)
}
Cell Trash {
    $count = (Files "$($storage.FullName)/photos").Count
    Get-ImaFile -Storage Medium | Select-Object -First 3 | Remove-ImaFile -Confirm:$false
    Whole $storage ($count - 3)
    $null = Get-ImaTrash Medium | Restore-ImaTrash -Confirm:$false
    Whole $storage $count
}
Cell Repair {
    $damaged = Get-ImaFile -Storage Medium | Where-Object { $_.Session -eq 'First' } | Select-Object -First 1
    $time = (Get-Item -LiteralPath $damaged.FullName).LastWriteTimeUtc
    $bytes = [IO.File]::ReadAllBytes($damaged.FullName)
    $bytes[-5] = $bytes[-5] -bxor 1
    [IO.File]::WriteAllBytes($damaged.FullName, $bytes)
    (Get-Item -LiteralPath $damaged.FullName).LastWriteTimeUtc = $time
    $null = Get-ImaFile -Storage Medium | Repair-ImaFile -Confirm:$false
    Whole $storage (Files "$($storage.FullName)/photos").Count
}
Cell Kill {
    $before = (Files "$($storage.FullName)/photos").Count
    foreach ($round in 1..5) {
        # A process of its own, killed at another moment each time.
        $process = Start-Process $HostPath -PassThru -RedirectStandardOutput "$Desk/kill.out" -RedirectStandardError "$Desk/kill.err" -ArgumentList @(
            '-Command', "`"if ([IO.Directory]::GetFiles('$($storage.FullName)/.imalink', 'operation.json', 1).Count) { Resume-ImaSession -Storage Medium } else { Import-ImaSession '$Desk/many' Medium Many }`"")
        $watch = [Diagnostics.Stopwatch]::StartNew()
        while (-not $process.HasExited -and -not (Test-Path "$($storage.FullName)/.imalink/journal/import-*/operation.json") -and $watch.Elapsed.TotalSeconds -lt 30) { Start-Sleep -Milliseconds 20 }
        Start-Sleep -Milliseconds (40 * $round * $round)
        if (-not $process.HasExited) { $script:kills++ }
        $process.Kill()
        $process.WaitForExit()
    }
    # The same command again, to its end: on with what was begun, else from the beginning.
    if (Test-Path "$($storage.FullName)/.imalink/journal/import-*/operation.json") { $null = Resume-ImaSession -Storage Medium }
    $null = Import-ImaSession "$Desk/many" Medium 'Many again'
    $held = @(Test-ImaImport "$Desk/many" | Where-Object { -not $_.Ok })
    Expect ($held.Count -eq 0) 'all of the source is held'
    Whole $storage (Files "$($storage.FullName)/photos").Count
    Expect (-not (Files "$($storage.FullName)/photos" | Where-Object Length -EQ 0)) 'no empty file is left'
}
if ($kills) { "NOTE`tKill: $kills kills of an import that was running" }
Cell MoveFrom {
    $null = New-Item -ItemType Directory "$Desk/next"
    $count = (Files "$($storage.FullName)/photos").Count
    $script:storage = Move-ImaFileStorage Medium "$Desk/next" -RemoveSource -Confirm:$false
    Whole $storage $count
}
Cell MoveTo {
    $count = (Files "$($storage.FullName)/photos").Count
    $script:storage = Move-ImaFileStorage Medium $Medium -Confirm:$false
    Whole $storage $count
}
