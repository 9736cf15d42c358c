using ImaLink.Files;
using ImaLink.Index.Journals;
using ImaLink.Media.Identity;
using Microsoft.Win32.SafeHandles;

namespace ImaLink.Archive.Intake;

/// <summary>A photo of the plan with the companions that travel with it.</summary>
internal sealed record ImportUnit(PlannedFile Photo, List<PlannedFile> Companions, LayoutLine? Place, bool MayBeKnown);

/// <summary>Makes units out of the source files of a plan, in its order.</summary>
internal sealed class ImportUnits(StorageWriter storage, ImportJournal journal)
{
    private readonly ImportPlan _plan = journal.Plan;

    /// <summary>The units of the plan that are wanted, each with the place a script gave it.</summary>
    internal IEnumerable<ImportUnit> Of(Func<int, bool> isWanted)
    {
        using IEnumerator<LayoutLine> places = (_plan.LayoutScripted ? journal.Places() : []).GetEnumerator();
        bool hasPlace = places.MoveNext();
        ImportUnit? unit = null;
        foreach (PlannedFile file in journal.Sources().Where(file => isWanted(file.Number)))
        {
            if (unit is not null && file.CompanionOf == unit.Photo.Number)
            {
                unit.Companions.Add(file);
                continue;
            }

            if (unit is not null)
                yield return unit;
            while (hasPlace && places.Current.Number < file.Number)
                hasPlace = places.MoveNext();
            LayoutLine? place = hasPlace && places.Current.Number == file.Number ? places.Current : null;
            unit = new ImportUnit(file, [], place, !_plan.InPlace && !_plan.AllowDuplicate && MayBeKnown(file));
        }

        if (unit is not null)
            yield return unit;
    }

    /// <summary>Whether a file of this size and fingerprint is registered: then it is read before it is copied.</summary>
    private bool MayBeKnown(PlannedFile file)
    {
        // A copy in another storage counts only where it is accepted: else a second storage would read everything twice.
        long? within = _plan.SkipKnownElsewhere ? null : storage.StorageId;
        if (!storage.Catalog.Files.AnyOfSize(within, file.Size))
            return false;
        try
        {
            using SafeFileHandle source = FileReading.Open(file.Path);
            return storage.Catalog.Files.Any(within, file.Size, IdentityReader.Fingerprint(source));
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            return false; // told when it is taken in
        }
    }
}
