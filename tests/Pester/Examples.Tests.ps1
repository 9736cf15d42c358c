# The scripts in examples/, as a user runs them in a real pwsh. For Pester 5 and 6.

BeforeAll {
    . "$PSScriptRoot/Shell.ps1"
    Import-Module $module
    $examples = "$root/examples"

    function Add-Folder {
        $script:folder = Join-Path $TestDrive "two words $([Guid]::NewGuid())"
        $null = New-Item -ItemType Directory $folder
        $env:IMALINK_CATALOG = "$folder/catalog.db"
        Copy-Item "$examples/photos" "$folder/card" -Recurse
    }
}

AfterAll {
    Remove-Item Env:IMALINK_CATALOG -ErrorAction Ignore
}

Describe 'set-up.ps1' {
    BeforeAll {
        Add-Folder
    }

    It 'makes the storages, once' {
        $null = & "$examples/set-up.ps1" -Archive "$folder/archive" -Backup "$folder/usb" 3> $null
        $null = & "$examples/set-up.ps1" -Archive "$folder/archive" -Backup "$folder/usb/"
        (Get-ImaFileStorage).Name | Should -Be 'Archive', 'Backup'
    }

    It 'registers them on a second computer' {
        $null = & "$examples/set-up.ps1" -Archive "$folder/archive" -Backup "$folder/usb" -Catalog "$folder/second.db" 3> $null
        (Get-ImaFileStorage -Catalog "$folder/second.db").Uuid | Should -Be (Get-ImaFileStorage).Uuid
    }
}

Describe 'import-card.ps1' {
    BeforeAll {
        Add-Folder
        $null = & "$examples/set-up.ps1" -Archive "$folder/archive" -Backup "$folder/usb" 3> $null
    }

    It 'imports, copies, and says that the card can be formatted, as often as one likes' {
        foreach ($run in 1, 2) {
            & "$examples/import-card.ps1" "$folder/card" -Title Lake -Backup Backup 3> $null 6> $null | Should -BeLike '*it can be formatted.'
            $LASTEXITCODE | Should -Be 0
        }
        Get-ImaSession -Storage Archive | Should -HaveCount 1
        @(Get-ImaFile -Storage Backup) | Should -HaveCount 5
    }

    It 'imports once more what rotted in the archive' {
        foreach ($file in Get-ImaFile *DSC_0107*) { Set-Content -LiteralPath $file.FullName 'rotten' }
        $null = & "$examples/import-card.ps1" "$folder/card" -Backup Backup 3> $null 6> $null
        $LASTEXITCODE | Should -Be 0
        Test-ImaImport "$folder/card" -Quiet | Should -BeTrue
    }

    It 'says which photos would be lost where nothing can be imported' {
        $null = New-Item -ItemType Directory "$folder/new"
        Copy-Item "$folder/card/DSC_0107.jpg" "$folder/new/DSC_0107.jpg"
        Add-Content "$folder/new/DSC_0107.jpg" 'x'
        Copy-Item "$folder/card/IMG_2041.jpg" "$folder/new"
        Rename-Item "$folder/archive" away
        & "$examples/import-card.ps1" "$folder/new" -ErrorAction SilentlyContinue 2> $null 3> $null 6> $null
        $LASTEXITCODE | Should -Be 1
        Rename-Item "$folder/away" archive
    }
}

Describe 'by-month.ps1' {
    BeforeAll {
        Add-Folder
        $null = & "$examples/set-up.ps1" -Archive "$folder/archive"
        Set-Content "$folder/card/IMG_2041.jpg.xmp" '<x:xmpmeta xmlns:x="adobe:ns:meta/"/>'
        $null = Import-ImaSession "$folder/card" Archive Lake 6> $null
        $null = Get-ImaFile *IMG_2041* | Set-ImaPhoto -Title 'The lake'
        $before = (Get-ImaFile).RelativePath
    }

    It 'shows what it would move' {
        & "$examples/by-month.ps1" -WhatIf | Should -BeNullOrEmpty
        (Get-ImaFile).RelativePath | Should -Be $before
        Compare-ImaFileStorage Archive | Should -BeNullOrEmpty
    }

    It 'moves photos with what belongs to them, and the archive follows' {
        $null = & "$examples/by-month.ps1"
        (Get-ImaPhoto 'The lake' | Get-ImaFile).RelativePath | Should -Be 'photos/2024/06/IMG_2041.jpg'
        Split-Path -Leaf (Get-ImaFile *IMG_2041*).Companions | Should -Be 'IMG_2041.jpg.xmp'
        @(Get-ImaFile | Where-Object RelativePath -Match '^photos/\d{4}/\d\d/[^/]+$') | Should -HaveCount 5
        Compare-ImaFileStorage Archive | Should -BeNullOrEmpty
        & "$examples/by-month.ps1" | Should -BeNullOrEmpty
    }
}

Describe 'in-parallel.ps1' {
    BeforeAll {
        Add-Folder
        $null = & "$examples/set-up.ps1" -Archive "$folder/archive" -Backup "$folder/usb" 3> $null
        $null = Import-ImaSession "$folder/card" -Storage Archive -Title Lake 6> $null
    }

    It 'finds the file whose bytes are others' {
        & "$examples/in-parallel.ps1" -Storage Archive | Should -HaveCount 0
        Add-Content -LiteralPath (Get-ImaFile *DSC_0107*).FullName 'x'
        (& "$examples/in-parallel.ps1" -Storage Archive -ThrottleLimit 2).Name | Should -Be 'DSC_0107.jpg'
    }

    It 'runs a script for each file, the commands of the archive too, and hands on what it answers' {
        & "$examples/in-parallel.ps1" -Storage Archive -Work { if ($_.Name -like 'IMG*') { $_ } } | Set-ImaPhoto -AddTag Found | Should -HaveCount 2
        (& "$examples/in-parallel.ps1" -Storage Archive -Work { (Get-ImaPhoto -Hothash $_.Hothash).Tags }) | Should -Be 'Found', 'Found'
    }
}

Describe 'unarchived.ps1' {
    BeforeAll {
        Add-Folder
        $null = & "$examples/set-up.ps1" -Archive "$folder/archive"
        $null = Import-ImaSession "$folder/card/IMG_*.jpg" Archive Lake 6> $null
        $null = New-Item -ItemType Directory "$folder/old/a", "$folder/old/b [1]"
        Copy-Item "$folder/card/IMG_2041.jpg" "$folder/old/a"
        Get-ChildItem "$folder/card" | Copy-Item -Destination "$folder/old/b [1]"
    }

    It 'counts what each folder has that the archive has not' {
        $found = & "$examples/unarchived.ps1" "$folder/old" -ThrottleLimit 2 | Sort-Object Folder
        $found.Photos | Should -Be 1, 6
        $found.NotHeld | Should -Be 0, 3
    }
}
