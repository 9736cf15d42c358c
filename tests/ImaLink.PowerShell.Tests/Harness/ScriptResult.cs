using System.Management.Automation;

namespace ImaLink.PowerShell.Tests;

/// <summary>All that a script left behind.</summary>
internal sealed record ScriptResult
{
    public required IReadOnlyList<PSObject> Output { get; init; }

    /// <summary>Non-terminating errors, and the terminating one last.</summary>
    public required IReadOnlyList<ErrorRecord> Errors { get; init; }

    /// <summary>What ended the script: throw, -ErrorAction Stop. What ends a single cmdlet is caught by try and catch.</summary>
    public required ErrorRecord? Terminating { get; init; }

    public required IReadOnlyList<string> Warnings { get; init; }

    public required IReadOnlyList<string> Verbose { get; init; }

    public required IReadOnlyList<ProgressRecord> Progress { get; init; }

    /// <summary>What went to the host: WhatIf texts and prompts, without colour sequences.</summary>
    public required string HostText { get; init; }

    public required bool Stopped { get; init; }

    /// <summary>The FullyQualifiedErrorId up to the comma ("ImaLink.PathNotFound").</summary>
    public IEnumerable<string> ErrorIds => Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]);

    /// <summary>A property of each output object.</summary>
    public IEnumerable<T?> Values<T>(string property) =>
        Output.Select(item => LanguagePrimitives.ConvertTo<T>(item.Properties[property]?.Value));

    /// <summary>Fails unless the script ran without any error.</summary>
    public ScriptResult Clean()
    {
        Assert.True(Errors.Count == 0, string.Join(Environment.NewLine, Errors));
        return this;
    }
}
