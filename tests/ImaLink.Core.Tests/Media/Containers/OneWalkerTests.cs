using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace ImaLink.Tests.Media.Containers;

/// <summary>
/// Hothash, facts, previews and the check of a file's end step through a container by the one walker that stands in Media/Containers: a
/// mistake in it is mended for all of them, and they cannot come to see different parts in the same file.
/// </summary>
public sealed partial class OneWalkerTests
{
    /// <summary>Structures of which only one reader steps through the parts.</summary>
    private static readonly string[] OnlyReader =
    [
        "Formats/Ends/FilmEnds.cs", "Formats/Ends/PsdEnd.cs", "Metadata/PhotoshopResources.cs",
    ];

    private static string Media([CallerFilePath] string path = "") => Path.Combine(Path.GetDirectoryName(path)!, "../../../../src/ImaLink.Core/Media");

    [Fact]
    public void Reader_StepsFromPartToPart_ByTheWalkerOfItsContainer()
    {
        var steps = Directory.GetFiles(Media(), "*.cs", SearchOption.AllDirectories)
            .Select(file => (Name: Path.GetRelativePath(Media(), file).Replace('\\', '/'), Text: File.ReadAllText(file)))
            .Where(file => !file.Name.StartsWith("Containers/", StringComparison.Ordinal) && !OnlyReader.Contains(file.Name))
            .SelectMany(file => Step().Matches(file.Text).Select(step => $"{file.Name}: {step.Value.Trim()}"));
        Assert.Empty(steps);
    }

    [Theory]
    [InlineData("position += length + 12;")]
    [InlineData("position += 8L + length;")]
    [InlineData("position += 8L + order.UInt32(bytes[4..]);")]
    [InlineData("position += 12L + BinaryPrimitives.ReadUInt32BigEndian(chunk);")]
    [InlineData("var at = block.IndexOf((byte)0xFF);")]
    public void Step_OfAnyKind_IsSeen(string source) => Assert.Matches(Step(), source);

    // A place moved by the length of a head and a length that the file states, or a search for JPEG's codes.
    [GeneratedRegex(@"\w+ \+= [^;]*(length[^;.]*\+|\+[^;]*(length|ReadU?Int|order\.UInt))[^;]*;|IndexOf\(\(byte\)0xFF\)[^;]*;", RegexOptions.IgnoreCase)]
    private static partial Regex Step();
}
