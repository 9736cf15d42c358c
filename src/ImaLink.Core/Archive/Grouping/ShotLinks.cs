using ImaLink.Media.Relatives;

namespace ImaLink.Archive.Grouping;

/// <summary>Two images of one shot, and by what that is known.</summary>
internal readonly record struct ShotLink(long One, long Other, string Evidence);

/// <summary>
/// The links among files. Not all are compared with all: those of one name in one folder, those of one content identifier and those of one burst. Pure.
/// </summary>
internal static class ShotLinks
{
    // More files than these call themselves one by mistake, or to cost time.
    private const int MostOfLivePhoto = 32;
    private const int MostOfBurst = 2000;
    private const int MostOfName = 64;

    internal static IEnumerable<ShotLink> Of(IReadOnlyCollection<ShotFile> files) =>
        files.Where(file => file.ContentIdentifier is not null).GroupBy(file => file.ContentIdentifier!, StringComparer.OrdinalIgnoreCase)
            .Where(live => IsShared(live, MostOfLivePhoto)).SelectMany(live => Chain(live))
        .Concat(files.Where(file => file.BurstId is not null).GroupBy(file => file.BurstId!, StringComparer.OrdinalIgnoreCase)
            .Where(burst => IsShared(burst, MostOfBurst)).SelectMany(burst => Chain(burst)))
        .Concat(files.GroupBy(file => (file.Folder, file.Name.Shot)).Where(shot => shot.Skip(1).Any()).SelectMany(shot => OfName([.. shot])));

    /// <summary>By images: each may have copies in many storages.</summary>
    private static bool IsShared(IEnumerable<ShotFile> files, int most) => files.Select(file => file.Image).Distinct().Take(most + 1).Count() is var images && images > 1 && images <= most;

    /// <summary>Those of one shot's name: of equal names all with all, of others each with the plain ones, pictures of a burst with the next, sides of a scan with each other.</summary>
    private static IEnumerable<ShotLink> OfName(List<ShotFile> files)
    {
        ILookup<string, ShotFile> byStem = files.ToLookup(file => file.Name.Stem, StringComparer.Ordinal);
        List<ShotFile> plain = files.Where(file => file.Name.Mark == ShotMark.None).Take(MostOfName).ToList();
        List<ShotFile> sides = files.Where(file => file.Name.Mark is ShotMark.ScanEnhanced or ShotMark.ScanBack).Take(MostOfName).ToList();
        var bursts = files.Where(ShotEvidence.IsOfBurst).OrderBy(file => file.Taken?.ToString(), StringComparer.Ordinal).ThenBy(file => file.Name.Stem, StringComparer.Ordinal).ToList();
        return byStem.SelectMany(same => Pairs([.. same.Take(MostOfName)]))
            .Concat(files.Where(file => file.Name.Mark != ShotMark.None).SelectMany(file => plain.Select(other => (file, other))))
            .Concat(plain.GroupBy(file => file.Name.Stem).Skip(1).Any() ? Pairs(plain) : [])
            .Concat(Pairs(sides)).Concat(bursts.Zip(bursts.Skip(1)))
            .Select(pair => Link(pair.Item1, pair.Item2)).OfType<ShotLink>();
    }

    private static IEnumerable<ShotLink> Chain(IEnumerable<ShotFile> files) =>
        files.Zip(files.Skip(1)).Select(pair => Link(pair.First, pair.Second)).OfType<ShotLink>();

    private static IEnumerable<(ShotFile, ShotFile)> Pairs(List<ShotFile> files)
    {
        for (int i = 0; i < files.Count; i++)
            for (int j = i + 1; j < files.Count; j++)
                yield return (files[i], files[j]);
    }

    private static ShotLink? Link(ShotFile one, ShotFile other) =>
        one.Image != other.Image && ShotEvidence.Of(one, other) is { } evidence ? new(one.Image, other.Image, evidence) : null;
}
