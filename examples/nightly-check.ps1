<#
.SYNOPSIS
    What an archive with a replica needs every night: look it through, mend it, bring the replica up to date, and say what a person has to look at.
.DESCRIPTION
    Runs in pwsh and in imalink, such as from systemd or the task scheduler, for which files lie beside it. Storages that are not connected are left out with a
    warning. Nothing is deleted but what has lain in the trash for long. It ends with 0 where there is nothing to worry about, else with 1; what it emits says what, and by which command it
    is mended. Another catalog than the usual one is named by IMALINK_CATALOG.
.EXAMPLE
    ./examples/nightly-check.ps1
.EXAMPLE
    ./examples/nightly-check.ps1 -Archive Photos -Replica Shelf -MaxDuration 02:00 -KeepTrash 90 | ConvertTo-Json
#>
[CmdletBinding()]
param(
    # The storage that is looked after.
    [string] $Archive = 'Archive',

    # The storage on another disk that holds its replica.
    [string] $Replica = 'Backup',

    # No further photo is read after this time; the next night begins with those that were not read for longest.
    [timespan] $MaxDuration = '03:00',

    # How long the trash keeps what was removed or replaced: days, or a time such as 12:00:00.
    [timespan] $KeepTrash = '30'
)

Update-ImaIndex
Sync-ImaFileStorage
Test-ImaFile -MaxDuration $MaxDuration | Where-Object -Not Ok | Repair-ImaFile -Confirm:$false
Sync-ImaReplica $Archive -Destination $Replica -ErrorVariable failed
Clear-ImaTrash -OlderThan $KeepTrash -Confirm:$false
Get-ImaHealth -OutVariable worries; exit [int][bool]($worries.Count + $failed.Count)
