# What a user types, in a real pwsh. For Pester 5 and 6.

BeforeAll {
    . "$PSScriptRoot/Shell.ps1"
    Import-Module $module
    $photos = "$root/examples/photos"

    function Add-Archive {
        $script:folder = Join-Path $TestDrive ([Guid]::NewGuid())
        $null = New-Item -ItemType Directory "$folder/disk", "$folder/usb"
        $env:IMALINK_CATALOG = "$folder/catalog.db"
        $script:storage = New-ImaFileStorage Archive "$folder/disk"
    }
}

AfterAll {
    Remove-Item Env:IMALINK_CATALOG -ErrorAction Ignore
}

Describe 'A first archive' {
    BeforeAll {
        Add-Archive
        $session = Import-ImaSession $photos Archive 'Lake and snow' 6> $null
    }

    It 'imports each photo once' {
        $session.SourceFiles, $session.Imported, $session.Duplicate | Should -Be 6, 5, 1
    }

    It 'keeps a ledger that adds up' {
        ($session | Get-ImaImportItem | Group-Object Verdict | ForEach-Object { "$($_.Name) $($_.Count)" }) | Should -Be 'Duplicate 1', 'Imported 5'
    }

    It 'finds photos by camera, time and format' {
        (Get-ImaFile -Camera *EOS*).Count | Should -Be 2
        (Get-ImaFile -After 2024-06-01 -Before 2024-07-01 -Format JPEG).Name | Should -Be 'IMG_2041.jpg', 'IMG_2058.jpg'
        (Get-ImaHothash "$photos/Lake copy.jpg" | Get-ImaFile).Name | Should -Be 'IMG_2041.jpg'
    }

    It 'stops early' {
        $files = [Diagnostics.Stopwatch]::StartNew()
        (Get-ImaFile | Select-Object -First 1).Name | Should -Be 'DSC_0107.jpg'
        (Get-ImaHothash $photos -Recurse | Select-Object -First 1).Format | Should -Be 'JPEG'
        $files.Elapsed.TotalSeconds | Should -BeLessThan 10
    }

    It 'is proved by sha256sum' -Skip:(-not (Get-Command sha256sum -ErrorAction Ignore)) {
        Push-Location -LiteralPath $storage.FullName
        try {
            sha256sum -c --quiet manifest-sha256.txt | Should -BeNullOrEmpty
            $LASTEXITCODE | Should -Be 0
        }
        finally {
            Pop-Location
        }
    }

    It 'exports what it emits' {
        Get-ImaFile | Export-Csv "$folder/files.csv"
        (Import-Csv "$folder/files.csv").Count | Should -Be 5
        (Import-Csv "$folder/files.csv" | Get-ImaFile).Count | Should -Be 5
        (Get-ImaSession | ConvertTo-Json | ConvertFrom-Json).Title | Should -Be 'Lake and snow'
        Get-ImaFile | Export-Clixml "$folder/files.xml"
        (Import-Clixml "$folder/files.xml" | Get-Item).Count | Should -Be 5
    }

    It 'is safe in ForEach-Object -Parallel' {
        $names = Get-ChildItem $photos | ForEach-Object -ThrottleLimit 4 -Parallel {
            Import-Module $using:module
            ($_ | Get-ImaHothash | Get-ImaFile).Name
        }
        ($names | Sort-Object) | Should -Be ('DSC_0107.jpg', 'DSC_0112.jpg', 'IMG_2041.jpg', 'IMG_2041.jpg', 'IMG_2058.jpg', 'PXL_20250302_174455.jpg')
    }
}

Describe 'Files from the pipeline' {
    BeforeAll {
        Add-Archive
        $null = New-Item -ItemType Directory "$folder/card", "$folder/out"
        Copy-Item "$photos/IMG_2041.jpg" "$folder/card/lake [1].jpg"
        Copy-Item "$photos/IMG_2058.jpg" "$folder/card/night 😀.jpg"
        $null = Get-ChildItem "$folder/card" | Import-ImaSession -Storage Archive -Title Odd 6> $null
    }

    It 'are taken by Copy-Item, Get-Item, Get-FileHash and Invoke-Item, brackets and all' {
        Get-ImaFile | Copy-Item -Destination "$folder/out"
        (Get-ChildItem "$folder/out").Name | Should -Be 'lake [1].jpg', 'night 😀.jpg'
        (Get-ImaFile | Get-Item).Length | Should -Be (Get-ImaFile).Length
        (Get-ImaFile | Get-FileHash).Hash | Should -Be (Get-ImaFile).Sha256.ToUpperInvariant()
        { Get-ImaFile | Invoke-Item -WhatIf } | Should -Not -Throw
        (Get-ImaFileStorage | Get-ChildItem).Name | Should -Contain 'photos'
    }

    It 'go to the trash and come back' {
        Get-ImaFile *lake* | Remove-ImaFile -Confirm:$false
        Test-Path -LiteralPath "$($storage.FullName)/photos/2024/Odd/lake [1].jpg" | Should -BeFalse
        (Get-ImaTrash).Name | Should -Be 'lake [1].jpg'
        (Get-ImaTrash | Restore-ImaTrash).Name | Should -Be 'lake [1].jpg'
        Get-ImaTrash | Should -BeNullOrEmpty
        Get-ImaFile *lake* | Remove-ImaFile -Confirm:$false
        Get-ImaTrash | Clear-ImaTrash -Confirm:$false
        (Get-ImaFile).Count | Should -Be 1
    }

    It 'are removed only when asked' {
        Get-ImaFile | Remove-ImaFile -WhatIf
        (Get-ImaFile | Get-Item).Count | Should -Be 1
    }
}

Describe 'Two storages' {
    BeforeAll {
        Add-Archive
        $null = New-ImaFileStorage Backup "$folder/usb"
        $null = Import-ImaSession $photos Archive First 6> $null
        $null = [pscustomobject]@{ Path = "$photos/IMG_*.jpg"; Storage = 'Backup'; Title = 'Copy' } | Import-ImaSession 6> $null
    }

    It 'are told apart' {
        (Get-ImaFileStorage Backup | Get-ImaFile).Count | Should -Be 2
        (Get-ImaSession -Storage Archive).Title | Should -Be 'First'
        (Get-ImaFile -Hothash (Get-ImaFile -Session Copy)[0].Hothash).Storage | Should -Be 'Archive', 'Backup'
    }

    It 'are found again at another mount point, and by another catalog' {
        Move-Item "$folder/usb" "$folder/mounted"
        (Get-ImaFileStorage Backup).IsAccessible | Should -BeFalse
        (Get-ImaFileStorage (Get-Item "$folder/mounted/imalink_*").FullName).IsAccessible | Should -BeTrue
        (Get-Item "$folder/mounted/imalink_*" | New-ImaFileStorage -Catalog "$folder/other.db").TotalFiles | Should -Be 2
    }

    It 'are left out when disabled' {
        $null = Disable-ImaFileStorage Backup
        (Get-ImaFile).Count | Should -Be 5
        (Get-ImaFile -Storage Backup).Count | Should -Be 2
        $null = Enable-ImaFileStorage Backup
    }
}

Describe 'An archive of an earlier version' {
    BeforeAll {
        Add-Archive
        $null = Import-ImaSession $photos Archive 'Lake and snow' 6> $null
        # Its readers recorded no version, and knew no camera.
        $index = (Get-ImaSession).IndexFile
        $text = (Get-Content -Raw $index) -replace '\s*"facts_version": \d+,' -replace '(?s)^(.*?"revision": )\d+', '${1}99' -replace '"camera_model": "[^"]*"', '"camera_model": "Unknown"'
        [IO.File]::WriteAllText($index, $text)
        Remove-Item "$folder/catalog.db*"
        $null = Restore-ImaCatalog "$folder/disk"
    }

    It 'tells what would be better known' {
        $told = Update-ImaFact -WhatIf
        $told.Fact | Sort-Object -Unique | Should -Be 'CameraModel'
        $told.Old | Sort-Object -Unique | Should -Be 'Unknown'
        (Get-ImaFile).CameraModel | Sort-Object -Unique | Should -Be 'Unknown'
    }

    It 'gets it by one command, which touches no photo' {
        $before = Get-ChildItem "$($storage.FullName)/photos" -Recurse -File | Get-FileHash
        $changes = Update-ImaFact Archive
        $changes | Export-Clixml "$folder/changes.xml"
        (Import-Clixml "$folder/changes.xml").FullName | Sort-Object | Should -Be ((Get-ImaFile).FullName | Sort-Object)
        (Get-ImaFile).CameraModel | Should -Not -Contain 'Unknown'
        (Get-ChildItem "$($storage.FullName)/photos" -Recurse -File | Get-FileHash).Hash | Should -Be $before.Hash
        Test-ImaIndex -Quiet | Should -BeTrue
        Update-ImaFact | Should -BeNullOrEmpty
    }

    It 'reads files from the pipeline once more where that is asked' {
        Get-ImaFile *DSC_0107* | Update-ImaFact -Force | Should -BeNullOrEmpty
    }
}

Describe 'Albums' {
    BeforeAll {
        Add-Archive
        $null = Import-ImaSession $photos Archive 'Lake and snow' 6> $null
        $null = New-ImaAlbum Travel/Lake
        $null = Get-ImaFile | Sort-Object Name -Descending | Add-ImaAlbumPhoto Travel/Lake
    }

    It 'keep their photos wherever the files go' {
        Get-ChildItem "$($storage.FullName)/photos" -Recurse -File -Filter *.jpg | Select-Object -First 1 | Rename-Item -NewName 'renamed by hand.jpg'
        $null = Sync-ImaFileStorage Archive
        (Get-ImaAlbum Lake).Count | Should -Be 5
    }

    It 'survive the loss of the catalog' {
        Remove-Item "$folder/catalog.db*"
        $null = Restore-ImaCatalog "$folder/disk"
        (Get-ImaAlbum).FullTitle | Should -Be 'Travel', 'Travel/Lake'
        (Get-ImaAlbum Travel/*).Count | Should -Be 5
    }

    It 'are not put into themselves' {
        { Set-ImaAlbum Travel -Parent Travel/Lake -ErrorAction Stop } | Should -Throw -ErrorId 'ImaLink.InvalidValue*'
    }

    It 'are gone for good when they are removed' {
        Remove-ImaAlbum Travel -Recurse -Confirm:$false
        Remove-Item "$folder/catalog.db*"
        $null = Restore-ImaCatalog "$folder/disk"
        Get-ImaAlbum | Should -BeNullOrEmpty
    }
}

Describe 'Search' {
    BeforeAll {
        Add-Archive
        $null = Import-ImaSession $photos Archive 'Lake and snow' 6> $null
        $null = Get-ImaFile | Select-Object -First 2 | Set-ImaPhoto -AddTag Places/Lake -Rating 4 -Date 2024-06
        $null = Get-ImaFile | Select-Object -Skip 2 -First 1 | Set-ImaPhoto -Title 'Grandfather at the lake' -Date 1975
    }

    It 'finds photos by words and what is said of them' {
        Get-ImaPhoto grandfather | Should -HaveCount 1
        Get-ImaPhoto 'lake NOT grandfather' -Rating 4.. -Tag Places | Should -HaveCount 2
    }

    It 'counts all of them by months, what is dated by the year apart' {
        $months = Get-ImaTimeline -By Month
        $months[0].Period | Should -Be '1975'
        ($months | Where-Object Period -EQ '2024-06').Photos | Should -BeGreaterOrEqual 2
        ($months | Measure-Object Photos -Sum).Sum | Should -Be @(Get-ImaPhoto).Count
    }

    It 'goes from a period to its photos' {
        (Get-ImaTimeline -By Year | Select-Object -First 1 | Get-ImaPhoto).Title | Should -Be 'Grandfather at the lake'
    }

    It 'is saved as an album that counts what it finds' {
        (New-ImaAlbum Best -Filter @{ Tags = 'Places'; RatingMin = 4 }).Count | Should -Be 2
        $null = Get-ImaPhoto grandfather | Set-ImaPhoto -AddTag Places/Lake -Rating 5
        (Get-ImaAlbum Best).Count | Should -Be 3
        Get-ImaPhoto -Album Best -Rating 5 | Should -HaveCount 1
    }
}
