using System.Globalization;
using ImaLink.Catalog;
using ImaLink.Index;

namespace ImaLink.Tests.Recovery;

/// <summary>
/// A grown archive whose index files are damaged at random: what is undamaged comes back exactly, what does not is named, nothing throws
/// and nothing is written. IMALINK_DAMAGES says how often, IMALINK_DAMAGE_SEED repeats a run, IMALINK_DAMAGE one damage of it.
/// </summary>
public sealed class DamageTests(ITestOutputHelper output) : RecoveryTest
{
    private static int Number(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out int number) ? number : otherwise;

    [Fact]
    public void Restore_DamagedIndexes_BringsBackWhatIsWholeAndNamesTheRest()
    {
        int seed = Number("IMALINK_DAMAGE_SEED", 1), times = Number("IMALINK_DAMAGES", 25);
        output.WriteLine($"IMALINK_DAMAGE_SEED={seed} IMALINK_DAMAGES={times}");
        CatalogDatabase before = Open("before");
        GrownArchive archive = GrownArchive.Grow(Folder, before, 9, 180);
        var sessions = Sessions(before, archive);
        List<CatalogItem> known = [.. new CatalogExport(before).All(default)];
        var damage = new IndexDamage(archive.Roots, new Random(seed));
        var failures = new List<string>();
        int lost = 0, partial = 0, only = Number("IMALINK_DAMAGE", -1);
        for (int i = 0; i < times; i++)
        {
            string what = $"Seed {seed}, damage {i}: {damage.Strike()}";
            if (only >= 0 && i != only)
            {
                damage.Undo();
                continue;
            }

            try
            {
                using CatalogDatabase restored = CatalogDatabase.OpenTemporary();
                List<RestoreReport> reports = [.. archive.Roots.SelectMany(root => Restore(restored, root))];
                List<CatalogItem> found = [.. new CatalogExport(restored).All(default)];
                partial += AssertUndamagedIsThere(archive, damage, sessions, known, found) ? 1 : 0;
                lost += AssertLossIsNamed(archive, damage, sessions, known, found, reports) ? 1 : 0;
                foreach (string root in archive.Roots)
                    Restore(restored, root);
                AssertSame(found, restored);
                using CatalogDatabase reversed = CatalogDatabase.OpenTemporary();
                foreach (string root in archive.Roots.Reverse())
                    Restore(reversed, root);
                AssertSame(found, reversed);
            }
            catch (Exception e)
            {
                failures.Add($"{what}\n{e}");
            }

            damage.Undo();
        }

        output.WriteLine($"{times} damages: in {partial} sessions were undamaged and came back exactly, in {lost} something was lost and named.");
        Assert.True(failures.Count == 0, $"{failures.Count} of {times} failed.\n{string.Join("\n\n", failures.Take(4))}");
    }

    private static void AssertSame(List<CatalogItem> found, CatalogDatabase other)
    {
        string[] one = [.. found.Select(item => item.ToString())], two = [.. new CatalogExport(other).All(default).Select(item => item.ToString())];
        Assert.True(one.SequenceEqual(two), $"Once: {string.Join('\n', one.Except(two))}\nthen: {string.Join('\n', two.Except(one))}");
    }

    private static Dictionary<(string Storage, string Session), string> Sessions(CatalogDatabase catalog, GrownArchive archive) =>
        catalog.Storages.All().SelectMany(storage => catalog.Sessions.OfStorage(storage.Id).Select(session => (storage, session))).ToDictionary(
            pair => (pair.storage.Uuid.ToString(), pair.session.Header.Uuid.ToString()),
            pair => new StorageLayout(archive.Roots.Single(root => root == pair.storage.Root)).SessionIndex(pair.session.Header.Id));

    /// <summary>A session whose index is as it was, and of which the master index, if it can be read, says what it said.</summary>
    private static bool IsUndamaged(IndexDamage damage, string index)
    {
        if (!damage.IsWhole(index))
            return false;
        string master = Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(index))!, "index.json");
        if (damage.IsWhole(master))
            return true;
        string sha256 = IndexDigest.Of(index);
        SessionHeader header = SessionIndexFile.ReadHeader(index);
        return Masters().All(read => read.StorageInfo.Uuid == header.FileStorageUuid
            && read.ImportSessions.Where(session => session.Uuid == header.Uuid || session.Id == header.Id).All(session =>
                session.Uuid == header.Uuid && session.Id == header.Id && (session.Revision < header.Revision || session.IndexSha256 == sha256))
            && !read.RemovedSessions.Exists(removed => removed.Uuid == header.Uuid && removed.Revision >= header.Revision));

        IEnumerable<MasterIndex> Masters()
        {
            foreach (string file in new[] { master, master + ".bak" })
            {
                MasterIndex? read = null;
                try
                {
                    read = MasterIndexFile.Read(file);
                }
                catch (ImaLinkException)
                {
                }

                if (read is not null)
                    yield return read;
            }
        }
    }

    private static bool AssertUndamagedIsThere(GrownArchive archive, IndexDamage damage,
        Dictionary<(string Storage, string Session), string> sessions, List<CatalogItem> known, List<CatalogItem> found)
    {
        var undamaged = sessions.Where(session => IsUndamaged(damage, session.Value)).Select(session => session.Key).ToHashSet();
        var masters = archive.Roots.Where(root => damage.IsWhole(Path.Combine(root, "index.json"))).Select(root => root[^8..]).ToHashSet();
        HashSet<string> there = [.. found.Select(Text)];
        Assert.All(known.Where(item => item.Kind is CatalogKind.Session or CatalogKind.File or CatalogKind.Companion or CatalogKind.RemovedFile
            ? undamaged.Contains(SessionOf(item)) : item.Kind == CatalogKind.RemovedSession && masters.Contains(item.Key[0][..8])),
            item => Assert.True(there.Contains(Text(item)), $"Lost: {item}\nThere is: {string.Join('\n', found.Where(other => other.Kind == item.Kind && other.Key.SequenceEqual(item.Key)))}"));
        var shown = known.Where(item => item.Kind == CatalogKind.File).ToLookup(item => Value(item, "hothash"));
        foreach (CatalogItem image in known.Where(item => item.Kind == CatalogKind.Image && shown[item.Key[0]].All(file => undamaged.Contains(SessionOf(file)))))
            Assert.Contains(Text(image), there);
        return undamaged.Count > 0;
    }

    private static bool AssertLossIsNamed(GrownArchive archive, IndexDamage damage,
        Dictionary<(string Storage, string Session), string> sessions, List<CatalogItem> known, List<CatalogItem> found, List<RestoreReport> reports)
    {
        HashSet<string> there = [.. found.Select(Text)];
        bool any = false;
        foreach (var session in known.Where(item => item.Kind is CatalogKind.Session or CatalogKind.File).GroupBy(SessionOf))
        {
            if (session.All(item => there.Contains(Text(item))))
                continue;
            any = true;
            string root = archive.Roots.Single(root => sessions[session.Key].StartsWith(root, StringComparison.Ordinal));
            bool masterIsWhole = damage.IsWhole(Path.Combine(root, "index.json"));
            Assert.True(reports.Exists(report => report.FullName == root && report.State != RestoreState.Valid
                && (report.SessionUuid?.ToString() == session.Key.Session || report.Detail?.Contains(sessions[session.Key], StringComparison.Ordinal) == true || (!masterIsWhole && (report.Session is null || report.SessionUuid is null)))),
                $"Nobody was told of {sessions[session.Key]}: {string.Join("; ", reports.Where(report => report.FullName == root))}");
        }

        return any;
    }

    private static (string Storage, string Session) SessionOf(CatalogItem item) =>
        (item.Key[0], item.Kind is CatalogKind.Session or CatalogKind.RemovedFile ? item.Key[1] : Value(item, "session")!);

    private static string? Value(CatalogItem item, string field) => item.Fields.First(pair => pair.Name == field).Value;

    private static string Text(CatalogItem item) =>
        (item with { Fields = [.. item.Fields.Where(field => !CatalogExport.LocalFields.Contains(field.Name))] }).ToString();
}
