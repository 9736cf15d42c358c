using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace ImaLink.PowerShell;

/// <summary>Numbers from one to another, both included; one that is null is open.</summary>
/// <param name="Min">The least.</param>
/// <param name="Max">The greatest.</param>
public sealed record NumberRange(double? Min, double? Max)
{
    private const double Exact = 0.002; // 1/60 s is 0.0166667 or 0.01667, as cameras write it

    /// <summary>One number, and what is written for it with fewer digits.</summary>
    internal static NumberRange Of(double number) => new(number - Math.Abs(number * Exact), number + Math.Abs(number * Exact));

    /// <summary>The least whole number.</summary>
    internal int? WholeMin => Whole(Min, Math.Ceiling);

    /// <summary>The greatest whole number.</summary>
    internal int? WholeMax => Whole(Max, Math.Floor);

    // 4 is 4, and not what rounds to it.
    private static int? Whole(double? number, Func<double, double> round) =>
        number is { } given ? (int)Math.Clamp(Math.Abs(given - Math.Round(given)) < 0.05 ? Math.Round(given) : round(given), -1000, 1000) : null;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Min}..{Max}");
}

/// <summary>Takes a number, several (their least and greatest count, as in (3..5)), or a text such as 100..400, 4.., ..2.8 or 1/250..1/60.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NumberRangeArgumentAttribute : ArgumentTransformationAttribute
{
    private const string Between = "..";

    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
    {
        NumberRange range => range,
        string text => Read(text.Trim()),
        IList { Count: > 0 } list => Across([.. list.Cast<object?>().Select(item => Number(item is PSObject inner ? inner.BaseObject : item))]),
        null => throw Wrong(""),
        var number => NumberRange.Of(Number(number)),
    };

    private static NumberRange Across(double[] numbers) => numbers.Length == 1 ? NumberRange.Of(numbers[0]) : Checked(NumberRange.Of(numbers.Min()).Min, NumberRange.Of(numbers.Max()).Max, "");

    private static NumberRange Read(string text)
    {
        int at = text.IndexOf(Between, StringComparison.Ordinal);
        if (at < 0)
            return NumberRange.Of(Number(text));
        (string from, string to) = (text[..at].Trim(), text[(at + Between.Length)..].Trim());
        return from.Length + to.Length == 0 ? throw Wrong(text)
            : Checked(from.Length == 0 ? null : NumberRange.Of(Number(from)).Min, to.Length == 0 ? null : NumberRange.Of(Number(to)).Max, text);
    }

    private static NumberRange Checked(double? min, double? max, string text) => min > max ? throw Wrong(text) : new NumberRange(min, max);

    private static double Number(object? value)
    {
        double number = value switch
        {
            string text when text.Split('/') is [var over, var under] => ValueArgumentAttribute.Number(over) / ValueArgumentAttribute.Number(under),
            bool => double.NaN,
            _ => ValueArgumentAttribute.Number(value),
        };
        return double.IsFinite(number) ? number : throw Wrong(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
    }

    private static ArgumentTransformationMetadataException Wrong(string text) =>
        new($"'{text}' is no number and no range. Write 400, or a range as 100..400, 4.. (and more), ..2.8 (and less), 1/250..1/60; with spaces in quotation marks.");
}
