using ImaLink.Tests.Specification;


namespace ImaLink.Tests.Media.Identity;

/// <summary>Small files of every structure, for tests that damage them.</summary>
internal static class SampleFiles
{
    public static IEnumerable<byte[]> All() => HothashVectors.All().Select(vector => vector.Content);
}
