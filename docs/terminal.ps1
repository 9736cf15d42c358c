<#
.SYNOPSIS
    Draws docs/terminal.svg, the picture in README: commands that are really run, and what they really answer.
.EXAMPLE
    dotnet pwsh docs/terminal.ps1
#>
$ErrorActionPreference = 'Stop'
$PSStyle.OutputRendering = 'PlainText'
Import-Module -Name "$PSScriptRoot/../artifacts/module/Debug/ImaLink.PowerShell"
$folder = New-Item -ItemType Directory -Path ([IO.Path]::Combine([IO.Path]::GetTempPath(), "imalink-picture-$(New-Guid)"))
try {
    $PSDefaultParameterValues = @{ '*-Ima*:Catalog' = "$folder/catalog.db" }
    $null = New-ImaFileStorage -Name Archive -BasePath $folder
    Set-Location -LiteralPath "$PSScriptRoot/../examples"
    $lines = foreach ($command in @(
            "Import-ImaSession ./photos -Storage Archive -Title 'Lake and snow'"
            'Test-ImaImport ./photos -Quiet    # may the card be formatted?'
            "Get-ImaPhoto -Camera *EOS* -Sort TakenAt | Set-ImaPhoto -AddTag Places/Lake -Rating 4"
            'Test-ImaFile -Quiet               # are all bytes as they were?'
        )) {
        "PS> $command"
        (& ([scriptblock]::Create($command)) 6> $null | Out-String -Width 100).Trim("`r", "`n") -split '\r?\n'
        ''
    }
    $y = 18
    $text = foreach ($line in $lines) {
        $colour = if ($line.StartsWith('PS>')) { '#9ece6a' } else { '#c0caf5' }
        "<text x=`"14`" y=`"$y`" fill=`"$colour`" xml:space=`"preserve`">$([Security.SecurityElement]::Escape($line.TrimEnd()))</text>"
        $y += 18
    }
    Set-Content -LiteralPath "$PSScriptRoot/terminal.svg" -Encoding utf8NoBOM -Value @"
<svg xmlns="http://www.w3.org/2000/svg" width="870" height="$y" viewBox="0 0 870 $y" role="img" aria-label="Photos are imported, checked, tagged and verified">
<rect width="870" height="$y" rx="8" fill="#1a1b26"/>
<g font-family="ui-monospace, Menlo, Consolas, monospace" font-size="14">
$($text -join "`n")
</g>
</svg>
"@
}
finally {
    Set-Location -LiteralPath $PSScriptRoot
    Remove-Item -LiteralPath $folder -Recurse -Force
}
