namespace ImaLink;

/// <summary>What a check says of a registered file; it tells decay from deliberate change.</summary>
public static class FileVerdict
{
    /// <summary>All bytes are as recorded.</summary>
    public const string Valid = "Valid";

    /// <summary>The bytes differ although nobody wrote the file: its time, or its time and size, are as recorded.</summary>
    public const string Corrupt = "Corrupt";

    /// <summary>Only a beginning of what was there is left.</summary>
    public const string Truncated = "Truncated";

    /// <summary>The file, or its companion, was written; the picture is the recorded one.</summary>
    public const string MetadataChanged = "MetadataChanged";

    /// <summary>The file was written and holds another picture.</summary>
    public const string Changed = "Changed";

    /// <summary>The file is not there.</summary>
    public const string Missing = "Missing";

    /// <summary>The bytes of the file are not on this disk: a cloud drive keeps them elsewhere. It was not read.</summary>
    public const string Offline = "Offline";

    /// <summary>The file is there and could not be read.</summary>
    public const string Unreadable = "Unreadable";

    /// <summary>How grave a verdict is: what was written deliberately, or could not be seen, is no loss.</summary>
    internal static string SeverityOf(string verdict) => verdict == Valid ? OutcomeSeverity.Information : IsDamage(verdict) ? OutcomeSeverity.Error : OutcomeSeverity.Warning;

    /// <summary>Whether a copy from elsewhere is what such a file needs: it decayed, nobody changed it.</summary>
    public static bool IsDamage(string verdict) => verdict is Corrupt or Truncated or Missing or Unreadable;
}
