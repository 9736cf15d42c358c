using System.Management.Automation;
using System.Reflection;
using System.Runtime.Loader;

namespace ImaLink.PowerShell.Tests.Binding;

/// <summary>The core's wildcards are PowerShell's: what they fit is compared with PowerShell's own.</summary>
[Trait("Category", "Culture")]
public sealed class WildcardTests : IClassFixture<ModuleFixture>
{
    private const WildcardOptions Options = WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant;
    private readonly Type _core;

    /// <summary>The core lies in a context of its own, where no test can name its types.</summary>
    public WildcardTests(ModuleFixture module)
    {
        module.Invoke("Get-ImaFile -Catalog none.db");
        _core = AssemblyLoadContext.All.SelectMany(context => context.Assemblies).First(assembly => assembly.GetName().Name == "ImaLink.Core").GetType("ImaLink.Wildcard", throwOnError: true)!;
    }

    [Theory]
    [InlineData("*EOS*", "Canon EOS 6D")]
    [InlineData("img_00[1-3]?.jpg", "IMG_0021.JPG")]
    [InlineData("[]a]", "]")]
    [InlineData("`[a`]*", "[A] b")]
    [InlineData("a`", "a`")]
    [InlineData("`", "")]
    [InlineData("*a*b*c", "xxaxbxbc")]
    [InlineData("[a`-z]", "-")]
    [InlineData("[A-C]x", "bX")]
    [InlineData("*É*", "café")]
    [InlineData("?", "ß")]
    public void IsMatch_Sample_IsAsInPowerShell(string pattern, string text)
    {
        Assert.True(WildcardPattern.Get(pattern, Options).IsMatch(text));
        Assert.True(Matches(pattern, text));
    }

    [Fact]
    [Trait("Cultures", "th_TH")]
    public void IsMatch_AnyPatternAndText_IsAsInPowerShell()
    {
        var random = new Random(13);
        string Any(string letters, int most) => new([.. Enumerable.Range(0, random.Next(most)).Select(_ => letters[random.Next(letters.Length)])]);
        int matches = 0;
        for (int i = 0; i < 200_000; i++)
        {
            (string pattern, string text) = (Any("aAbB1*?[]-`é/^\\ü", 9), Any("aAbB1[]-`é/É^\\ü", 7));
            if (pattern.Contains("-[", StringComparison.Ordinal))
                continue; // PowerShell makes it a regular expression, to which that is another thing, or none
            bool? expected = Try(() => WildcardPattern.Get(pattern, Options).IsMatch(text));
            bool? actual = Matches(pattern, text);
            Assert.True(expected == actual, $"'{pattern}' and '{text}': PowerShell says {expected?.ToString() ?? "invalid"}, the core {actual?.ToString() ?? "invalid"}");
            matches += expected == true ? 1 : 0;
            Assert.Equal(WildcardPattern.ContainsWildcardCharacters(pattern), (bool)Static("IsWildcard", pattern));
            Assert.True(Matches((string)Static("Escape", text), text), text);
        }

        Assert.True(matches > 1000);
    }

    private bool? Matches(string pattern, string text)
    {
        object wildcard;
        try
        {
            wildcard = Activator.CreateInstance(_core, pattern, true)!;
        }
        catch (TargetInvocationException e) when (e.InnerException!.GetType().Name == "ImaLinkException")
        {
            return null;
        }

        return (bool)_core.GetMethod("IsMatch")!.Invoke(wildcard, [text])!;
    }

    private object Static(string method, string text) => _core.GetMethod(method)!.Invoke(null, [text])!;

    private static bool? Try(Func<bool> match)
    {
        try
        {
            return match();
        }
        catch (WildcardPatternException)
        {
            return null;
        }
    }
}
