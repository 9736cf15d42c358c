<#
.SYNOPSIS
    What an archive with a backup needs every night: look it through, mend it, bring the backup up to date, and say what a person has to look at.
.DESCRIPTION
    Runs in pwsh and in imalink, such as from cron or the task scheduler. Storages that are not connected are left out with a warning.
    Nothing is deleted but what has lain in the trash for long. It ends with 1 where something failed or is left that a person has to look
    at, else with 0.
.EXAMPLE
    ./examples/nightly-check.ps1
.EXAMPLE
    ./examples/nightly-check.ps1 -Archive Photos -Backup Shelf -MaxDuration 02:00 -KeepTrash 90
#>
[CmdletBinding()]
param(
    # The storage whose sessions are copied.
    [string] $Archive = 'Archive',

    # The storage that gets the copies.
    [string] $Backup = 'Backup',

    # No further photo is read after this time; the next night begins with those that were not read for longest.
    [timespan] $MaxDuration = '03:00',

    # How long the trash keeps what was removed or replaced: days, or a time such as 12:00:00.
    [timespan] $KeepTrash = '30',

    # The catalog, if it is not the usual one.
    [string] $Catalog
)

if ($Catalog) { $PSDefaultParameterValues = @{ '*-Ima*:Catalog' = $Catalog } }
$before = if ($Error.Count) { $Error[0] }    # the list keeps 256 errors, so that it need not grow by a new one
$mends = 'Corrupt', 'Truncated', 'Missing'

# Indexes first: the rest builds on them. What is damaged is written again from all that can be read.
if ($damaged = @(Test-ImaIndex | Where-Object Verdict -in 'Missing', 'Damaged', 'Older', 'Newer', 'Unmerged', 'Unwritten')) {
    $damaged | ForEach-Object { "Index    $($_.Verdict): $($_.FullName)" }
    Update-ImaIndex | ForEach-Object { "Index    $($_.Verdict): $($_.FullName)" }
}

# What people did to the files by other means: moved, tagged, deleted. What decayed is found too, and never recorded as good.
Sync-ImaFileStorage | ForEach-Object { "Sync     $($_.Verdict): $($_.RelativePath) in $($_.Storage)" }

# Read the photos again and bring back what is not as it was, from any storage that has it.
$bad = @(Test-ImaFile -MaxDuration $MaxDuration | Where-Object { -not $_.Ok })
$bad | ForEach-Object { "Check    $($_.Verdict): $($_.RelativePath) in $($_.Storage)" }
$repaired = @($bad | Where-Object Verdict -in $mends | Repair-ImaFile -Confirm:$false)
$repaired | ForEach-Object { "Repaired $($_.RelativePath) in $($_.Storage)" }
$left = @($bad | Where-Object { $_.Id -notin $repaired.Id })

# Bring the backup up to date.
$null = Get-ImaSession -Storage $Archive | Copy-ImaSession -Destination $Backup

# What would be lost with one disk?
$alone = @(Get-ImaFile -CopiesLessThan 2)
$alone | ForEach-Object { "Alone    $($_.RelativePath) in $($_.Storage)" }

# What was replaced or removed may go once it was not missed for long enough.
Clear-ImaTrash -OlderThan $KeepTrash -Confirm:$false

if ($left -or $alone) {
    "Look at $($left.Count) file(s) that could not be repaired and $($alone.Count) with too few copies."
    exit 1
}
if ($Error.Count -and -not [object]::ReferenceEquals($Error[0], $before)) {
    'Something could not be done: look at the errors.'
    exit 1
}
'All photos are as recorded, in two storages.'
exit 0
