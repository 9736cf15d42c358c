# Runs the tests beside it with the Pester at hand, and writes what became of each It, and of each block and file that failed, as JSON.
param([Parameter(Mandatory)] [string] $Pester, [Parameter(Mandatory)] [string] $Result)
$ErrorActionPreference = 'Stop'
Import-Module $Pester
if (-not (Get-ChildItem -LiteralPath $PSScriptRoot -Filter *.Tests.ps1)) {
    Set-Content -LiteralPath $Result '[]'
    return
}

$run = Invoke-Pester -Configuration @{ Run = @{ Path = $PSScriptRoot; PassThru = $true }; Output = @{ RenderMode = 'Plaintext' } }

function Tell([string] $Name, $Of) {
    $message = ($Of.ErrorRecord | ForEach-Object { "$_`n$(@($_.ScriptStackTrace -split "`n" -match '\.Tests\.ps1')[0])" }) -join "`n"
    [pscustomobject]@{ Name = $Name; Result = $Of.Result; Message = $message }
}

$outcomes = @(
    foreach ($test in $run.Tests) { Tell $test.ExpandedPath $test }
    foreach ($block in $run.FailedBlocks) { Tell "$($block.Path -join '.') as a whole" $block }
    foreach ($container in $run.FailedContainers) { Tell "$($container.Item) as a whole" $container }
)
ConvertTo-Json -InputObject $outcomes | Set-Content -LiteralPath $Result
