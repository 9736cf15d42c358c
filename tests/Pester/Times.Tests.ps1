# Times in the zones where people are, in processes of their own. For Pester 5 and 6.

BeforeAll {
    . "$PSScriptRoot/Shell.ps1"
    $env:IMALINK_CATALOG = "$TestDrive/catalog.db"
    $null = New-Item -ItemType Directory "$TestDrive/disk"

    function Say([string] $Zone, [string] $Command) {
        $former = $env:TZ
        try {
            $env:TZ = $Zone
            Invoke-Shell -Command "Set-Location '$TestDrive'; Import-Module '$module'; $Command"
        }
        finally {
            $env:TZ = $former
        }
    }

    $instants = '$items | ForEach-Object { foreach ($name in "ModifiedAt", "LastVerified", "RemovedAt") { if ($_.$name) { ([datetime]$_.$name).ToUniversalTime().ToString("o") } }; if ($_.TakenAt) { ([datetime]$_.TakenAt).ToString("s") } }'
    $written = Say Asia/Tokyo "`$null = New-ImaFileStorage Archive disk; `$null = Import-ImaSession '$root/examples/photos' Archive Zones 6> `$null
        (Get-ImaFile)[0] | Remove-ImaFile -Confirm:`$false; `$items = @(Get-ImaFile) + @(Get-ImaTrash)
        `$items | Export-Clixml items.xml; `$items | ConvertTo-Json -Depth 3 | Set-Content items.json; $instants"
}

AfterAll {
    Remove-Item Env:IMALINK_CATALOG -ErrorAction Ignore
}

Describe 'Times' -Skip:$IsWindows {
    It 'keep their instants and the camera its digits: <Name>' -ForEach @(
        @{ Name = 'Clixml'; Read = 'Import-Clixml items.xml' }
        @{ Name = 'JSON'; Read = 'Get-Content items.json -Raw | ConvertFrom-Json' }
        @{ Name = 'a job'; Read = 'Start-Job { Import-Module $using:module; Set-Location $using:PWD; @(Get-ImaFile) + @(Get-ImaTrash) } | Receive-Job -Wait' }
    ) {
        Say America/New_York "`$module = '$module'; `$items = @($Read); $instants" | Should -Be $written
        $written | Should -HaveCount 13
    }

    It 'compare with those of the shell in <_>' -ForEach 'Asia/Tokyo', 'America/New_York' {
        Say $_ '@(Get-ImaTrash | Where-Object RemovedAt -lt (Get-Date).AddHours(-1)).Count' | Should -Be 0
        Say $_ '@(Get-ImaTrash | Where-Object RemovedAt -gt (Get-Date).AddHours(-1)).Count' | Should -Be 1
        Say $_ 'Get-ImaFile | ForEach-Object { $_.ModifiedAt -eq (Get-Item -LiteralPath $_.FullName).LastWriteTime } | Sort-Object -Unique' | Should -Be 'True'
        Say $_ 'Get-ImaFile | Export-Csv files.csv; (Import-Csv files.csv)[0].ModifiedAt -eq (Get-ImaFile)[0].ModifiedAt.ToString()' | Should -Be 'True'
    }
}
