namespace ImaLink.Identity;

/// <summary>Hashes as text: lower-case hexadecimal, as command line tools print them.</summary>
internal static class Hex
{
    public static string Of(ReadOnlySpan<byte> bytes) => Convert.ToHexString(bytes).ToLowerInvariant();
}
