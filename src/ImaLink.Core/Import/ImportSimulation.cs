using ImaLink.Archive;
using ImaLink.Archive.Intake;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Index.Journals;

namespace ImaLink.Import;

/// <summary>Says what an import would do: the same walk, reading and decisions, and nothing written.</summary>
internal sealed class ImportSimulation(CatalogDatabase catalog, StorageRow storage, ImportRequest request, OperationReporter reporter)
{
    internal IEnumerable<ImportItem> Run(CancellationToken cancellationToken)
    {
        StorageProbe.RequireOnline(storage);
        ImportPreparation.CheckSources(storage, request);
        RequireRoom(cancellationToken);
        var plan = new ImportPlan
        {
            Session = new SessionHeader { Title = request.Title, TimeZone = request.TimeZone ?? MachineZone.Name(reporter.Warning) },
            Layout = request.Layout,
            InPlace = request.InPlace,
            AllowDuplicate = request.AllowDuplicate,
            SkipVariant = request.SkipVariant,
            SkipKnownElsewhere = request.SkipKnownElsewhere,
            IncludeTrashed = request.IncludeTrashed,
            IncludePartner = request.IncludePartner,
        };
        var decision = new ImportDecision(catalog, new StorageLayout(storage.Root), storage.Id, plan);
        var intake = new FileIntake(new DurableFiles(), null, null);
        Dictionary<Guid, string> roots = catalog.Storages.All().ToDictionary(row => row.Uuid, row => row.Root);
        ImportRecord? photo = null;
        var files = new SourceWalk(request.InPlace, reporter).Files(request.Paths, cancellationToken);
        foreach ((IntakeResult taken, List<IntakeResult> companions) in Units(ParallelOrdered.Map(files, Environment.ProcessorCount, 64, intake.Look, cancellationToken)))
        {
            ImportRecord record;
            if (taken.Identity is { Hothash.Length: 0 })
            {
                record = decision.DecideCompanion(taken, photo?.Number == taken.File.CompanionOf ? photo : null);
            }
            else
            {
                LayoutLine? place = request.LayoutScript is null || taken.Identity is null ? null : LayoutScript.Ask(taken.File, request.LayoutScript, plan.Session);
                photo = record = decision.Decide(taken, place, companions);
            }

            yield return SessionService.ItemOf(record.Ledger!, plan.Session, storage, roots);
        }
    }

    /// <summary>Each file with what comes after it and travels with it.</summary>
    private static IEnumerable<(IntakeResult Taken, List<IntakeResult> Companions)> Units(IEnumerable<IntakeResult> results)
    {
        var unit = new List<IntakeResult>();
        foreach (IntakeResult next in results)
        {
            if (unit.Count > 0 && next.File.CompanionOf != unit[0].File.Number)
            {
                foreach ((IntakeResult, List<IntakeResult>) each in Each(unit))
                    yield return each;
                unit.Clear();
            }

            unit.Add(next);
        }

        foreach ((IntakeResult, List<IntakeResult>) each in Each(unit))
            yield return each;

        static IEnumerable<(IntakeResult, List<IntakeResult>)> Each(List<IntakeResult> unit) => unit.Select((taken, i) => (taken, i == 0 ? unit[1..] : []));
    }

    private void RequireRoom(CancellationToken cancellationToken)
    {
        (int files, long bytes) = (0, 0);
        var walk = new SourceWalk(request.InPlace, OperationReporter.None);
        foreach (PlannedFile file in walk.Files(request.Paths, cancellationToken))
        {
            files++;
            bytes += ImportPreparation.UnknownBytes(catalog, storage.Id, request, file);
        }

        ImportPreparation.Require(storage, request, files, bytes, walk.Storages);
    }
}
