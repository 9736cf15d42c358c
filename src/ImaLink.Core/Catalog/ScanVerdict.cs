namespace ImaLink.Catalog;

/// <summary>What a scan decided on a found or a lost file; null while that is open. The findings follow from it.</summary>
internal static class ScanVerdict
{
    /// <summary>A registered file whose path or time differs only in how the file system keeps it.</summary>
    internal const string Unchanged = "Unchanged";

    /// <summary>A registered file, unread: fingerprint, size and time agree, one to one.</summary>
    internal const string Linked = "Linked";

    /// <summary>A registered file, byte for byte.</summary>
    internal const string Same = "Same";

    /// <summary>A registered file with the same image in other bytes.</summary>
    internal const string Metadata = "Metadata";

    /// <summary>A registered file in other bytes although nobody wrote it: only its place is applied.</summary>
    internal const string Decayed = "Decayed";

    /// <summary>A registered file that lost its end: only its place is applied.</summary>
    internal const string Truncated = "Truncated";

    /// <summary>A registered file with another image.</summary>
    internal const string Changed = "Changed";

    /// <summary>At a registered path, and no image any more: told, not applied.</summary>
    internal const string NoImage = "NoImage";

    /// <summary>A further copy of a known image.</summary>
    internal const string Copied = "Copied";

    /// <summary>Not known.</summary>
    internal const string New = "New";

    /// <summary>A file that is missing from another storage.</summary>
    internal const string FromElsewhere = "FromElsewhere";

    /// <summary>Unchanged by path, size and time; to be read, with -Full.</summary>
    internal const string Check = "Check";

    /// <summary>Read, and as recorded.</summary>
    internal const string Verified = "Verified";

    /// <summary>Other bytes under the same path, size and time.</summary>
    internal const string Corrupt = "Corrupt";

    /// <summary>Could not be read, or changed meanwhile: left for the next run.</summary>
    internal const string Left = "Left";

    /// <summary>No photo or video.</summary>
    internal const string Ignored = "Ignored";

    /// <summary>A companion that is registered.</summary>
    internal const string Companion = "Companion";

    /// <summary>A companion that is not registered, beside a photo that is.</summary>
    internal const string NewCompanion = "NewCompanion";

    /// <summary>Lost, and found again.</summary>
    internal const string Found = "Found";

    /// <summary>Lost.</summary>
    internal const string Missing = "Missing";
}
