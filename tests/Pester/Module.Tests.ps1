# The module as a user meets it: import, help, views, and README line by line. For Pester 5 and 6.

BeforeDiscovery {
    . "$PSScriptRoot/Shell.ps1"
    Import-Module $module
    $commands = (Get-Command -Module ImaLink.PowerShell).Name
}

BeforeAll {
    . "$PSScriptRoot/Shell.ps1"
    $manifest = "$module/ImaLink.PowerShell.psd1"
    Import-Module $manifest
}

Describe 'The module' {
    It 'has a valid manifest' {
        (Test-ModuleManifest $manifest).ExportedCmdlets.Count | Should -BeGreaterThan 20
    }

    It 'imports quickly (printed, not asserted)' {
        $times = 1..3 | ForEach-Object {
            Invoke-Shell -Command "`$w = [Diagnostics.Stopwatch]::StartNew(); Import-Module '$manifest'; `$w.ElapsedMilliseconds"
        }
        Write-Information -InformationAction Continue "Import-Module: $($times -join ', ') ms"
        $times | Should -HaveCount 3
    }

    It 'loads nothing of its core on import' {
        Invoke-Shell -Command "Import-Module '$manifest'; [AppDomain]::CurrentDomain.GetAssemblies().GetName().Name -match 'ImaLink|Sqlite'" |
            Should -Be 'ImaLink.PowerShell'
    }

    It '<_> has help with examples that parse' -ForEach $commands {
        $help = Get-Help $_ -Full
        $help.Synopsis | Should -Not -BeNullOrEmpty
        $help.examples.example | Should -Not -BeNullOrEmpty
        foreach ($example in $help.examples.example) {
            $errors = $null
            $ast = [Management.Automation.Language.Parser]::ParseInput($example.code, [ref]$null, [ref]$errors)
            $errors | Should -BeNullOrEmpty
            foreach ($call in $ast.FindAll({ $args[0] -is [Management.Automation.Language.CommandAst] -and $args[0].GetCommandName() -like '*-Ima*' }, $true)) {
                $parameters = (Get-Command $call.GetCommandName() -ErrorAction Stop).Parameters
                foreach ($used in $call.CommandElements | Where-Object { $_ -is [Management.Automation.Language.CommandParameterAst] }) {
                    $parameters.Keys | Should -Contain $used.ParameterName
                }
            }
        }
    }

    It 'names no command in about_ImaLink that does not exist' {
        $topic = Get-Content "$module/en-US/about_ImaLink.help.txt" -Raw
        $names = [regex]::Matches($topic, '\b[A-Z][a-z]+-Ima[A-Za-z]+').Value | Sort-Object -Unique
        $names | Should -Not -BeNullOrEmpty
        $names | Where-Object { -not (Get-Command $_ -ErrorAction Ignore) } | Should -BeNullOrEmpty
        (Get-Help about_ImaLink | Out-String) | Should -Match 'FileStorage'
    }
}

Describe 'Views' {
    BeforeAll {
        $env:IMALINK_CATALOG = "$TestDrive/catalog.db"
        $null = New-ImaFileStorage Archive $TestDrive
        $null = Import-ImaSession "$root/examples/photos" Archive First 6> $null
        Get-ImaFile *DSC_0107* | Remove-ImaFile -Confirm:$false
        $samples = [ordered]@{
            FileStorage   = Get-ImaFileStorage
            ImportSession = Get-ImaSession
            ImportItem    = Get-ImaImportItem First
            ImageFile     = Get-ImaFile
            TrashItem     = Get-ImaTrash
            CheckResult   = Test-ImaImport "$root/examples/photos"
            CatalogInfo   = Get-ImaCatalog
            HothashResult = Get-ImaHothash "$root/examples/photos/*"
        }
    }

    AfterAll {
        Remove-Item Env:IMALINK_CATALOG
    }

    It 'of <_> fit into 120 columns as a table, and show everything as a list' -ForEach 'FileStorage', 'ImportSession', 'ImportItem', 'ImageFile', 'TrashItem', 'CheckResult', 'CatalogInfo', 'HothashResult' {
        $table = $samples[$_] | Format-Table | Out-String -Width 120
        $table | Should -Not -Match '…(?![\\/])|\.\.\.' # paths alone lose something, folders in their middle
        ($table -split "`n" | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 121
        $list = @($samples[$_])[0] | Format-List | Out-String -Width 200
        foreach ($property in @($samples[$_])[0].psobject.Properties | Where-Object MemberType -eq Property) {
            $list | Should -Match "(?m)^(\e\[[0-9;]*m)?$($property.Name)\s*:"
        }
    }
}

Describe 'README' {
    It 'works line by line' -Skip:$IsWindows {
        $blocks = [regex]::Matches((Get-Content "$root/README.md" -Raw), '(?ms)^```powershell\r?\n(.*?)^```').ForEach{ $_.Groups[1].Value }
        $blocks.Count | Should -BeGreaterThan 1
        # Built already; and what would ask is answered.
        $script = "`$ErrorActionPreference = 'Stop'; `$ConfirmPreference = 'None'; Set-Location '$root'`n" + (($blocks -join "`n") -replace '(?m)^\./build\.ps1.*$', '' -replace '\./artifacts/module/Release/ImaLink\.PowerShell', $module)
        Set-Content "$TestDrive/readme.ps1" $script
        $null = New-Item -ItemType Directory "$TestDrive/home"
        $before = $env:HOME, $env:XDG_DATA_HOME, $env:IMALINK_CATALOG
        try {
            $env:HOME = "$TestDrive/home"
            $env:XDG_DATA_HOME = $env:IMALINK_CATALOG = $null
            $output = Invoke-Shell -File "$TestDrive/readme.ps1" 2>&1 | Out-String
            $LASTEXITCODE | Should -Be 0 -Because $output
            $output | Should -Match 'TimeZone.*Europe/Oslo'
        }
        finally {
            $env:HOME, $env:XDG_DATA_HOME, $env:IMALINK_CATALOG = $before
        }
        Test-Path "$TestDrive/home/.local/share/ImaLink/catalog.db" | Should -BeTrue
    }
}
