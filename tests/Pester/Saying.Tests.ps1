# What an owner says of photos, in a real pwsh. For Pester 5 and 6.

BeforeAll {
    . "$PSScriptRoot/Shell.ps1"
    Import-Module $module
    $null = New-Item -ItemType Directory "$TestDrive/disk"
    $env:IMALINK_CATALOG = "$TestDrive/catalog.db"
    $null = New-ImaFileStorage Archive "$TestDrive/disk"
    $null = Import-ImaSession "$root/examples/photos" Archive 'Italy 2024' -TimeZone Europe/Rome 6> $null

    # What a catalog shows that was made of the storage alone.
    function Restored { $null = Restore-ImaCatalog "$TestDrive/disk" -Catalog "$TestDrive/$([Guid]::NewGuid()).db"; Get-ImaPhoto -IncludeHidden -Catalog (Get-ChildItem "$TestDrive/*-*.db" | Sort-Object LastWriteTime)[-1] }
}

AfterAll {
    Remove-Item Env:IMALINK_CATALOG -ErrorAction Ignore
}

Describe 'Saying what photos are' {
    It 'says it of all photos of a pipeline, and emits them' {
        $photos = Get-ImaPhoto -Session 'Italy 2024' | Set-ImaPhoto -AddTag 'Places/Italy' -Author 'Ann Example'
        $photos.Count | Should -Be 5
        $photos.Tags | Sort-Object -Unique | Should -Be 'Places/Italy'
        (Restored).Author | Sort-Object -Unique | Should -Be 'Ann Example'
    }

    It 'says it of the photo of a file' {
        $path = Join-Path $TestDrive 'disk/*/photos/*/*/IMG_2041.jpg'
        $photo = Set-ImaPhoto $path -Title 'Trevi fountain' -Rating 5 -Location @{ City = 'Rome'; Country = 'Italy' } -AddPerson Anna, Ben
        $photo.Title, $photo.Rating, $photo.Location | Should -Be 'Trevi fountain', 5, 'Rome, Italy'
        (Restored | Where-Object Title).Persons | Should -Be 'Anna', 'Ben'
    }

    It 'withdraws what is empty' {
        (Get-ImaPhoto -Text Trevi | Set-ImaPhoto -Rating $null -RemovePerson A* -Title '').Title | Should -BeNullOrEmpty
        (Get-ImaPhoto -Person Ben).Rating | Should -BeNullOrEmpty
        Get-ImaPhoto -Person Anna | Should -BeNullOrEmpty
    }

    It 'shifts a clock, and shows before what it would do' {
        $before = (Get-ImaPhoto -Camera NIKON*).TakenAt
        Get-ImaPhoto -Camera NIKON* | Set-ImaPhoto -ShiftTime '+1:30' -WhatIf
        (Get-ImaPhoto -Camera NIKON*).TakenAt | Should -Be $before
        (Get-ImaPhoto -Camera NIKON* | Set-ImaPhoto -ShiftTime '+1:30').TakenAt | Should -Be $before.AddMinutes(90)
        Get-ImaPhoto -Camera NIKON* | Set-ImaPhoto -ShiftTime '-1:30' | Out-String | Should -Match '2023-12-27 11:15 '
    }

    It 'takes places from a track, and none beyond it' {
        '<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1"><trk><trkseg>
            <trkpt lat="46.5" lon="8.0"><time>2024-06-14T07:30:00Z</time></trkpt><trkpt lat="46.6" lon="8.1"><time>2024-06-14T07:34:00Z</time></trkpt>
        </trkseg></trk></gpx>' | Set-Content "$TestDrive/track.gpx"
        Get-ImaPhoto | Set-ImaPhoto -GpxPath "$TestDrive/*.gpx" -MaxGap 5min -WarningAction SilentlyContinue | Where-Object GpsLatitude | ForEach-Object Name | Should -Be 'IMG_2041.jpg'
    }

    It 'changes as many as come out: -First <_>' -ForEach 1, 2, 3, 4 {
        $null = Get-ImaPhoto | Set-ImaPhoto -Label "first $_" | Select-Object -First $_
        @(Get-ImaPhoto -Label "first $_").Count | Should -Be $_
    }

    It 'refuses what cannot be, and goes on with the rest' {
        $said = (Get-ImaPhoto)[0], 'no such photo', (Get-ImaPhoto)[1] | Set-ImaPhoto -Favorite -ErrorVariable trouble -ErrorAction SilentlyContinue
        $said.Count, $trouble.Count | Should -Be 2, 1
        { Set-ImaPhoto (Get-ImaPhoto)[0] -Date 1826-02-31 } | Should -Throw '*1 to 28*'
        { Set-ImaPhoto (Get-ImaPhoto)[0] -Gps 91, 0 } | Should -Throw '*no place on the earth*'
        { Set-ImaPhoto (Get-ImaPhoto)[0] -Rating 6 -ErrorAction Stop } | Should -Throw '*0 to 5*'
    }
}

Describe 'Tags, persons and authors' {
    It 'renames a branch in all photos' {
        (Rename-ImaTag 'Places/Italy' 'Places/Italia').Photos | Should -Be 5
        (Restored).Tags | Sort-Object -Unique | Should -Be 'Places/Italia'
        Rename-ImaTag 'Places/Italia' 'Places/Italy' -WhatIf
        (Get-ImaTag 'Places/Italia').Photos | Should -Be 5
    }

    It 'renames a person and an author' {
        (Rename-ImaPerson Ben 'Ben Example').Photos | Should -Be 1
        (Rename-ImaAuthor 'Ann Example' 'Ann B. Example').Photos | Should -Be 5
        (Get-ImaAuthor).Name | Should -Be 'Ann B. Example'
    }
}
