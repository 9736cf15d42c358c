using ImaLink.Catalog;
using ImaLink.Index;

namespace ImaLink.Photos;

/// <summary>Puts photos in their places in one album, and takes them out, all with one revision; called inside a transaction.</summary>
internal sealed class AlbumPlacement(CatalogDatabase catalog, AlbumRow album)
{
    private readonly Lazy<long> _revision = new(() => catalog.Albums.NextRevision(album.Id));

    /// <summary>Puts photos in. One that is in the album is moved, where it is said where, and else left.</summary>
    /// <returns>How many were not in it.</returns>
    internal int Put(IReadOnlyCollection<long> photos, AlbumPlace place)
    {
        var moved = new List<AlbumMember>();
        var seen = new HashSet<ImageKey>();
        int added = 0;
        foreach (long photo in photos.Distinct())
        {
            List<AlbumMember> present = catalog.AlbumMembers.OfPhoto(album.Id, photo);
            if (present.Count > 0)
            {
                if (!place.IsEnd)
                    moved.AddRange(present.Where(member => seen.Add(member.Image)));
                continue;
            }

            (ImageKey image, Guid uuid) = catalog.AlbumMembers.ImageOf(photo) ?? throw AlbumService.Gone(photo);
            if (!seen.Add(image))
                continue;
            moved.Add(new AlbumMember(image, "a0", uuid == image.PhotoUuid ? null : uuid, null, 0, null));
            added++;
        }

        if (moved.Count == 0)
            return 0;
        List<AlbumMember> following = [];
        List<string>? positions = place.IsEnd ? AlbumPosition.Between(catalog.AlbumMembers.Last(album.Id), null, moved.Count) : Between(moved, seen, place, following);
        if (positions is null)
            SpreadOut(moved, seen, place);
        else
            Say(moved.Concat(following), positions);
        return added;
    }

    /// <summary>Takes photos out.</summary>
    /// <returns>How many were in the album.</returns>
    internal int Take(IEnumerable<long> photos)
    {
        int taken = 0;
        foreach (long photo in photos.Distinct())
        {
            List<AlbumMember> present = catalog.AlbumMembers.OfPhoto(album.Id, photo);
            present.ForEach(member => Say(member with { Position = null, Photo = null, Extra = null }));
            taken += present.Count > 0 ? 1 : 0;
        }

        if (taken > 0)
            catalog.Albums.MembersChanged(album.Id);
        return taken;
    }

    /// <summary>Positions for photos in the place that is meant; those after them that stand at one position with the photo before move on.</summary>
    private List<string>? Between(List<AlbumMember> moved, HashSet<ImageKey> own, AlbumPlace place, List<AlbumMember> following)
    {
        List<AlbumMember> rest = [.. catalog.AlbumMembers.Of(album.Id).Where(member => !own.Contains(member.Image))];
        int at = Index(rest, place);
        string? after = at > 0 ? rest[at - 1].Position : null;
        following.AddRange(rest.Skip(at).TakeWhile(member => member.Position == after));
        string? before = at + following.Count < rest.Count ? rest[at + following.Count].Position : null;
        return AlbumPosition.Between(after, before, moved.Count + following.Count);
    }

    /// <summary>No room is left there: all members get new positions.</summary>
    private void SpreadOut(List<AlbumMember> moved, HashSet<ImageKey> own, AlbumPlace place)
    {
        List<AlbumMember> all = [.. catalog.AlbumMembers.Of(album.Id).Where(member => !own.Contains(member.Image))];
        all.InsertRange(place.IsEnd ? all.Count : Index(all, place), moved);
        Say(all, AlbumPosition.Between(null, null, all.Count)!);
    }

    private int Index(List<AlbumMember> rest, AlbumPlace place)
    {
        if (place.Position is { } position)
            return Math.Clamp(position - 1, 0, rest.Count);
        long photo = place.Before ?? place.After ?? 0;
        HashSet<ImageKey> anchors = [.. catalog.AlbumMembers.OfPhoto(album.Id, photo).Select(member => member.Image)];
        int index = place.Before is not null ? rest.FindIndex(member => anchors.Contains(member.Image)) : rest.FindLastIndex(member => anchors.Contains(member.Image)) + 1;
        return index >= 0 && (place.Before is not null || index > 0) ? index
            : throw new ImaLinkException(ErrorCode.InvalidValue, $"The photo that -Before or -After names is not in the album '{album.Title}', or is among those that are put in.", album.Title);
    }

    private void Say(IEnumerable<AlbumMember> members, List<string> positions)
    {
        foreach ((AlbumMember member, string position) in members.Zip(positions))
            Say(member with { Position = position });
        catalog.Albums.MembersChanged(album.Id);
    }

    private void Say(AlbumMember member)
    {
        catalog.AlbumMembers.Say(album.Id, member with { Revision = _revision.Value, Writer = catalog.Uuid });
        if (!member.IsRemoved)
            catalog.AlbumFiles.NeedFor(album.Id, member.Image);
    }
}
