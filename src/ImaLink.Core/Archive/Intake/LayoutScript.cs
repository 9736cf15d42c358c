using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Index.Journals;
using ImaLink.Media.Formats;
using ImaLink.Media.Identity;
using ImaLink.Media.Metadata;
using Microsoft.Win32.SafeHandles;

namespace ImaLink.Archive.Intake;

/// <summary>Asks a layout script where a file is to be placed.</summary>
internal static class LayoutScript
{
    /// <summary>The answer, or what kept the script from answering; the file then fails.</summary>
    internal static LayoutLine Ask(PlannedFile file, Func<LayoutFacts, string> script, SessionHeader session)
    {
        if (file.Trouble is not null || file.Size == 0)
            return new LayoutLine { Number = file.Number }; // told when it is taken in
        try
        {
            using SafeFileHandle source = FileReading.Open(file.Path);
            FormatInfo? format = IdentityReader.Detect(source);
            if (format is null || format.Kind == MediaKind.Other)
                return new LayoutLine { Number = file.Number }; // skipped when it is taken in
            using var stream = new UnownedFileStream(source);
            LayoutFacts facts = ImportDecision.FactsFor(
                file, FactReader.Read(stream, format.Name, Path.GetFileName(file.Path)), format.Name, File.GetLastWriteTimeUtc(source), session);
            return new LayoutLine { Number = file.Number, Path = LayoutTemplate.PlaceOf(script(facts), facts) };
        }
        catch (ImaLinkException e)
        {
            return new LayoutLine { Number = file.Number, Trouble = e.Message };
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            return new LayoutLine { Number = file.Number, Trouble = IoErrors.Wrap(e, file.Path).Message };
        }
    }
}
