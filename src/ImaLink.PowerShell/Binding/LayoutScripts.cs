using System.Management.Automation;
using System.Reflection;
using ImaLink.Archive.Intake;

namespace ImaLink.PowerShell;

/// <summary>Lets a script block decide where a file is placed.</summary>
internal static class LayoutScripts
{
    /// <summary>A function for the core that answers as a layout does, which is a text or a script; null for none.</summary>
    /// <exception cref="ImaLinkException">InvalidLayout: it is neither.</exception>
    public static Func<LayoutFacts, string>? Of(PipelinePump pump, object? layout) => (layout is PSObject wrapped ? wrapped.BaseObject : layout) switch
    {
        null => null,
        string text => new LayoutTemplate(text).Place,
        ScriptBlock script => On(pump, script),
        var other => throw new ImaLinkException(ErrorCode.InvalidLayout, "-Layout takes a text or a script block.", other.ToString()),
    };

    /// <summary>A function for the core that runs the script on the pipeline thread, with the file's facts as <c>$_</c>.</summary>
    private static Func<LayoutFacts, string> On(PipelinePump pump, ScriptBlock script) => facts =>
    {
        (string? place, string? trouble) = pump.Invoke(() => Ask(script, facts));
        return trouble is null ? place! : throw new ImaLinkException(ErrorCode.InvalidLayout, $"The layout script failed for '{facts.SourcePath}': {trouble}", facts.SourcePath);
    };

    private static (string? Place, string? Trouble) Ask(ScriptBlock script, LayoutFacts facts)
    {
        var subject = new PSObject(facts);
        foreach (PropertyInfo fact in facts.Facts.GetType().GetProperties().Where(property => property.Name is not ("EqualityContract" or nameof(ImageFile.TakenAt))))
            subject.Properties.Add(new PSNoteProperty(fact.Name, fact.GetValue(facts.Facts)));
        // As on the objects that commands emit.
        subject.Properties.Add(new PSNoteProperty(nameof(ImageFile.TakenAt), facts.Facts.TakenAt?.Time));
        subject.Properties.Add(new PSNoteProperty(nameof(ImageFile.TakenAtOffset), facts.Facts.TakenAt?.Offset));
        subject.Properties.Add(new PSNoteProperty(nameof(ImageFile.TakenAtSource), facts.Facts.TakenAt?.Source));
        subject.Properties.Add(new PSNoteProperty(nameof(ImageFile.TakenAtPrecision), facts.Facts.TakenAt?.Precision.ToString()));
        try
        {
            var answers = script.InvokeWithContext(null, [new PSVariable("_", subject)]);
            return (answers.LastOrDefault()?.ToString() ?? "", null);
        }
        catch (RuntimeException e) when (e is not PipelineStoppedException)
        {
            return (null, e.Message);
        }
    }
}
