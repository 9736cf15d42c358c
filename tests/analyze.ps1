<#
.SYNOPSIS
    Runs PSScriptAnalyzer over every script and the manifest, and ends with 1 where it has an error or a warning.
.DESCRIPTION
    The module is taken from the PowerShell Gallery if it is not installed.
.EXAMPLE
    pwsh -NoProfile -File tests/analyze.ps1
#>
$ErrorActionPreference = 'Stop'
if (-not (Get-Module -Name PSScriptAnalyzer -ListAvailable)) { Install-PSResource -Name PSScriptAnalyzer -TrustRepository }
$root = "$PSScriptRoot/.."
# Variables of Pester's blocks are used in others, which the rule does not see; PowerShell 7 reads UTF-8 without a mark.
$found = @('build.ps1', 'examples', 'module', 'tests' | ForEach-Object {
    Invoke-ScriptAnalyzer -Path "$root/$_" -Recurse -Severity Warning, Error -ExcludeRule PSUseDeclaredVarsMoreThanAssignments, PSUseBOMForUnicodeEncodedFile
} | Where-Object ScriptPath -notmatch '[\\/](bin|obj)[\\/]')
$found | Format-Table -Property RuleName, ScriptName, Line, Message -AutoSize
exit [int]($found.Count -gt 0)
