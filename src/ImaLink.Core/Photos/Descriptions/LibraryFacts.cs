using ImaLink.Archive.Intake;
using ImaLink.Index;
using ImaLink.Media.Libraries;
using ImaLink.Media.Metadata;

namespace ImaLink.Photos.Descriptions;

/// <summary>What another program says of a photo, without what only repeats the photo in other digits. Pure.</summary>
internal static class LibraryFacts
{
    /// <summary>What is to be taken of it: a time only where an owner may have said it, and not the one that the file states, told in another zone; and regions that are those that are said already as they are said.</summary>
    /// <param name="photo">The photo.</param>
    /// <param name="entry">The file that it is.</param>
    internal static ImageFacts Of(LibraryPhoto photo, FileEntry entry)
    {
        ImageFacts facts = photo.Facts;
        bool isTimeNews = CaptureTime.Parse(entry.TakenAt, entry.TakenAtSource) is { } stated && entry.TakenAtSource != DateSources.FileName ? facts.TakenAt is { } taken && LibraryCandidate.IsSame(taken, stated) != true : photo.IsTimeStated;
        IReadOnlyList<PersonFact> said = facts.Persons.Count == 0 ? [] : SaidFacts.Of(entry.Said ?? [], entry).Persons;
        return facts with
        {
            TakenAt = isTimeNews ? facts.TakenAt : null,
            Persons = [.. facts.Persons.Select(person => said.FirstOrDefault(other => IsSame(other, person, entry)) ?? person)],
        };
    }

    /// <summary>Programs measure in pixels, or round: a hundredth of the picture is nothing.</summary>
    private static bool IsSame(PersonFact said, PersonFact person, FileEntry entry)
    {
        const double nothing = 0.01;
        return said.Name == person.Name && said.Region is { } one && person.Region?.InStored(entry.Width, entry.Height, entry.Orientation) is { } other
            && Math.Abs(one.X - other.X) < nothing && Math.Abs(one.Y - other.Y) < nothing && Math.Abs(one.Width - other.Width) < nothing && Math.Abs(one.Height - other.Height) < nothing;
    }
}
