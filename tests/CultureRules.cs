using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace ImaLink.Tests;

/// <summary>
/// Finds in compiled code what the analysers CA1304, CA1305, CA1310 and CA1311 leave out: numbers and dates in interpolated texts
/// without string.Create, and texts that are ordered by no comparer, alone or in tuples.
/// </summary>
internal static class CultureRules
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    // Their digits, signs or calendars are those of a culture; whole numbers are only where a format asks for separators.
    private static readonly HashSet<Type> Cultural =
        [typeof(double), typeof(float), typeof(decimal), typeof(Half), typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeOnly)];

    private static readonly HashSet<Type> Whole = [typeof(int), typeof(long), typeof(short), typeof(uint), typeof(ulong), typeof(Int128), typeof(UInt128)];

    private static readonly HashSet<string> Ordering = ["OrderBy", "OrderByDescending", "ThenBy", "ThenByDescending", "Order", "OrderDescending", "Max", "Min", "MaxBy", "MinBy"];

    /// <summary>The methods of an assembly that depend on the culture of the machine, and by what.</summary>
    public static IEnumerable<string> Broken(Assembly assembly) =>
        from type in assembly.GetTypes()
        from method in type.GetMethods(All).Cast<MethodBase>().Concat(type.GetConstructors(All))
        where method.Name != "PrintMembers" // the text of a record, for debugging
        from trouble in Broken(method)
        select $"{type.FullName}.{method.Name}: {trouble}";

    private static IEnumerable<string> Broken(MethodBase method)
    {
        // Interpolations nest, and each says at its beginning whether it was given a provider.
        var invariant = new Stack<bool>();
        string? text = null;
        Type? constrained = null;
        foreach ((OpCode code, object? operand) in Instructions(method))
        {
            if (operand is MethodBase called)
            {
                Type? declaring = called.DeclaringType;
                if (declaring == typeof(DefaultInterpolatedStringHandler))
                {
                    if (called.IsConstructor)
                        invariant.Push(called.GetParameters().Length > 2);
                    else if (called.Name == "AppendFormatted" && called.IsGenericMethod && invariant.TryPeek(out bool isInvariant) && !isInvariant
                        && IsCultural(called.GetGenericArguments()[0], called.GetParameters().Length > 1 ? text : null))
                        yield return $"a {called.GetGenericArguments()[0].Name} in an interpolated text";
                    else if (called.Name is "ToStringAndClear" or "ToString")
                        invariant.TryPop(out _);
                }
                else if (declaring == typeof(string) && called.Name == "Create")
                {
                    invariant.TryPop(out _);
                }
                else if (called.Name == "ToString" && called.GetParameters().Length == 0 && (constrained ?? declaring) is { } value && IsCultural(value, null))
                {
                    yield return $"{value.Name}.ToString()";
                }
                else if (IsOrdering(called))
                {
                    yield return $"{called.Name} of texts without a comparer";
                }
            }

            text = code == OpCodes.Ldstr ? (string)operand! : text;
            constrained = code == OpCodes.Constrained ? (Type)operand! : null;
        }
    }

    private static bool IsCultural(Type type, string? format)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return Cultural.Contains(type) || (Whole.Contains(type) && format is not (null or "") && format[0] is not ('x' or 'X' or 'D' or 'd'));
    }

    private static bool IsOrdering(MethodBase called)
    {
        bool compared = called.GetParameters().Any(parameter => parameter.ParameterType.Name.StartsWith("IComparer", StringComparison.Ordinal)
            || parameter.ParameterType.Name.StartsWith("Comparison", StringComparison.Ordinal));
        if (compared || called.DeclaringType is not { } declaring)
            return false;
        if (declaring == typeof(Enumerable))
            return Ordering.Contains(called.Name) && HoldsText(called.IsGenericMethod ? called.GetGenericArguments()[^1] : typeof(object));
        bool isTuple = declaring.Name.StartsWith("ValueTuple", StringComparison.Ordinal) && called.Name == "CompareTo";
        bool isList = declaring is { IsGenericType: true, Name: "List`1" } && called.Name == "Sort";
        bool isSorted = called.IsConstructor && declaring.Name.StartsWith("Sorted", StringComparison.Ordinal) && declaring.IsGenericType;
        return (isTuple || isList || isSorted) && declaring.GetGenericArguments() is var arguments && (isTuple ? arguments : arguments[..1]).Any(HoldsText);
    }

    private static bool HoldsText(Type type) =>
        type == typeof(string) || (type.Name.StartsWith("ValueTuple", StringComparison.Ordinal) && type.GetGenericArguments().Any(HoldsText));

    private static IEnumerable<(OpCode Code, object? Operand)> Instructions(MethodBase method)
    {
        if (method.GetMethodBody()?.GetILAsByteArray() is not { } il)
            yield break;
        Type[] types = method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : [];
        Type[] own = method.IsGenericMethod ? method.GetGenericArguments() : [];
        for (int i = 0; i < il.Length;)
        {
            short value = il[i++];
            OpCode code = Codes[value == 0xFE ? (short)(0xFE00 | il[i++]) : value];
            object? operand = code.OperandType switch
            {
                OperandType.InlineMethod => method.Module.ResolveMethod(BitConverter.ToInt32(il, i), types, own),
                OperandType.InlineString => method.Module.ResolveString(BitConverter.ToInt32(il, i)),
                OperandType.InlineType => method.Module.ResolveType(BitConverter.ToInt32(il, i), types, own),
                _ => null,
            };
            i += code.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + 4 * BitConverter.ToInt32(il, i),
                _ => 4,
            };
            yield return (code, operand);
        }
    }
}
