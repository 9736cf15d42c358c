using System.Buffers;

namespace ImaLink.Media.Identity;

/// <summary>Digests as text: lower-case hexadecimal, as command line tools print them.</summary>
internal static class Hex
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    internal static string Of(ReadOnlySpan<byte> bytes) => Convert.ToHexString(bytes).ToLowerInvariant();

    internal static bool IsSha256(string text) => Is(text, 64);

    internal static bool Is(string text, int length) => text.Length == length && !text.AsSpan().ContainsAnyExcept(Digits);
}
