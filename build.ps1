<#
.SYNOPSIS
    Builds ImaLink.PowerShell into module/ImaLink.PowerShell, and tests it.
.DESCRIPTION
    A thin wrapper: 'dotnet build' alone assembles the module, 'dotnet test' alone runs the tests.
.EXAMPLE
    ./build.ps1
.EXAMPLE
    ./build.ps1 -Test
#>
[CmdletBinding()]
param(
    # What is built: Debug or Release.
    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Debug',

    # Runs the tests too: those of dotnet, and those of Pester where it is installed.
    [switch] $Test
)

$ErrorActionPreference = 'Stop'
Push-Location -LiteralPath $PSScriptRoot
try {
    dotnet build --configuration $Configuration --nologo --verbosity quiet
    if ($LASTEXITCODE) { throw 'The build failed.' }
    if ($Test) {
        dotnet test --no-build --configuration $Configuration
        if ($LASTEXITCODE) { throw 'Tests failed.' }
        if (Get-Module Pester -ListAvailable | Where-Object Version -ge '5.0') {
            # In a process of its own, so that the module can be built again afterwards.
            & (Get-Process -Id $PID).Path -NoProfile -Command 'Import-Module Pester -MinimumVersion 5.0; Invoke-Pester -Configuration @{ Run = @{ Path = "tests/Pester"; Exit = $true } }'
            if ($LASTEXITCODE) { throw 'Pester tests failed.' }
        }
        else {
            Write-Warning 'Pester 5 or later is not installed: its tests were not run.'
        }
    }
}
finally {
    Pop-Location
}
