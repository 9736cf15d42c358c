<#
.SYNOPSIS
    Builds ImaLink.PowerShell into artifacts/module/<configuration>/ImaLink.PowerShell, tests it, and packs it for the PowerShell Gallery.
.DESCRIPTION
    A thin wrapper: 'dotnet build' alone assembles the module, 'dotnet test' alone runs the tests, those of Pester too. Both build Debug
    unless told otherwise, so that they leave alone the module that is in use here, which is Release.
.EXAMPLE
    ./build.ps1
.EXAMPLE
    ./build.ps1 -Task Test
.EXAMPLE
    ./build.ps1 -Task Package -CertificatePath ./ours.pfx
#>
[CmdletBinding()]
param(
    # What is done: the module is built, and tested or packed then.
    [ValidateSet('Build', 'Test', 'Package')]
    [string] $Task = 'Build',

    # What is built: Debug or Release.
    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release',

    # A certificate (PKCS #12) with which the package is signed.
    [string] $CertificatePath,

    # Runs the tests too: the same as -Task Test.
    [switch] $Test
)

$ErrorActionPreference = 'Stop'
if ($Test) { $Task = 'Test' }
Push-Location -LiteralPath $PSScriptRoot
try {
    if ($Task -eq 'Package') {
        dotnet build -t:PackModule --configuration $Configuration --nologo --verbosity quiet src/ImaLink.Packager
        if ($LASTEXITCODE) { throw 'The package could not be made.' }
        $package = Get-Item artifacts/package/ImaLink.PowerShell.*.nupkg | Sort-Object LastWriteTime | Select-Object -Last 1
        if ($CertificatePath) {
            dotnet nuget sign $package.FullName --certificate-path $CertificatePath --timestamper http://timestamp.digicert.com
            if ($LASTEXITCODE) { throw 'The package could not be signed.' }
        }
        "$($package.FullName) $((Get-FileHash -LiteralPath $package.FullName).Hash.ToLowerInvariant())"
        return
    }
    dotnet build --configuration $Configuration --nologo --verbosity quiet
    if ($LASTEXITCODE) { throw 'The build failed.' }
    "The module is in $PSScriptRoot/artifacts/module/$Configuration/ImaLink.PowerShell; Import-Module takes it from there."
    if ($Task -eq 'Test') {
        dotnet test --no-build --configuration $Configuration
        if ($LASTEXITCODE) { throw 'Tests failed.' }
    }
}
finally {
    Pop-Location
}
