using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ImaLink;

/// <summary>One image: what statements are said of, wherever its files lie.</summary>
/// <param name="Hothash">Its hothash, in lower-case hex.</param>
/// <param name="Width">Width in pixels, before orientation; 0 where it is not known.</param>
/// <param name="Height">Height in pixels, before orientation; 0 where it is not known.</param>
public readonly record struct ImageKey(string Hothash, int Width, int Height)
{
    /// <summary>
    /// The UUID of the photo that this image is, unless a statement says otherwise: the same for everybody (docs/statements.md). A UUID of version 8 out of the
    /// SHA-256 of <c>imalink-photo:&lt;hothash&gt;:&lt;width&gt;x&lt;height&gt;</c>.
    /// </summary>
    public Guid PhotoUuid
    {
        get
        {
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"imalink-photo:{Hothash}:{Width}x{Height}")), hash);
            hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
            hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
            return new Guid(hash[..16], bigEndian: true);
        }
    }
}
