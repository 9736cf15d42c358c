namespace ImaLink;

/// <summary>What became of a source file; every source file of an import gets exactly one of these.</summary>
public static class ImportVerdict
{
    /// <summary>Copied into the storage (or registered in place).</summary>
    public const string Imported = "Imported";

    /// <summary>The same bytes are in the storage already.</summary>
    public const string Duplicate = "Duplicate";

    /// <summary>The same image in other bytes; kept as a further file of the image.</summary>
    public const string Variant = "Variant";

    /// <summary>Travelled with a photo.</summary>
    public const string Companion = "Companion";

    /// <summary>Left out; the reason says why.</summary>
    public const string Skipped = "Skipped";

    /// <summary>Changed while it was read; left for the next run.</summary>
    public const string StillChanging = "StillChanging";

    /// <summary>Could not be read or placed; the reason says why.</summary>
    public const string Failed = "Failed";
}
