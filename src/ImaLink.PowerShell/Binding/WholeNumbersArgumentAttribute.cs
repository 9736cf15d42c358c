using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace ImaLink.PowerShell;

/// <summary>Takes whole numbers, and texts such as 2004..2010, 2010.. or ..1999: outside of parentheses PowerShell hands a range over as it was typed.</summary>
/// <param name="least">The least that there is.</param>
/// <param name="most">The greatest.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class WholeNumbersArgumentAttribute(int least, int most) : ArgumentTransformationAttribute
{
    private const string Between = "..";

    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = Bare(inputData);
        object?[] given = value is IList list ? [.. list.Cast<object?>().Select(Bare)] : [value];
        return given.Any(IsRange) ? given.SelectMany(item => IsRange(item) ? Expand((string)item!) : [item]).ToArray() : inputData;
    }

    private static object? Bare(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    private static bool IsRange(object? value) => value is string text && text.Contains(Between, StringComparison.Ordinal);

    private IEnumerable<object?> Expand(string text)
    {
        int at = text.IndexOf(Between, StringComparison.Ordinal);
        string from = text[..at].Trim(), to = text[(at + Between.Length)..].Trim();
        if (from.Length + to.Length == 0 || Bound(from, least) is not { } one || Bound(to, most) is not { } other)
        {
            throw new ArgumentTransformationMetadataException(string.Create(CultureInfo.InvariantCulture,
                $"'{text}' is no range of whole numbers from {least} to {most}. Write {least}..{most}, {least}.. (and more), ..{most} (and less), or one number."));
        }

        return Enumerable.Range(Math.Min(one, other), Math.Abs(one - other) + 1).Cast<object?>();
    }

    private int? Bound(string text, int open) => text.Length == 0 ? open
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most ? number : null;
}
