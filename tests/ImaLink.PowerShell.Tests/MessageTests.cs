using System.Text.RegularExpressions;

namespace ImaLink.PowerShell.Tests;

/// <summary>Messages are in plain words: what a user can get wrong is told in ours, and never in those of .NET or SQLite.</summary>
public sealed partial class MessageTests(ModuleFixture module) : ArchiveTest(module)
{
    /// <summary>
    /// Every parameter of every cmdlet with values that people give by mistake: of the wrong kind, empty, with brackets that do not close, of
    /// nothing that exists, and as a catalog a folder, a photo, and one that is damaged.
    /// </summary>
    [Fact]
    public void EveryParameter_WithBadValues_IsAnsweredInPlainWords()
    {
        FirstImport();
        File.WriteAllBytes(Path.Combine(Folder, "damaged.db"), [.. File.ReadAllBytes(Catalog).Select((value, i) => i is > 4096 and < 20_000 ? (byte)0 : value)]);
        string[] told = [.. Texts("""
            $bad = '[unclosed', 'nope', '', "nul$([char]0)here", '-1', 'card', 'card/IMG_2041.jpg', ('x' * 5000), [datetime]::MinValue, 4711, $null
            $ours = (Get-Command -Module ImaLink.PowerShell)
            foreach ($command in $ours) {
                foreach ($set in $command.ParameterSets) {
                    $needed = @{}
                    foreach ($must in $set.Parameters.Where({ $_.IsMandatory })) { $needed[$must.Name] = if ($must.ParameterType -eq [switch]) { $true } else { 'x' } }
                    foreach ($parameter in $set.Parameters.Where({ $_.Name -notin [System.Management.Automation.Cmdlet]::CommonParameters -and $_.ParameterType -ne [switch] })) {
                        foreach ($value in $(if ($parameter.Name -eq 'Catalog') { 'card', 'card/IMG_2041.jpg', 'damaged.db', "a$([char]0)b" } else { $bad })) {
                            $arguments = $needed + @{}
                            $arguments[$parameter.Name] = $value
                            if ($command.Parameters.ContainsKey('WhatIf')) { $arguments['WhatIf'] = $true }
                            $errors = $null
                            try { & $command @arguments -ErrorVariable errors -ErrorAction SilentlyContinue -WarningAction SilentlyContinue 6> $null | Out-Null } catch { $errors = @($_) }
                            foreach ($one in $errors) {
                                $record = if ($one -is [System.Management.Automation.ErrorRecord]) { $one } else { $one.ErrorRecord }
                                "$($command.Name) -$($parameter.Name) '$("$value"[0..20] -join '')' | $($record.FullyQualifiedErrorId) | $($record.Exception.Message)"
                            }
                        }
                    }
                }
            }
            """).Select(line => line ?? "")];
        Assert.True(told.Count(line => line.Contains("| ImaLink.", StringComparison.Ordinal)) > 500, $"{told.Length} messages");
        // What PowerShell itself says of a value that is no number is PowerShell's.
        Assert.Equal([], told.Where(line => Foreign().IsMatch(line) || (line.Contains("| ImaLink.", StringComparison.Ordinal) && OfDotNet().IsMatch(line))).Distinct().Take(20));
    }

    [GeneratedRegex("Object reference|SQLite Error|Value cannot be null|Nullable object|Sequence contains|Index was outside|is a defect of ImaLink|ImaLink.Unexpected")]
    private static partial Regex Foreign();

    [GeneratedRegex(@"\(Parameter '|System\.|Exception\b|not in a correct format|was not recognized as a valid|Illegal characters|SQLITE_|constraint failed")]
    private static partial Regex OfDotNet();
}
