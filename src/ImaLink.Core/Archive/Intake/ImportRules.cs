using ImaLink.Index.Journals;

namespace ImaLink.Archive.Intake;

/// <summary>What becomes of a file that was read, and why.</summary>
/// <param name="Verdict">A word of <see cref="ImportVerdict"/>.</param>
/// <param name="Reason">What there is to say of it.</param>
/// <param name="ExistingPath">The file that was found to be like it.</param>
/// <param name="ExistingStorage">Its storage, where that is another one.</param>
internal sealed record ImportRuling(string Verdict, string? Reason = null, string? ExistingPath = null, Guid? ExistingStorage = null)
{
    /// <summary>Whether it gets a place in the storage.</summary>
    internal bool IsTaken => Verdict is ImportVerdict.Imported or ImportVerdict.Variant or ImportVerdict.Companion;

    /// <summary>Whether it belongs to no photo of this storage and is kept with the session.</summary>
    internal bool IsDocument { get; init; }
}

/// <summary>The rules of an import, from what is known of a file to its verdict. Pure.</summary>
internal static class ImportRules
{
    internal const string Trashed = "It was in the trash of the program that it comes from; -IncludeTrashed takes it in.",
        OfPartner = "It is the photo of a partner, who shares them with this account of Google Photos; -IncludePartner takes it in.";

    internal const string OfNoPhoto = "It belongs to no photo alone; it is kept with the session.";

    internal const string Registered = "The file is registered already.", Link = "It is a link: a storage holds its files themselves.";

    /// <summary>Of a photo or video that would be copied in.</summary>
    /// <param name="plan">What the user asked for.</param>
    /// <param name="bytes">Where its bytes are.</param>
    /// <param name="image">Where its image is: asked only where its bytes are nowhere.</param>
    /// <param name="noPlace">Why a layout script has no place for it; null where it has, or there is none.</param>
    internal static ImportRuling OfPhoto(ImportPlan plan, SameBytes bytes, Func<SameImage> image, string? noPlace)
    {
        ImportRuling ruling = Of(bytes);
        if (IsDuplicate(plan, bytes) && !plan.AllowDuplicate)
            return ruling with { Verdict = ImportVerdict.Duplicate };
        if (ruling.ExistingPath is null && image() is var same)
        {
            if (same.Path is not null && plan.SkipVariant)
                return new ImportRuling(ImportVerdict.Skipped, "The same image is in the storage in other bytes.", same.Path);
            if (same.Path is not null)
                ruling = new ImportRuling(ImportVerdict.Variant, null, same.Path);
            else if (same.Collision is not null)
                ruling = ruling with { Reason = $"HothashCollision: '{same.Collision}' has the same hothash and other dimensions." };
        }

        return noPlace is null ? ruling : ruling with { Verdict = ImportVerdict.Failed, Reason = noPlace };
    }

    /// <summary>Whether a file is one that is held already: in this storage, or in another where that is accepted.</summary>
    internal static bool IsDuplicate(ImportPlan plan, SameBytes bytes) => bytes.Here is not null || (bytes.Elsewhere is not null && plan.SkipKnownElsewhere);

    /// <summary>Of a photo or video that lies in the storage already.</summary>
    /// <param name="path">Where.</param>
    /// <param name="isRegistered">Whether it is known there.</param>
    /// <param name="isLink">Whether it is a link.</param>
    /// <param name="bytes">Where else its bytes are: asked only where it is to be registered.</param>
    internal static ImportRuling OfPhotoInPlace(string path, bool isRegistered, bool isLink, Func<SameBytes> bytes) =>
        isRegistered ? new(ImportVerdict.Skipped, Registered, path) : isLink ? new(ImportVerdict.Skipped, Link) : Of(bytes());

    /// <summary>Of a companion.</summary>
    /// <param name="photo">What was decided on its photo; null where it has none.</param>
    /// <param name="registered">Its own path, where it lies in the storage and is known there.</param>
    /// <param name="same">One with its bytes beside the photo: asked only where the photo was there before.</param>
    internal static ImportRuling OfCompanion(ImportRecord? photo, Func<string?> registered, Func<string?> same)
    {
        if (photo is null)
            return new(ImportVerdict.Companion, "There is no photo that it belongs to beside it; it is kept with the session.") { IsDocument = true };
        if (photo.Ledger!.Verdict is ImportVerdict.Failed or ImportVerdict.StillChanging)
            return new(ImportVerdict.Skipped, "Its photo was not imported.");
        if (photo.Ledger is { Verdict: ImportVerdict.Skipped, Reason: Trashed or OfPartner })
            return new(ImportVerdict.Skipped, "Its photo was left out.");
        if (HolderOf(photo) is null)
            return new(ImportVerdict.Companion, "Its photo is not in this storage; it is kept with the session.") { IsDocument = true };
        if (registered() is { } path)
            return new(ImportVerdict.Skipped, Registered, path);
        return photo.Entry is null && same() is { } known ? new(ImportVerdict.Duplicate, null, known) : new(ImportVerdict.Companion);
    }

    /// <summary>Where the photo of a companion lies in this storage: placed now, held before, or registered where it lies.</summary>
    internal static string? HolderOf(ImportRecord photo) => photo.Entry?.Path ?? (photo.Ledger switch
    {
        { Verdict: ImportVerdict.Duplicate, ExistingStorage: null } held => held.ExistingPath,
        { Verdict: ImportVerdict.Skipped, Reason: Registered } held => held.ExistingPath,
        _ => null,
    });

    /// <summary>Of what belongs to no photo, where it is copied in.</summary>
    /// <param name="reason">Why it belongs to none.</param>
    /// <param name="same">One with its bytes and its path in its source.</param>
    internal static ImportRuling OfDocument(string? reason, string? same) =>
        same is null ? new(ImportVerdict.Companion, reason) { IsDocument = true } : new(ImportVerdict.Duplicate, null, same);

    /// <summary>Of what belongs to no photo and lies in the storage already.</summary>
    internal static ImportRuling OfDocumentInPlace(string? reason, string path, bool isRegistered, bool isLink) =>
        isRegistered ? new(ImportVerdict.Skipped, Registered, path) : isLink ? new(ImportVerdict.Skipped, Link) : new(ImportVerdict.Companion, reason) { IsDocument = true };

    /// <summary>A place elsewhere, or one where the file is missing, is only named.</summary>
    private static ImportRuling Of(SameBytes bytes) => bytes switch
    {
        { Here: { } path } => new(ImportVerdict.Imported, null, path),
        { Elsewhere: { } place } => new(ImportVerdict.Imported, "The same bytes are in another storage.", place.Path, place.Storage),
        { Recorded: { } place } => new(ImportVerdict.Imported, place.IsOnline ? "The same bytes are recorded there, but the file is missing or was changed."
            : "The same bytes are recorded in a storage that is offline.", place.Path, place.Storage),
        _ => new(ImportVerdict.Imported),
    };
}
