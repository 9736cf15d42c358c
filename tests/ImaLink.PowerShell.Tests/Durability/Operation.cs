using System.Globalization;
using System.Text;
using ImaLink.SamplePhotos;

namespace ImaLink.PowerShell.Tests;

/// <summary>An operation that tests interrupt.</summary>
/// <param name="Name">How the fault matrix calls it.</param>
/// <param name="Command">What a user types, and types again after an interruption.</param>
/// <param name="IsDone">A script that tells whether it has done its work.</param>
internal sealed record Operation(string Name, string Command, string IsDone)
{
    /// <summary>Brings an archive, in which the storage Archive holds the session Italy and Backup nothing, to where the operation has work.</summary>
    public Action<Situation> Prepare { get; init; } = _ => { };

    /// <summary>What it says when there is nothing left to do; null where that is no error.</summary>
    public string? ErrorWhenDone { get; init; }

    public static readonly Operation[] All =
    [
        new("Import-ImaSession",
            """
            if ((Test-ImaFileStorage Archive).Verdict -eq 'Unfinished') { Resume-ImaSession }
            elseif (-not (Get-ImaSession | Where-Object Title -eq More)) { Import-ImaSession more Archive More }
            """,
            "(Get-ImaSession More).Status -eq 'Completed' -and (Test-ImaImport more -Quiet)"),
        new("Sync-ImaFileStorage", "Sync-ImaFileStorage Archive", "-not (Compare-ImaFileStorage Archive | Where-Object Verdict -ne New)")
        {
            Prepare = Reorganise,
        },
        new("Sync-ImaFileStorage -AddNew", "Sync-ImaFileStorage Archive -AddNew -Title Found", "-not (Compare-ImaFileStorage Archive) -and (Get-ImaFile -Session Found)")
        {
            Prepare = Reorganise,
        },
        new("Test-ImaFile", "Test-ImaFile -Storage Archive", "-not (Get-ImaFile -Storage Archive | Where-Object LastVerified -lt $Start)"),
        new("Update-ImaFact", "Update-ImaFact Archive",
            "-not (Get-ImaFile -Storage Archive | Where-Object CameraModel -eq EARLIER) -and -not (Select-String EARLIER disk/*/imports/session_*.json)")
        {
            Prepare = AgeFacts,
        },
        new("Join-ImaPhoto", "Get-ImaFile -Storage Archive | Sort-Object Hothash -Unique | Join-ImaPhoto",
            "@(Get-ImaFile -Storage Archive | Group-Object PhotoUuid).Count -eq 1 -and -not (Get-ImaCatalog).Dirty"),
        new("Split-ImaPhoto", "Get-ImaFile -Storage Archive | Sort-Object Hothash -Unique | Split-ImaPhoto",
            "@(Get-ImaFile -Storage Archive | Group-Object PhotoUuid, Hothash).Count -eq @(Get-ImaFile -Storage Archive | Group-Object PhotoUuid).Count -and -not (Get-ImaCatalog).Dirty")
        {
            Prepare = archive => archive.Run("Get-ImaFile -Storage Archive | Join-ImaPhoto").Clean(),
        },
        new("Update-ImaPhoto", "Update-ImaPhoto", "-not (Update-ImaPhoto -WhatIf) -and @(Get-ImaFile -Storage Archive | Where-Object Role -eq edited).Count -ge 10 -and -not (Get-ImaCatalog).Dirty")
        {
            Prepare = Ungroup,
        },
        new("Copy-ImaSession", "Copy-ImaSession Italy -Destination Backup", "-not (Get-ImaFile -CopiesLessThan 2)"),
        new("Copy-ImaSession, newer versions", "Copy-ImaSession Italy -Destination Backup", "-not (Get-ImaFile -CopiesLessThan 2) -and (Get-ImaTrash -Storage Backup -Reason Superseded)")
        {
            Prepare = EditOriginals,
        },
        new("Sync-ImaReplica", "Sync-ImaReplica Archive -Destination Backup",
            """
            (Get-ImaTrash -Storage Backup -Reason Superseded) -and (Get-ImaTrash -Storage Backup -Reason SourceRemoved) -and
                -not (Compare-Object @(Get-ImaFile -Storage Archive | ForEach-Object { "$($_.RelativePath) $($_.Sha256)" }) @(Get-ImaFile -Storage Backup | ForEach-Object { "$($_.RelativePath) $($_.Sha256)" }))
            """)
        {
            Prepare = ChangeOriginals,
        },
        new("Repair-ImaFile", "Repair-ImaFile -Storage Archive -Confirm:$false", "Test-ImaFile -Storage Archive -Quiet")
        {
            Prepare = Damage,
        },
        new("Remove-ImaFile", "Remove-ImaFile *.jpg -Confirm:$false", "@(Get-ImaTrash).Count -eq [int](Get-Content count) -and -not (Get-ImaFile -Storage Archive)")
        {
            Prepare = LoseCard,
            ErrorWhenDone = "ImaLink.FileNotFound",
        },
        new("Remove-ImaSession", "Remove-ImaSession Italy -Confirm:$false", "@(Get-ImaTrash).Count -eq [int](Get-Content count) -and -not (Get-ImaSession)")
        {
            Prepare = LoseCard,
            ErrorWhenDone = "ImaLink.SessionNotFound",
        },
        new("Restore-ImaTrash", "$n = @(Get-ImaTrash).Count; $back = @(Get-ImaTrash | Restore-ImaTrash); if ($back.Count -ne $n -and -not $Error) { throw \"$($back.Count) of $n came back.\" }",
            "-not (Get-ImaTrash) -and @(Get-ImaFile -Storage Archive).Count -eq [int](Get-Content count)")
        {
            Prepare = archive =>
            {
                LoseCard(archive);
                archive.Run("Remove-ImaSession Italy -Confirm:$false").Clean();
            },
        },
        // What is deleted for good lies on the card still.
        new("Clear-ImaTrash", "Get-ImaTrash | Clear-ImaTrash -Confirm:$false",
            "$null = Enable-ImaFileStorage Archive; -not (Get-ImaTrash) -and -not (Get-ChildItem ((Get-ImaFileStorage Archive).FullName + '/.imalink/trash') -Force)")
        {
            Prepare = archive => archive.Run("Get-ImaFile -Storage Archive | Remove-ImaFile -Confirm:$false").Clean(),
        },
        new("Move-ImaFileStorage", "Move-ImaFileStorage Archive -Destination next", "(Get-ImaFileStorage Archive).BasePath -like '*/next'")
        {
            ErrorWhenDone = "ImaLink.InvalidValue",
        },
        new("Move-ImaFileStorage -RemoveSource", "Move-ImaFileStorage Archive -Destination next -RemoveSource -Confirm:$false",
            "(Get-ImaFileStorage Archive).BasePath -like '*/next' -and -not (Get-ChildItem disk -Force)")
        {
            ErrorWhenDone = "ImaLink.InvalidValue",
        },
    ];

    /// <summary>How many faults of each kind strike each operation, as IMALINK_FAULTS says; 0 where it does not: a sample that takes little time.</summary>
    public static int Faults => int.TryParse(Environment.GetEnvironmentVariable("IMALINK_FAULTS"), CultureInfo.InvariantCulture, out int wanted) ? wanted : 0;

    /// <summary>The owner renames a folder, swaps names, deletes, edits metadata and puts photos there by hand.</summary>
    private static void Reorganise(Situation archive)
    {
        string[] photos = archive.Photos("disk");
        (string first, string second) = (photos[0], photos[1]);
        File.Move(first, first + ".x");
        File.Move(second, first);
        File.Move(first + ".x", second);
        File.Delete(photos[2]);
        byte[] edited = File.ReadAllBytes(photos[3]);
        edited[edited.AsSpan().IndexOf(Encoding.ASCII.GetBytes("Canon"))] = (byte)'K';
        File.WriteAllBytes(photos[3], edited);
        File.SetLastWriteTimeUtc(photos[3], new DateTime(2025, 2, 3, 4, 5, 6, DateTimeKind.Utc));
        string folder = Path.GetDirectoryName(first)!;
        Directory.Move(folder, Path.Combine(Path.GetDirectoryName(folder)!, "renamed"));
        Disk.Copy(Path.Combine(archive.Folder, "more"), Path.Combine(Path.GetDirectoryName(folder)!, "by-hand"));
    }

    /// <summary>An earlier version read the facts of all photos, some of them wrongly.</summary>
    private static void AgeFacts(Situation archive) => archive.Run("""
        foreach ($index in Get-ChildItem disk/*/imports/session_*.json) {
            $text = (Get-Content -Raw $index) -replace '\s*"facts_version": \d+,', '' -replace '"camera_model": "[^"]*"', '"camera_model": "EARLIER"' -replace '(?s)^(.*?"revision": )\d+', '${1}99'
            [IO.File]::WriteAllText($index, $text)
        }
        Remove-Item catalog.db*
        $null = Restore-ImaCatalog disk, other
        if (@(Get-ImaFile | Where-Object CameraModel -eq EARLIER).Count -lt 10) { throw 'They are not known as an earlier version knew them.' }
        """).Clean();

    /// <summary>An earlier version imported photos with their edited versions, and did not see that they are of one shot.</summary>
    private static void Ungroup(Situation archive)
    {
        string pairs = Directory.CreateDirectory(Path.Combine(archive.Folder, "pairs")).FullName;
        for (uint i = 0; i < 12; i++)
        {
            var exif = new Exif { Make = "Canon", Model = "Canon EOS R6", TakenAt = new DateTime(2024, 5, 6, 10, (int)i, 12) };
            File.WriteAllBytes(Path.Combine(pairs, $"P{i}.jpg"), exif.InsertInto(TinyJpeg.Encode(9000 + 2 * i)));
            File.WriteAllBytes(Path.Combine(pairs, $"P{i}-edit.jpg"), exif.InsertInto(TinyJpeg.Encode(9001 + 2 * i)));
        }

        archive.Run("""
            $null = Import-ImaSession pairs Archive Pairs -NoPreview
            foreach ($index in Get-ChildItem disk/*/imports/session_*.json) {
                [IO.File]::WriteAllText($index, ((Get-Content -Raw $index) -replace '"photo":', '"not_photo":' -replace '(?s)^(.*?"revision": )\d+', '${1}99'))
            }
            Remove-Item catalog.db*
            $null = Restore-ImaCatalog disk, other
            if (@(Update-ImaPhoto -WhatIf).Count -ne 12) { throw 'There are no pairs.' }
            """).Clean();
    }

    /// <summary>The card is gone: the archive has the only copies.</summary>
    private static void LoseCard(Situation archive)
    {
        string card = Path.Combine(archive.Folder, "card");
        File.WriteAllText(Path.Combine(archive.Folder, "count"), $"{Directory.GetFiles(card).Length}");
        Directory.Delete(card, recursive: true);
    }

    /// <summary>A replica of all is there; since then every third photo was edited.</summary>
    private static void EditOriginals(Situation archive)
    {
        archive.Run("Copy-ImaSession Italy -Destination Backup").Clean();
        string[] photos = archive.Photos("disk");
        for (int i = 0; i < photos.Length; i += 3)
        {
            byte[] edited = File.ReadAllBytes(photos[i]);
            edited[edited.AsSpan().IndexOf(Encoding.ASCII.GetBytes("Canon"))] = (byte)'K';
            File.WriteAllBytes(photos[i], edited);
            File.SetLastWriteTimeUtc(photos[i], new DateTime(2025, 2, 3, 4, 5, 6, DateTimeKind.Utc));
        }

        archive.Run("Sync-ImaFileStorage Archive").Clean();
    }

    /// <summary>A replica of all is there; since then every third photo was edited, the folder renamed, some of the others removed and more imported.</summary>
    private static void ChangeOriginals(Situation archive)
    {
        EditOriginals(archive);
        string folder = Path.GetDirectoryName(archive.Photos("disk")[0])!;
        Directory.Move(folder, Path.Combine(Path.GetDirectoryName(folder)!, "renamed"));
        archive.Run("""
            Sync-ImaFileStorage Archive
            Get-ImaFile -Storage Archive | Sort-Object RelativePath | Select-Object -Index 1, 2, 4, 5, 7, 8 | Remove-ImaFile -Confirm:$false -WarningAction Ignore
            Import-ImaSession more Archive More -NoPreview
            """).Clean();
    }

    /// <summary>A third of the photos decays and a third disappears; a replica of all is there.</summary>
    private static void Damage(Situation archive)
    {
        archive.Run("Copy-ImaSession Italy -Destination Backup").Clean();
        string[] photos = archive.Photos("disk");
        for (int i = 0; i < photos.Length; i += 3)
        {
            DateTime time = File.GetLastWriteTimeUtc(photos[i]);
            byte[] bytes = File.ReadAllBytes(photos[i]);
            bytes[^100] ^= 4;
            File.WriteAllBytes(photos[i], bytes);
            File.SetLastWriteTimeUtc(photos[i], time);
            if (i + 1 < photos.Length)
                File.Delete(photos[i + 1]);
        }
    }
}
