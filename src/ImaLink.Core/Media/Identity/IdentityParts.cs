namespace ImaLink.Media.Identity;

/// <summary>What is wanted of an identity. What is not asked for costs nothing.</summary>
[Flags]
public enum IdentityParts
{
    /// <summary>The identity of the image.</summary>
    Hothash = 1,

    /// <summary>The integrity of the file: needs every byte of it.</summary>
    Sha256 = 2,

    /// <summary>Quick recognition of a file that has moved: needs at most 192 KiB of it.</summary>
    Fingerprint = 4,

    /// <summary>Whether the file ends where it says itself that it does: needs its structure.</summary>
    End = 8,

    /// <summary>All that names a file, out of one read.</summary>
    All = Hothash | Sha256 | Fingerprint,
}
