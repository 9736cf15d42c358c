# What an archive of several disks, or of several computers, needs: the scripts in examples/, as a user runs them in a real pwsh. For Pester 5 and 6.

BeforeAll {
    . "$PSScriptRoot/Shell.ps1"
    Import-Module $module
    $examples = "$root/examples"

    # An archive with the sample photos, and a second storage that says that it is on another disk.
    function Add-Archive {
        $script:folder = Join-Path $TestDrive "two words $([Guid]::NewGuid())"
        $null = New-Item -ItemType Directory $folder, "$folder/archive", "$folder/backup"
        $env:IMALINK_CATALOG = "$folder/catalog.db"
        Copy-Item "$examples/photos" "$folder/card" -Recurse
        $null = New-ImaFileStorage Archive "$folder/archive" -Place 'disk 1'
        $null = New-ImaFileStorage Backup "$folder/backup" -Place 'disk 2'
        $null = Import-ImaSession "$folder/card" Archive Lake 6> $null
    }
}

AfterAll {
    Remove-Item Env:IMALINK_CATALOG -ErrorAction Ignore
}

Describe 'several-storages.ps1' {
    BeforeAll {
        Add-Archive
        $null = New-Item -ItemType Directory "$folder/shelf", "$folder/more"
        $null = New-ImaFileStorage Shelf "$folder/shelf" -Place 'disk 3'
        Get-Content "$folder/card/IMG_2041.jpg" -AsByteStream | Set-Content "$folder/more/new.jpg" -AsByteStream
        Add-Content "$folder/more/new.jpg" 'x'
    }

    It 'imports into the first that has room, and replicates all' {
        & "$examples/several-storages.ps1" "$folder/more" -Title More -Storage Archive, Shelf -Replica Backup 3> $null 6> $null | Should -Be '6 Copied'
        $LASTEXITCODE | Should -Be 0
        (Get-ImaSession More -Storage Archive).Storage | Should -Be 'Archive'
        @(Get-ImaFile -Storage Backup) | Should -HaveCount 6
    }

    It 'follows what was moved and removed, and tells what was lost and what mends it' {
        $photo = Get-ImaFile *DSC_0107* -Storage Archive
        Move-Item -LiteralPath $photo.FullName (Join-Path (Split-Path $photo.FullName) moved.jpg)
        $lost, $removed = Get-ImaFile *IMG_* -Storage Archive | Select-Object -First 2
        Remove-Item -LiteralPath $lost.FullName
        $removed | Remove-ImaFile -Confirm:$false 3> $null
        $told = & "$examples/several-storages.ps1" -Replica Backup 3> $null
        $LASTEXITCODE | Should -Be 1
        $told | Should -Contain '1 Moved'
        $told | Should -Contain '1 Removed'
        $told | Should -Contain "Missing: $($lost.FullName)"
        & ([scriptblock]::Create("$($told | Select-Object -Last 1)".Trim() + ' -Confirm:$false')) | Should -HaveCount 1
        $null = & "$examples/several-storages.ps1" -Replica Backup 3> $null
        $LASTEXITCODE | Should -Be 0
    }
}

Describe 'new-drive.ps1' {
    BeforeAll {
        Add-Archive
    }

    It 'moves a storage, and later takes it from the old drive' {
        & "$examples/new-drive.ps1" Archive "$folder/new" 3> $null 6> $null | Should -BeLike "'Archive' lies in *, and every file there is as recorded."
        $LASTEXITCODE | Should -Be 0
        (Get-ImaFileStorage Archive).BasePath | Should -Be "$folder/new"
        @(Get-ChildItem "$folder/archive" -Recurse -Filter *.jpg) | Should -Not -BeNullOrEmpty
        $null = & "$examples/new-drive.ps1" Archive "$folder/new" -RemoveSource 3> $null 6> $null
        $LASTEXITCODE | Should -Be 0
        @(Get-ChildItem "$folder/archive" -Recurse -Filter *.jpg) | Should -BeNullOrEmpty
        Test-ImaFile -Storage Archive -Quiet | Should -BeTrue
    }
}

Describe 'recovery-drill.ps1' {
    BeforeAll {
        Add-Archive
        $null = Sync-ImaReplica Archive Backup
    }

    It 'says that everything would come back' {
        & "$examples/recovery-drill.ps1" "$folder/backup" -Against Archive 3> $null 6> $null | Select-Object -Last 1 | Should -Be 'Everything would come back from this disk.'
        $LASTEXITCODE | Should -Be 0
    }

    It 'says what would not' {
        Set-Content -LiteralPath (Get-ImaFile *DSC_0107* -Storage Backup).FullName 'rotten'
        Get-Content "$folder/card/IMG_2041.jpg" -AsByteStream | Set-Content "$folder/late.jpg" -AsByteStream
        Add-Content "$folder/late.jpg" 'x'
        $null = Import-ImaSession "$folder/late.jpg" Archive Late 6> $null
        $told = & "$examples/recovery-drill.ps1" "$folder/backup" -Against Archive 3> $null 6> $null
        $LASTEXITCODE | Should -Be 1
        $told | Should -Contain '4 of 5 file(s) were read back as recorded.'
        $told | Where-Object { $_ -like "Only in 'Archive': *late.jpg" } | Should -HaveCount 1
        @(Get-ImaFileStorage) | Should -HaveCount 2
    }
}

Describe 'two-computers.ps1' {
    BeforeAll {
        Add-Archive
        $second = "$folder/second.db"
    }

    It 'registers on the second computer what the first put there' {
        & "$examples/two-computers.ps1" "$folder/archive" -Catalog $second 3> $null | Should -Be "'Archive' holds 5 file(s), 5 were known when this began."
        $LASTEXITCODE | Should -Be 0
    }

    It 'brings what each said to the other' {
        $null = Get-ImaFile *IMG_2041* | Set-ImaPhoto -Title 'The lake'
        $null = Get-ImaFile *IMG_2041* -Catalog $second | Set-ImaPhoto -Rating 4 -Catalog $second
        $null = & "$examples/two-computers.ps1" "$folder/archive"
        $null = & "$examples/two-computers.ps1" "$folder/archive" -Catalog $second
        $null = & "$examples/two-computers.ps1" "$folder/archive"
        foreach ($photo in (Get-ImaPhoto 'The lake'), (Get-ImaPhoto 'The lake' -Catalog $second)) { $photo.Title, $photo.Rating | Should -Be 'The lake', 4 }
    }

    It 'says where there is none' {
        & "$examples/two-computers.ps1" "$folder/card" | Should -BeLike 'There is no storage*'
        $LASTEXITCODE | Should -Be 1
    }
}

Describe 'leaving-takeout.ps1' {
    BeforeAll {
        Add-Archive
        $google = 'Takeout/Google Photos'
        $null = New-Item -ItemType Directory "$folder/takeout/1/$google/Rome", "$folder/takeout/1/$google/Photos from 2024", "$folder/takeout/2/$google/Photos from 2024"
        foreach ($number in 1..3) {
            Get-Content "$folder/card/IMG_2041.jpg" -AsByteStream | Set-Content "$folder/takeout/1/$google/Photos from 2024/$number.jpg" -AsByteStream
            Add-Content "$folder/takeout/1/$google/Photos from 2024/$number.jpg" ('x' * $number)
        }
        Copy-Item "$folder/takeout/1/$google/Photos from 2024/1.jpg" "$folder/takeout/1/$google/Rome"
        Set-Content "$folder/takeout/1/$google/Rome/metadata.json" '{ "title": "Rome" }'
        Set-Content "$folder/takeout/2/$google/Photos from 2024/1.jpg.supplemental-metadata.json" '{ "title": "1.jpg", "photoTakenTime": { "timestamp": "1718000000" }, "favorited": true, "people": [ { "name": "Anna" } ] }'
        Set-Content "$folder/takeout/2/$google/Photos from 2024/2.jpg.supplemental-metadata.json" '{ "title": "2.jpg", "photoTakenTime": { "timestamp": "1718000000" }, "trashed": true }'
    }

    It 'takes in all but the trash, with albums and words' {
        $told = & "$examples/leaving-takeout.ps1" "$folder/takeout" -Storage Archive 3> $null 6> $null
        $LASTEXITCODE | Should -Be 1
        $told | Should -Contain "Album 'Rome': 1 photo(s)"
        $told | Where-Object { $_ -like '*left out: It was in the trash*' } | Should -HaveCount 1
        $told | Where-Object { $_ -like "Not in 'Archive':*" } | Should -HaveCount 2
        @(Get-ImaPhoto -Person Anna -Album Rome) | Should -HaveCount 1
    }

    It 'takes in the trash where it is asked to, and then everything is held' {
        $told = & "$examples/leaving-takeout.ps1" "$folder/takeout" -Storage Archive -IncludeTrashed 3> $null 6> $null
        $LASTEXITCODE | Should -Be 0
        $told | Select-Object -Last 1 | Should -BeLike 'Everything in*'
    }
}

Describe 'leaving-lightroom.ps1' {
    BeforeAll {
        Add-Archive
        # Lightroom's catalog of the photos of the card, by the schema that the other tests use, through the SQLite that the module brings.
        $null = Get-ImaCatalog
        $sqlite = [AppDomain]::CurrentDomain.GetAssemblies().Where({ $_.GetName().Name -eq 'Microsoft.Data.Sqlite' })[0].GetType('Microsoft.Data.Sqlite.SqliteConnection')
        $rows = "INSERT INTO AgLibraryRootFolder (id_local, id_global, absolutePath) VALUES (1, 'r', '$folder/card/'); INSERT INTO AgLibraryFolder (id_local, id_global, rootFolder) VALUES (1, 'd', 1);"
        $id = 10
        foreach ($photo in Get-ChildItem "$folder/card" -File) {
            $id++
            $rows += "INSERT INTO AgLibraryFile (id_local, id_global, baseName, extension, folder) VALUES ($id, 'f$id', '$($photo.BaseName)', '$($photo.Extension.Substring(1))', 1);"
            $rows += "INSERT INTO Adobe_images (id_local, id_global, rootFile, rating, pick) VALUES ($id, 'i$id', $id, 4, $($photo.Name -like 'IMG_2041*' ? 1 : 0));"
        }
        $rows += "INSERT INTO AgLibraryCollection (id_local, creationId, name) VALUES (1, 'com.adobe.ag.library.collection', 'Best'), (2, 'com.adobe.ag.library.smart_collection', 'Recent');"
        $rows += 'INSERT INTO AgLibraryCollectionImage (collection, image) VALUES (1, 11), (1, 12);'
        function Add-Lightroom([string] $Path, [string] $Rows) {
            $connection = $sqlite::new("Data Source=$Path;Pooling=False")
            $connection.Open()
            $command = $connection.CreateCommand()
            $command.CommandText = (Get-Content -Raw "$root/tests/Libraries/lightroom.sql") + $Rows
            $null = $command.ExecuteNonQuery()
            $connection.Dispose()
        }
        Add-Lightroom "$folder/Lightroom.lrcat" $rows
        Add-Lightroom "$folder/other.lrcat" ($rows + "INSERT INTO AgLibraryFile (id_local, id_global, baseName, extension, folder) VALUES (90, 'f90', 'gone', 'jpg', 1); INSERT INTO Adobe_images (id_local, id_global, rootFile) VALUES (90, 'i90', 90);")
    }

    It 'takes in the photos with what Lightroom knew of them, as often as one likes' {
        foreach ($run in 1, 2) {
            $told = & "$examples/leaving-lightroom.ps1" "$folder/Lightroom.lrcat" "$folder/card" -Storage Archive 3> $null 6> $null
            $LASTEXITCODE | Should -Be 0
            $told | Should -Contain "Album 'Recent': It is a search. Make one here with New-ImaAlbum -Filter."
            $told | Select-Object -Last 1 | Should -BeLike 'Everything that*'
        }
        (Get-ImaPhoto -Flag pick).Name | Should -BeLike 'IMG_2041*'
        Get-ImaPhoto -Rating ..3 | Should -BeNullOrEmpty
        (Get-ImaAlbum Best).Count | Should -Be 2
    }

    It 'names what is not here' {
        $told = & "$examples/leaving-lightroom.ps1" "$folder/other.lrcat" "$folder/card" -Storage Archive 3> $null 6> $null
        $LASTEXITCODE | Should -Be 1
        $told | Select-Object -Last 1 | Should -BeLike 'Unmatched: */card/gone.jpg No photo came with that name.'
    }

    It 'fails where it is no catalog' {
        { & "$examples/leaving-lightroom.ps1" "$folder/catalog.db" "$folder/card" -Storage Archive 3> $null 6> $null } | Should -Throw -ErrorId 'ImaLink.NotALibrary*'
    }
}
