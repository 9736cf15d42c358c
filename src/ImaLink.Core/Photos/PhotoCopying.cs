using System.Security.Cryptography;
using ImaLink.Archive.Intake;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Media.Identity;
using ImaLink.Media.Metadata;
using ImaLink.Media.Previews;
using Microsoft.Win32.SafeHandles;

namespace ImaLink.Photos;

/// <summary>Makes the copy of one file: as it is, with its description inside, or as a picture of another size or format.</summary>
internal sealed class PhotoCopying(CatalogDatabase catalog, DurableFiles files, PhotoExportRequest request)
{
    // Larger ones are films, into which nothing is put.
    private const int MostInMemory = 1 << 30;

    private const string Other = "The picture in the copy is not that of the photo, so it was not kept.";

    private readonly FileEntries _entries = new(catalog);
    private readonly SaidWords _said = new(catalog);
    private static readonly LayoutTemplate ByName = new("{name}");

    internal PhotoExport Copy(long fileId, CancellationToken cancellationToken)
    {
        FileRow row = catalog.Files.Get(fileId);
        StorageRow storage = catalog.Storages.Get(row.StorageId);
        FileEntry file = _entries.Get(fileId);
        var place = new StorageLayout(storage.Root);
        string source = place.FullName(file.Path!), target = source;
        try
        {
            ImageFacts facts = Facts(fileId, file);
            target = Target(file, facts, catalog.Sessions.Get(row.SessionId).Header);
            if (!place.Reaches(file.Path!) || !File.Exists(source))
                return Refused("The file is not there.", $"Sync-ImaFileStorage {CommandText.Quoted(storage.Name)}");
            return Made(cancellationToken, file, facts);
        }
        catch (ImaLinkException e) when (e.Code is not (ErrorCode.InvalidLayout or ErrorCode.StorageFull or ErrorCode.ReadOnly))
        {
            return Refused(e.Message, null);
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            return Refused(IoErrors.Wrap(e, source).Message, null);
        }

        PhotoExport Made(CancellationToken token, FileEntry entry, ImageFacts said)
        {
            bool isRendered = request.Size is not null || (request.Format is { } wanted && !wanted.Equals(entry.FileFormat, StringComparison.OrdinalIgnoreCase));
            if (!isRendered && !request.Embeds && !request.IsPublic)
                return request.Rehearsal ? Result(ExportVerdict.Copied) : Placed(ExportVerdict.Copied, temporary => Plain(source, temporary, entry, token), entry, null);
            if (entry.FileSize > MostInMemory)
                return request.IsPublic ? Refused("It is too large for what its camera noted to be taken out.", null) : Described(entry, said, token);
            byte[] bytes = FileReading.ReadAllBytes(source, MostInMemory);
            if (!Convert.ToHexString(SHA256.HashData(bytes)).Equals(entry.Sha256, StringComparison.OrdinalIgnoreCase))
                return Refused("Its bytes are not the recorded ones.", $"Sync-ImaFileStorage {CommandText.Quoted(storage.Name)}");
            if (isRendered)
                return Rendered(entry, said, token);
            byte[]? embedded = entry.HothashScheme == HothashScheme.ImageData ? EmbeddedXmp.Put(bytes, former => Packet(former, said), said.Orientation, request.IsPublic, entry.Width, entry.Height) : null;
            if (embedded is not null && Placed(request.Embeds ? ExportVerdict.Embedded : ExportVerdict.Copied, temporary => Write(temporary, embedded), entry, null) is var copy && copy.Detail != Other)
                return copy.Ok && request.Embeds && !request.IsPublic && SaysOtherwise(said, entry) ? copy with { Detail = "What its camera noted of time and place stays in the copy as it was, beside what is said." } : copy;
            return request.IsPublic ? Refused($"What a {entry.FileFormat} file says of itself cannot be taken out of it. -Format JPEG makes a picture without it.", null) : Described(entry, said, token);
        }

        // The picture is another one then, and its description that of the picture as it is shown.
        PhotoExport Rendered(FileEntry entry, ImageFacts said, CancellationToken token)
        {
            string format = Format(entry);
            if (PictureRenderer.Render(source, entry.FileFormat ?? "", request.Size, format, token) is not { } picture)
                return Refused($"Nothing here makes a picture of a {entry.FileFormat} file.", null);
            if (request.Embeds)
            {
                using var stream = new MemoryStream(picture);
                ImageFacts shown = FactReader.Read(stream, format);
                ImageFacts upright = said with { Width = shown.Width, Height = shown.Height, Orientation = 1, Persons = [.. said.Persons.Select(person => person with { Region = person.Region?.Shown(said.Orientation) })] };
                picture = EmbeddedXmp.Put(picture, former => Packet(former, upright), 1, isBare: false, shown.Width, shown.Height) ?? picture;
            }

            return Placed(ExportVerdict.Rendered, temporary => Write(temporary, picture), null, null);
        }

        PhotoExport Described(FileEntry entry, ImageFacts said, CancellationToken token) => request.Rehearsal ? Result(ExportVerdict.Described) : Placed(
            ExportVerdict.Described, temporary => Plain(source, temporary, entry, token), entry, Packet(null, said));

        PhotoExport Placed(string verdict, Action<string> write, FileEntry? same, byte[]? sidecar)
        {
            if (request.Rehearsal)
                return Result(verdict);
            files.CreateDirectory(Path.GetDirectoryName(target)!);
            // Others may export into the same folder.
            string temporary = Path.Combine(Path.GetDirectoryName(target)!, $".{Guid.NewGuid():N}.new");
            try
            {
                write(temporary);
                FileIdentity identity = Identity(temporary);
                if (same is not null && identity.Hothash != same.Hothash)
                    return Refused(Other, null); // nothing was given its name
                string free = target;
                bool isThere = false;
                for (int number = 1; !isThere && !files.TryPlace(temporary, free); number++)
                {
                    isThere = File.Exists(free) && new FileInfo(free).Length == identity.Length && Identity(free).Sha256 == identity.Sha256;
                    free = isThere ? free : FileNames.Numbered(target, number);
                }

                files.FlushDirectory(Path.GetDirectoryName(target)!);
                PhotoExport copy = Result(isThere ? ExportVerdict.Unchanged : verdict) with { FullName = free, Hothash = identity.Hothash, Length = identity.Length };
                if (sidecar is null || sidecar.Length == 0)
                    return copy;
                string beside = free + ".xmp";
                // A run that was stopped may have left the copy without it.
                return Beside(sidecar, beside) ? copy with { Verdict = verdict, Sidecar = beside, Detail = $"Nothing is put into a {same?.FileFormat} file; its description stands in '{Path.GetFileName(beside)}'." }
                    : Says(beside, sidecar) ? copy with { Sidecar = beside }
                    : Refused($"'{beside}' is there, says something else and is not replaced, so the copy does not have its description.", null);
            }
            finally
            {
                files.Delete(temporary);
            }
        }

        PhotoExport Refused(string why, string? remedy) => Result(ExportVerdict.Refused) with { Ok = false, Severity = "Error", Detail = why, Remedy = remedy };

        PhotoExport Result(string verdict) => new() { Verdict = verdict, Ok = true, Severity = "Information", FullName = target, SourcePath = source, Storage = storage.Name, StorageUuid = storage.Uuid };
    }

    private ImageFacts Facts(long fileId, FileEntry file)
    {
        ImageFacts facts = SaidFacts.Of(_said.Of(fileId), file);
        return request.IsPublic ? facts with { GpsLatitude = null, GpsLongitude = null, GpsAltitude = null, Location = null, Persons = [] } : facts;
    }

    /// <summary>Whether another time or place is said than the file itself tells.</summary>
    private static bool SaysOtherwise(ImageFacts said, FileEntry file) =>
        (file.GpsLatitude is not null && (said.GpsLatitude != file.GpsLatitude || said.GpsLongitude != file.GpsLongitude))
        || (CaptureTime.Parse(file.TakenAt, file.TakenAtSource) is { } noted && said.TakenAt?.ToString() != noted.ToString());

    private byte[] Packet(byte[]? former, ImageFacts said)
    {
        if (!request.Embeds)
            return [];
        XmpDocument document = XmpDocument.New();
        if (former is not null)
        {
            try
            {
                document = XmpDocument.Parse(former);
            }
            catch (InvalidDataException)
            {
                // The whole description takes the place of what nobody can read.
            }
        }

        XmpRecipe.Write(document, said);
        return document.ToBytes();
    }

    private string Format(FileEntry file) => request.Format ?? PictureRenderer.Extensions.Keys.FirstOrDefault(known => known.Equals(file.FileFormat, StringComparison.OrdinalIgnoreCase)) ?? "JPEG";

    private string Target(FileEntry file, ImageFacts facts, SessionHeader session)
    {
        bool isOther = request.Size is not null || request.Format is not null;
        string name = file.Filename!, extension = isOther && !Format(file).Equals(file.FileFormat, StringComparison.OrdinalIgnoreCase) ? PictureRenderer.Extensions[Format(file)] : Path.GetExtension(name);
        string stem = Path.GetFileNameWithoutExtension(name);
        DateTime modified = IndexTime.ParseUtc(file.ModifiedAt) ?? DateTime.UnixEpoch;
        var place = new LayoutFacts(facts with { TakenAt = facts.TakenAt?.In(session.TimeZone), CameraModel = file.CameraModel },
            file.OriginalPath ?? name, stem + extension, stem, extension, file.FileFormat ?? "", file.FileSize, modified, session.Title, session.TimeZone);
        return Path.Combine(request.Destination, (request.Layout is { } layout ? LayoutTemplate.PlaceOf(layout(place), place) : ByName.Place(place)).Replace('/', Path.DirectorySeparatorChar));
    }

    private void Plain(string source, string temporary, FileEntry entry, CancellationToken token)
    {
        using SafeFileHandle handle = FileReading.Open(source, FileOptions.SequentialScan);
        using DurableFile written = files.Create(temporary);
        if (IdentityReader.Read(handle, IdentityParts.Sha256, written, null, token).Sha256 != entry.Sha256)
            throw new ImaLinkException(ErrorCode.CopyFailed, $"The bytes of '{source}' are not the recorded ones. Sync-ImaFileStorage records an edit, Test-ImaFile tells damage.", source);
        File.SetLastWriteTimeUtc(written.Handle, File.GetLastWriteTimeUtc(handle));
        written.Commit();
    }

    private void Write(string temporary, byte[] bytes)
    {
        using DurableFile written = files.Create(temporary);
        written.Write(bytes);
        written.Commit();
    }

    /// <summary>Writes the sidecar of a copy; false where something of that name is there.</summary>
    private bool Beside(byte[] sidecar, string path)
    {
        string temporary = Path.Combine(Path.GetDirectoryName(path)!, $".{Guid.NewGuid():N}.new");
        try
        {
            Write(temporary, sidecar);
            if (!files.TryPlace(temporary, path))
                return false;
            files.FlushDirectory(Path.GetDirectoryName(path)!);
            return true;
        }
        finally
        {
            files.Delete(temporary);
        }
    }

    private static bool Says(string path, byte[] sidecar) => File.Exists(path) && new FileInfo(path).Length == sidecar.Length && FileReading.ReadAllBytes(path, XmpPacket.MaxLength).AsSpan().SequenceEqual(sidecar);

    private static FileIdentity Identity(string path)
    {
        using SafeFileHandle file = FileReading.Open(path);
        return IdentityReader.Read(file, IdentityParts.All);
    }
}
