# Photos of several images, and albums, as a user meets them in a real pwsh. For Pester 5 and 6.

BeforeAll {
    . "$PSScriptRoot/Shell.ps1"
    Import-Module $module
    $photos = "$root/examples/photos"

    # The picture of one JPEG with the EXIF of another: what an editor makes of a photo.
    function Add-Edit([string] $Of, [string] $Picture, [string] $Path) {
        $from, $to = [IO.File]::ReadAllBytes("$photos/$Of"), [IO.File]::ReadAllBytes("$photos/$Picture")
        $exif = 2 + ($from[4] * 256 + $from[5]) + 2
        $own = 2 + ($to[4] * 256 + $to[5]) + 2
        [IO.File]::WriteAllBytes($Path, $from[0..($exif - 1)] + $to[$own..($to.Length - 1)])
    }

    function Add-Archive {
        $script:folder = Join-Path $TestDrive ([Guid]::NewGuid())
        $null = New-Item -ItemType Directory "$folder/disk", "$folder/card/a", "$folder/card/b"
        $env:IMALINK_CATALOG = "$folder/catalog.db"
        $script:storage = New-ImaFileStorage Archive "$folder/disk"
        Copy-Item "$photos/IMG_2041.jpg", "$photos/DSC_0107.jpg" "$folder/card/a"
        Add-Edit IMG_2041.jpg IMG_2058.jpg "$folder/card/a/IMG_2041-edit.jpg"
        Add-Edit DSC_0107.jpg DSC_0112.jpg "$folder/card/b/DSC_0107-edit.jpg"    # in another folder
        $null = Import-ImaSession "$folder/card" Archive 'Lake and snow' -Layout '{source}' 6> $null
    }
}

AfterAll {
    Remove-Item Env:IMALINK_CATALOG -ErrorAction Ignore
}

Describe 'Images of one shot' {
    BeforeAll {
        Add-Archive
    }

    It 'are one photo, and those of one name in two folders are not' {
        Get-ImaPhoto | Should -HaveCount 3
        (Get-ImaPhoto | Where-Object Images -EQ 2).Name | Should -Be 'IMG_2041.jpg'
        (Get-ImaFile *IMG_2041-edit*).Role | Should -Be 'edited'
        Update-ImaPhoto -WhatIf | Should -BeNullOrEmpty
    }

    It 'share what is said of one of them' {
        $null = Get-ImaFile *IMG_2041-edit* | Set-ImaPhoto -Title 'The lake'
        (Get-ImaFile *IMG_2041.jpg | Get-ImaPhoto).Title | Should -Be 'The lake'
    }

    It 'stay one when the owner moves one of them' {
        Move-Item (Get-ImaFile *IMG_2041-edit*).FullName "$($storage.FullName)/photos/b"
        $null = Sync-ImaFileStorage Archive
        (Get-ImaPhoto 'The lake').Images | Should -Be 2
    }

    It 'stay one when one of them was in the trash' {
        Get-ImaFile *IMG_2041.jpg | Remove-ImaFile -Confirm:$false
        (Get-ImaPhoto 'The lake').Name | Should -Be 'IMG_2041-edit.jpg'
        $null = Get-ImaTrash | Restore-ImaTrash
        (Get-ImaPhoto 'The lake').Name, (Get-ImaPhoto 'The lake').Images | Should -Be 'IMG_2041.jpg', 2
    }

    It 'are shown by the one that is chosen' {
        (Get-ImaPhoto 'The lake' | Join-ImaPhoto -Primary *IMG_2041-edit*).Name | Should -Be 'IMG_2041-edit.jpg'
        (Get-ImaPhoto 'The lake' | Join-ImaPhoto -Primary (Get-ImaFile *IMG_2041.jpg)).Name | Should -Be 'IMG_2041.jpg'
    }

    It 'come apart and together by what their owner says' {
        (Get-ImaFile *DSC_0107* | Join-ImaPhoto).Images | Should -Be 2
        (Get-ImaPhoto 'The lake' | Split-ImaPhoto).Title | Should -Be 'The lake', 'The lake'
        Update-ImaPhoto | Should -BeNullOrEmpty
        Remove-Item "$folder/catalog.db*"
        $null = Restore-ImaCatalog "$folder/disk"
        @(Get-ImaPhoto).Images | Sort-Object | Should -Be 1, 1, 2
        (Get-ImaFile *IMG_2041* | Join-ImaPhoto).Images | Should -Be 2
    }
}

Describe 'An album' {
    BeforeAll {
        Add-Archive
        $null = New-ImaAlbum Travel/Lake -Description 'Summer'
    }

    It 'holds photos, each once, however many images it has' {
        (Get-ImaFile | Add-ImaAlbumPhoto Lake).Count | Should -Be 3
    }

    It 'shows them in its order' {
        $null = Get-ImaFile -Path */DSC_0107.jpg | Add-ImaAlbumPhoto Lake -Position 1
        (Get-ImaPhoto -Album Lake)[0].Name | Should -Be 'DSC_0107.jpg'
        $null = Set-ImaAlbum Lake -Order TakenAt -Cover (Get-ImaFile *IMG_2041.jpg)
        $taken = (Get-ImaPhoto -Album Lake).TakenAt
        $taken | Should -Be ($taken | Sort-Object)
        $null = Set-ImaAlbum Lake -Order Position
        (Get-ImaPhoto -Album Lake)[0].Name | Should -Be 'DSC_0107.jpg'
    }

    It 'keeps a photo whose only file went to the trash, and says so' {
        Get-ImaFile */DSC_0107.jpg | Remove-ImaFile -Confirm:$false
        (Get-ImaAlbum Lake).Count, (Get-ImaAlbum Lake).Unknown | Should -Be 2, 1
        Get-ImaAlbum Lake | Out-String | Should -Match 'Album +2 +1 '
        $null = Get-ImaTrash | Restore-ImaTrash
        (Get-ImaAlbum Lake).Unknown | Should -Be 0
        (Get-ImaPhoto -Album Lake)[0].Name | Should -Be 'DSC_0107.jpg'
    }

    It 'is not put into itself, nor into what lies in it' {
        { Set-ImaAlbum Travel -Parent Travel -ErrorAction Stop } | Should -Throw -ErrorId 'ImaLink.InvalidValue*'
        { Set-ImaAlbum Travel -Parent Travel/Lake -ErrorAction Stop } | Should -Throw -ErrorId 'ImaLink.InvalidValue*'
        (Get-ImaAlbum).FullTitle | Should -Be 'Travel', 'Travel/Lake'
    }

    It 'is what it was when its catalog is lost' {
        $before = Get-ImaAlbum Lake | Select-Object FullTitle, Description, Order, Count, Cover | ConvertTo-Json
        $order = (Get-ImaPhoto -Album Lake).Name
        Remove-Item "$folder/catalog.db*"
        $null = Restore-ImaCatalog "$folder/disk"
        Get-ImaAlbum Lake | Select-Object FullTitle, Description, Order, Count, Cover | ConvertTo-Json | Should -Be $before
        (Get-ImaPhoto -Album Lake).Name | Should -Be $order
    }

    It 'gives photos back that are taken out of it' {
        (Get-ImaFile *IMG_2041.jpg | Remove-ImaAlbumPhoto Lake -Confirm:$false).Count | Should -Be 2
        (Get-ImaFile *IMG_2041.jpg | Get-Item).Exists | Should -BeTrue
    }
}

Describe 'The examples in the help of <_>' -ForEach 'Join-ImaPhoto', 'Split-ImaPhoto', 'Update-ImaPhoto', 'New-ImaAlbum', 'Get-ImaAlbum', 'Set-ImaAlbum', 'Add-ImaAlbumPhoto', 'Remove-ImaAlbumPhoto', 'Remove-ImaAlbum', 'Find-ImaDuplicate' {
    BeforeDiscovery {
        . "$PSScriptRoot/Shell.ps1"
        Import-Module $module
        $examples = @((Get-Help $_).examples.example.code | ForEach-Object { "$_".Trim() } | Where-Object { $_ })
    }

    BeforeEach {
        $script:folder = Join-Path $TestDrive ([Guid]::NewGuid())
        $null = New-Item -ItemType Directory "$folder/Photos", "$folder/card", "$folder/pictures"
        $env:IMALINK_CATALOG = "$folder/catalog.db"
        # The names that they speak of.
        Copy-Item "$photos/IMG_2041.jpg" "$folder/card/Grandma 1962.jpg"
        Copy-Item "$photos/IMG_2058.jpg" "$folder/card/Grandma 1962 back.jpg"
        Copy-Item "$photos/DSC_0107.jpg" "$folder/card/Trevi.tif"
        Copy-Item "$photos/DSC_0112.jpg" "$folder/card/IMG_0042.CR2"
        Copy-Item "$photos/PXL_20250302_174455.jpg" "$folder/card/IMG_0007.jpg"
        Copy-Item "$photos/*.jpg" "$folder/pictures"
        $null = New-ImaFileStorage Archive "$folder/Photos"
        $null = Import-ImaSession "$folder/card" Archive 'Italy 2024' 6> $null
        if ($_ -notlike 'New-ImaAlbum*') {
            $null = New-ImaAlbum Travel/Italy
            $null = Get-ImaFile | Add-ImaAlbumPhoto Travel/Italy
        }

        $null = Get-ImaFile *Trevi* | Set-ImaPhoto -Title Trevi
    }

    It '<_>' -ForEach $examples {
        $ConfirmPreference = 'None'
        $command = [scriptblock]::Create($_.Replace('~/Pictures', "$folder/pictures"))
        $Error.Clear()
        & $command *> $null
        $Error | Should -BeNullOrEmpty
    }
}

Describe 'The README' {
    BeforeDiscovery {
        . "$PSScriptRoot/Shell.ps1"
        $lines = @(Get-Content "$root/README.md" | Where-Object { $_ -cmatch '-Ima(Album|Photo)|-Album|-Similar' -and $_ -cmatch '^(Get|New|Set|Find|Update)-Ima\w' } | ForEach-Object { ($_ -split ' {2,}#')[0] })
    }

    BeforeAll {
        $script:folder = Join-Path $TestDrive ([Guid]::NewGuid())
        $null = New-Item -ItemType Directory "$folder/archive"
        $env:IMALINK_CATALOG = "$folder/catalog.db"
        $null = New-ImaFileStorage -Name Archive -BasePath "$folder/archive"
        $null = Import-ImaSession $photos -Storage Archive -Title 'Lake and snow' 6> $null
    }

    It 'says what can be typed: <_>' -ForEach $lines {
        $Error.Clear()
        & ([scriptblock]::Create($_.Replace('~/', "$folder/"))) *> $null
        $Error | Should -BeNullOrEmpty
    }
}
