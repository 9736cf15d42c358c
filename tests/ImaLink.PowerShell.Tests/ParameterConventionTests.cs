using System.Collections;
using System.Management.Automation;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace ImaLink.PowerShell.Tests;

/// <summary>
/// A parameter means the same in every cmdlet that has it, without exception: type, what becomes of an argument, what Tab offers, and by which properties it is bound.
/// What differs follows from what the cmdlet does with it: whether it has to be given, where it stands, and that what is looked for may be several.
/// </summary>
public sealed class ParameterConventionTests(ModuleFixture module) : IClassFixture<ModuleFixture>
{
    private static readonly string[] Recording = [VerbsCommon.Set, VerbsData.Import, VerbsCommon.Rename];

    private IReadOnlyList<Declaration> Declarations { get; } =
    [
        .. from item in module.Invoke("Get-Command -Module ImaLink.PowerShell").Clean().Output
           let cmdlet = (CmdletInfo)item.BaseObject
           from parameter in cmdlet.Parameters.Values
           let property = cmdlet.ImplementingType.GetProperty(parameter.Name)
           where property is not null
           select new Declaration(property, parameter, cmdlet),
    ];

    [Fact]
    public void Parameter_OfOneName_MeansTheSameEverywhere() => AlikeIn(declared => declared.Meaning, Declarations);

    [Fact]
    public void Parameter_OfOneName_IsBoundByTheSameProperties() => AlikeIn(declared => declared.Names, Declarations.Where(declared => declared.Sets.Any(set => set.ValueFromPipelineByPropertyName)));

    /// <summary>A row of a table says all that a command line says, and $PSDefaultParameterValues and a pipeline bind alike.</summary>
    [Fact]
    public void Parameter_ThatIsRecorded_IsBoundByPropertyName() => Assert.Equal([],
        from declared in Declarations
        where Recording.Contains(declared.Cmdlet.Verb) && declared.IsText && !declared.IsOfTheCatalog && !declared.ReadsRows
        where !declared.Sets.All(set => set.ValueFromPipelineByPropertyName)
        select declared.ToString());

    [Fact]
    public void Parameter_ThatIsLookedFor_TakesSeveral() => Assert.Equal([],
        from named in Declarations.GroupBy(declared => declared.Name)
        where named.Any(declared => declared.Parameter.ParameterType.IsArray)
        from declared in named
        where declared.Cmdlet.Verb is "Get" or "Find" or "Test" or "Measure" or "Compare" && !declared.Parameter.ParameterType.IsArray
        select declared.ToString());

    [Fact]
    public void Parameter_ThatABaseTakesBack_IsNone()
    {
        Assert.DoesNotContain(Declarations, declared => declared is { Cmdlet.Name: "Get-ImaHothash", Name: "Catalog" });
        Assert.DoesNotContain(Declarations, declared => declared.Name == "LockTimeout" && declared.Cmdlet.Verb is "Get" or "Find" or "Measure");
    }

    private static void AlikeIn(Func<Declaration, string> told, IEnumerable<Declaration> declarations) => Assert.Equal([],
        from named in declarations.GroupBy(declared => declared.Name)
        let ways = named.GroupBy(told).OrderByDescending(way => way.Count()).ThenBy(way => way.Key, StringComparer.Ordinal).ToList()
        from way in ways.Skip(1)
        select $"-{named.Key} is '{way.Key}' in {string.Join(", ", way.Select(declared => declared.Cmdlet.Name))}, and '{ways[0].Key}' elsewhere");

    /// <summary>A parameter of a cmdlet.</summary>
    private sealed record Declaration(PropertyInfo Property, ParameterMetadata Parameter, CmdletInfo Cmdlet)
    {
        public string Name => Parameter.Name;

        public IEnumerable<ParameterSetMetadata> Sets => Parameter.ParameterSets.Values;

        /// <summary>What a cell of a table can hold, and an answer to a question cannot be.</summary>
        public bool IsText => Parameter.ParameterType != typeof(SwitchParameter) && !typeof(IDictionary).IsAssignableFrom(Parameter.ParameterType) && Element(Parameter.ParameterType) != typeof(PSObject);

        /// <summary>Every cmdlet has it, and it says nothing of a photo.</summary>
        public bool IsOfTheCatalog => Property.GetMethod!.GetBaseDefinition().DeclaringType == Cmdlet.ImplementingType.Assembly.GetType("ImaLink.PowerShell.CatalogCommand");

        /// <summary>Its subject is whatever the pipeline brings, of which it reads the properties itself.</summary>
        public bool ReadsRows => Cmdlet.Parameters.Values.Any(parameter => Element(parameter.ParameterType) == typeof(PSObject) && parameter.ParameterSets.Values.Any(set => set.ValueFromPipeline));

        /// <summary>By which names it is bound.</summary>
        public string Names => string.Join(' ', [Name, .. Parameter.Aliases.Order(StringComparer.Ordinal)]);

        /// <summary>Type, what becomes of an argument, and what Tab offers.</summary>
        public string Meaning { get; } = string.Join(' ', [Kind(Parameter.ParameterType), .. Parameter.Attributes.Select(Told).OfType<string>().Order(StringComparer.Ordinal)]);

        public override string ToString() => $"{Cmdlet.Name} -{Name}";

        private static Type Element(Type type) => (type.IsArray ? type.GetElementType() : Nullable.GetUnderlyingType(type)) ?? type;

        // A range is how a number is looked for.
        private static string Kind(Type type) => Element(type) is var element && (element == typeof(int) || element.Name == "NumberRange") ? "number" : element.Name;

        private static string? Told(Attribute attribute) => attribute switch
        {
            ArgumentCompleterAttribute completer => $"completed by {completer.Type?.Name}",
            ValidateSetAttribute set => $"one of {string.Join('|', set.ValidValues)}",
            ValidateRangeAttribute range => $"from {range.MinRange} to {range.MaxRange}",
            // Whether something has to be given, and may be withdrawn, is the cmdlet's to say.
            ParameterAttribute or AliasAttribute or SupportsWildcardsAttribute or NullableAttribute or NullableContextAttribute or AllowNullAttribute or AllowEmptyStringAttribute
                or AllowEmptyCollectionAttribute or ValidateNotNullAttribute or ValidateNotNullOrEmptyAttribute => null,
            // The same of values that may be withdrawn, and the range is the type's.
            ArgumentTransformationAttribute when attribute.GetType().BaseType?.Name == "ValueArgumentAttribute" || attribute.GetType().Name == "NumberRangeArgumentAttribute" => null,
            _ => attribute.GetType().Name.Replace("Attribute", "", StringComparison.Ordinal),
        };
    }
}
