namespace ImaLink.Recovery;

/// <summary>How a catalog is restored.</summary>
public sealed record RestoreRequest
{
    /// <summary>How the files are looked at, beside what the indexes say of them.</summary>
    public RestoreVerification Verify { get; init; }

    /// <summary>Reads the files under <c>photos/</c> that stand in no readable index and belonged to a session that is lost.</summary>
    public bool ScanOrphans { get; init; }
}

/// <summary>How restored files are looked at. What is found is reported; records stay as the indexes have them.</summary>
public enum RestoreVerification
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Whether they are there.</summary>
    Exists,

    /// <summary>Whether they are there with their size and fingerprint.</summary>
    Fingerprint,

    /// <summary>Whether they hold their recorded bytes: every file is read.</summary>
    Full,
}
