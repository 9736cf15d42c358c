<#
.SYNOPSIS
    Builds ImaLink.PowerShell into artifacts/module/<configuration>/ImaLink.PowerShell, and tests it.
.DESCRIPTION
    A thin wrapper: 'dotnet build' alone assembles the module, 'dotnet test' alone runs the tests, those of Pester too. Both build Debug
    unless told otherwise, so that they leave alone the module that is in use here, which is Release.
.EXAMPLE
    ./build.ps1
.EXAMPLE
    ./build.ps1 -Test
#>
[CmdletBinding()]
param(
    # What is built: Debug or Release.
    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release',

    # Runs the tests too.
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
    }
}
finally {
    Pop-Location
}
