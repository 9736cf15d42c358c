using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using ImaLink.Media.Identity;

namespace ImaLink.Index;

/// <summary>
/// What is read from an index is untrusted, and JSON leaves absent what a type promises: this refuses, in words, what would
/// fail or do harm later. Every method throws a <see cref="JsonException"/>, which the reader turns into IndexCorrupt.
/// </summary>
internal static class IndexCheck
{
    private const int MaxNumber = Sizes.MaxSessionNumber;
    private const double MaxSeconds = 1e10; // some centuries: a span of time can be made of it
    private const int MaxKind = 40, MaxPlace = 1000;

    internal static void Master(MasterIndex index)
    {
        Require(index.StorageInfo is { } info && info.Uuid != Guid.Empty, "It has no storage_info with a uuid.");
        Require(index.StorageInfo!.DisplayName is not null && index.StorageInfo.CreatedAt is not null, "Its storage_info has no display_name or created_at.");
        Require(double.IsFinite(index.StorageInfo.TotalSizeMb), "Its total_size_mb is out of range.");
        Require(index.StorageInfo.LastSessionNumber is >= 0 and <= MaxNumber, "Its last_session_number is out of range.");
        Place(index.StorageInfo.Place);
        Revision(index.Revision);
        Require(index.ImportSessions is not null && index.RemovedSessions is not null, "A list of sessions is null.");
        Require(index.ImportSessions!.TrueForAll(session => session is { Title: not null, ImportedAt: not null, Id: > 0 and <= MaxNumber } && session.Uuid != Guid.Empty),
            "A session in it lacks its id, uuid, title or imported_at.");
        Require(index.ImportSessions.DistinctBy(session => session.Uuid).Count() == index.ImportSessions.Count
            && index.ImportSessions.DistinctBy(session => session.Id).Count() == index.ImportSessions.Count, "A session occurs twice in it.");
        Require(index.RemovedSessions!.TrueForAll(removed => removed is not null)
            && index.RemovedSessions.DistinctBy(removed => removed.Uuid).Count() == index.RemovedSessions.Count, "A removed session is null or occurs twice in it.");
        foreach (long revision in index.ImportSessions.Select(session => session.Revision).Concat(index.RemovedSessions.Select(removed => removed.Revision)))
            Revision(revision);
        Unknown(index.Extra);
        Unknown(index.StorageInfo.Extra);
        index.ImportSessions.ForEach(session => Unknown(session.Extra));
        index.RemovedSessions.ForEach(removed => Unknown(removed.Extra));
    }

    private static void Place(StoragePlace? place)
    {
        Require(place is null or { Kind.Length: > 0 and <= MaxKind, Id.Length: > 0 and <= MaxPlace, KnownBy.Length: > 0 and <= MaxKind }
            && place?.Kind.Any(char.IsControl) != true && place?.Id.Any(char.IsControl) != true && place?.KnownBy.Any(char.IsControl) != true, "The place in its storage_info has an unusable kind, id or known_by.");
        Unknown(place?.Extra);
    }

    internal static void Header(SessionHeader header)
    {
        Require(header.Id > 0, "The import_session lacks its id.");
        Planned(header);
    }

    /// <summary>A session that may not have its number yet.</summary>
    internal static void Planned(SessionHeader header)
    {
        Require(header.Uuid != Guid.Empty && header.FileStorageUuid != Guid.Empty && header.Id is >= 0 and <= MaxNumber,
            "The import_session lacks its uuid or file_storage_uuid, or its id is out of range.");
        Require(header.Title is not null && header.ImportedAt is not null, "The import_session lacks its title or imported_at.");
        Require(header.TimeZone is null || TimeZones.IsName(header.TimeZone), $"The time_zone '{Excerpt(header.TimeZone)}' is no name of a zone.");
        Require(header.DefaultAuthor is null or { Name: not null }, "The default_author has no name.");
        Require(header.DurationSeconds is >= 0 and <= MaxSeconds, "The duration_seconds is out of range.");
        Require(IsSize(header.Bytes), "The bytes are out of range.");
        Require(header.Counts is null or
        {
            SourceFiles: >= 0 and <= MaxNumber, Imported: >= 0 and <= MaxNumber, Duplicate: >= 0 and <= MaxNumber, Variant: >= 0 and <= MaxNumber,
            Companion: >= 0 and <= MaxNumber, Skipped: >= 0 and <= MaxNumber, StillChanging: >= 0 and <= MaxNumber, Failed: >= 0 and <= MaxNumber, EndingEarly: >= 0 and <= MaxNumber
        }, "A count of the import_session is out of range.");
        Require(header.RemovedFiles?.TrueForAll(removed => removed is { Path: not null } && Sha256(removed.Sha256)) ?? true, "A removed file lacks its path or sha256.");
        Revision(header.Revision);
        header.RemovedFiles?.ForEach(removed =>
        {
            Revision(removed.Revision);
            Require(removed.Reason is null or { Length: <= 40 }, "The reason of a removed file is no word.");
            Followed(removed.Followed);
            Unknown(removed.Extra);
        });
        Unknown(header.Extra);
        Unknown(header.Counts?.Extra);
        Unknown(header.DefaultAuthor?.Extra);
    }

    internal static void Followed(FollowedRemoval? followed)
    {
        if (followed is null)
            return;
        Require(StorageLayout.IsSafePhotoPath(followed.Path), "A removed file follows the removal of a path that does not lie in a photos folder.");
        Revision(followed.Revision);
    }

    internal static void File(FileEntry file)
    {
        Require(StorageLayout.IsSafePhotoPath(file.Path), $"The path '{Excerpt(file.Path)}' of {file.Hothash} does not lie in the storage's photos folder.");
        string path = file.Path!;
        Require(Sha256(file.Sha256), $"The sha256 of '{Excerpt(path)}' is missing or malformed.");
        Require(file.Fingerprint is null || Hex.Is(file.Fingerprint, 32), $"The fingerprint of '{Excerpt(path)}' is malformed.");
        Require(IsSize(file.FileSize), $"The size of '{Excerpt(path)}' is out of range.");
        Require(file.Copies is null, $"A copy of '{Excerpt(path)}' has copies.");
        Require(file is { Width: null or >= 0, Height: null or >= 0 }, $"The dimensions of '{Excerpt(path)}' are negative.");
        Require(Finite(file.Aperture) && Finite(file.ExposureTime) && Finite(file.FocalLength)
            && Finite(file.GpsLatitude) && Finite(file.GpsLongitude) && Finite(file.GpsAltitude), $"A number of '{Excerpt(path)}' is out of range.");
        Require(file.FormerHothashes?.TrueForAll(Sha256) ?? true, $"A former hothash of '{Excerpt(path)}' is malformed.");
        Previous(file.Previous, path);
        Require(IsWords(file.Words), $"The words of '{Excerpt(path)}' are malformed.");
        foreach (CompanionEntry companion in file.Companions ?? [])
            Companion(companion, path);

        Unknown(file.Extra);
    }

    private static void Previous(List<FormerContent>? previous, string path) => previous?.ForEach(former =>
    {
        Require(former is not null && Sha256(former.Sha256) && IsSize(former.FileSize), $"A former content of '{Excerpt(path)}' has no usable sha256 or size.");
        Revision(former!.Revision ?? 0);
        Unknown(former.Extra);
    });

    internal static void Companion(CompanionEntry companion, string holder)
    {
        Require(companion is { Kind.Length: > 0 and <= MaxKind, FileSize: >= 0 and <= Sizes.Max } && StorageLayout.IsSafePhotoPath(companion.Path) && Sha256(companion.Sha256),
            $"A companion of '{Excerpt(holder)}' has an unusable path, size, sha256 or kind.");
        Require(companion.State is null or FileState.Present or FileState.Missing, $"The state of a companion of '{Excerpt(holder)}' is neither Present nor Missing.");
        Require(IsWords(companion.Words), $"The words of a companion of '{Excerpt(holder)}' are malformed.");
        Previous(companion.Previous, companion.Path);
        Unknown(companion.Extra);
    }

    internal static void Document(DocumentEntry document)
    {
        Require(document is not null && IsSize(document.FileSize) && StorageLayout.IsSafePhotoPath(document.Path) && Sha256(document.Sha256),
            $"The document '{Excerpt(document?.Path)}' has an unusable path, size or sha256.");
        Unknown(document!.Extra);
    }

    /// <summary>The beginning of an untrusted text, fit for a message.</summary>
    internal static string Excerpt(string? text) => text is null ? ""
        : new string(text.Take(60).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c).ToArray()) + (text.Length > 60 ? "…" : "");

    /// <summary>A block of version 0.1.</summary>
    internal static void Photo(PhotoBlock photo, string? path)
    {
        Require(photo.Uuid != Guid.Empty, $"The photo of '{Excerpt(path)}' has no uuid.");
        Require(photo.Rating is null or (>= 0 and <= 5), $"The rating of '{Excerpt(path)}' is not 0 to 5.");
        Require(photo.Tags?.TrueForAll(tag => !string.IsNullOrEmpty(tag)) ?? true, $"A tag of '{Excerpt(path)}' is empty.");
        Revision(photo.Revision);
        Unknown(photo.Extra);
        foreach (PhotoBlock? other in photo.Others ?? [])
        {
            Require(other is { Others: null }, $"Another photo of '{Excerpt(path)}' is null or has others.");
            Photo(other!, path);
        }
    }

    /// <summary>A text can be JSON and yet no text: half a surrogate pair, which nothing could write again.</summary>
    internal static void Unknown(Dictionary<string, JsonElement>? fields)
    {
        if (fields is not null)
            JsonSerializer.SerializeToUtf8Bytes(fields, IndexJson.Instance.DictionaryStringJsonElement);
    }

    /// <summary>Digits of words, eight of each.</summary>
    private static bool IsWords(string? text) => text is null || (text.Length % 8 == 0 && text.Length <= 8 * StatementRules.MostOfImage && text.All(char.IsAsciiHexDigitLower));

    private static bool Finite(double? number) => number is null || double.IsFinite(number.Value);

    private static bool Sha256(string? text) => text is not null && Hex.IsSha256(text);

    internal static bool IsSize(long size) => size is >= 0 and <= Sizes.Max;

    private static void Revision(long revision) => Require(revision is >= 0 and <= Sizes.Max, "A revision is out of range.");

    internal static void Require(bool condition, string otherwise)
    {
        if (!condition)
            throw new JsonException(otherwise);
    }

    private static void Require(bool condition, [InterpolatedStringHandlerArgument(nameof(condition))] ref Refusal otherwise)
    {
        if (!condition)
            throw new JsonException(otherwise.Text);
    }

    /// <summary>Words that are put together only where something is refused.</summary>
    [InterpolatedStringHandler]
    private ref struct Refusal
    {
        private DefaultInterpolatedStringHandler _text;

        public Refusal(int literalLength, int formattedCount, bool condition, out bool isWanted)
        {
            isWanted = !condition;
            _text = isWanted ? new DefaultInterpolatedStringHandler(literalLength, formattedCount, CultureInfo.InvariantCulture) : default;
        }

        internal string Text => _text.ToStringAndClear();

        public void AppendLiteral(string text) => _text.AppendLiteral(text);

        public void AppendFormatted(string text) => _text.AppendFormatted(text);
    }
}
