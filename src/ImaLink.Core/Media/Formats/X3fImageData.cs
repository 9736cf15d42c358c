using ImaLink.Media.Containers;

namespace ImaLink.Media.Formats;

/// <summary>
/// Sigma X3F: the image sections that the directory at the end names, without previews (HOTHASH 3.4).
/// </summary>
internal static class X3fImageData
{
    private const int SectionHeader = 28;
    private const byte Preview = 2;

    public static void Read(FileBytes file, ImageData data)
    {
        Span<byte> kind = stackalloc byte[1];
        foreach (var section in X3fSection.All(file))
        {
            if (!section.Is("IMAG"u8) && !section.Is("IMA2"u8))
                continue;
            if (file.TryRead(section.Start + 8, kind) && kind[0] != Preview)
                data.Add(section.Start + SectionHeader, section.Length - SectionHeader);
        }
    }
}
