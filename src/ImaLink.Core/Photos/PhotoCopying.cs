using ImaLink.Archive.Intake;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Media.Containers;
using ImaLink.Media.Identity;
using ImaLink.Media.Metadata;
using ImaLink.Media.Metadata.Embedding;
using ImaLink.Media.Previews;
using Microsoft.Win32.SafeHandles;

namespace ImaLink.Photos;

/// <summary>Makes the copy of one file: as it is, with its description inside, or as a picture of another size or format.</summary>
internal sealed class PhotoCopying
{
    private static readonly LayoutTemplate ByName = new("{name}");

    /// <summary>Trouble that no other copy would be without.</summary>
    private static readonly ErrorCode[] OfDestination = [ErrorCode.InvalidLayout, ErrorCode.StorageFull, ErrorCode.ReadOnly, ErrorCode.AccessDenied, ErrorCode.PathNotFound, ErrorCode.WriteFailed, ErrorCode.MediumUnsuitable];

    private readonly ExportFolder _folder;
    private readonly PhotoExportRequest _request;
    private readonly CancellationToken _token;
    private readonly FileEntry _file;
    private readonly StorageRow _storage;
    private readonly SessionHeader _session;
    private readonly ImageFacts _said;
    private readonly string _source;
    private string _target;

    internal PhotoCopying(CatalogDatabase catalog, ExportFolder folder, PhotoExportRequest request, FileRow row, StorageRow storage, SaidWords words, CancellationToken token)
    {
        (_folder, _request, _storage, _token) = (folder, request, storage, token);
        _file = new FileEntries(catalog).Get(row.Id);
        _session = catalog.Sessions.Get(row.SessionId).Header;
        ImageFacts said = SaidFacts.Of(words.Of(row.Id), _file, request.IsPublic ? null : words.Albums(row.Id));
        _said = request.IsPublic ? said with { GpsLatitude = null, GpsLongitude = null, GpsAltitude = null, Location = null, Persons = [], IsFavorite = false, IsHidden = false } : said;
        _source = _target = new StorageLayout(storage.Root).FullName(_file.Path!);
    }

    private bool IsRendered => _request.Size is not null || (_request.Format is { } wanted && !wanted.Equals(_file.FileFormat, StringComparison.OrdinalIgnoreCase));

    private string Format => _request.Format ?? PictureRenderer.Extensions.Keys.FirstOrDefault(known => known.Equals(_file.FileFormat, StringComparison.OrdinalIgnoreCase)) ?? "JPEG";

    /// <summary>Makes it.</summary>
    /// <exception cref="ImaLinkException">InvalidLayout; or the destination cannot be written, so that no other copy can be made either.</exception>
    internal PhotoExport Copy()
    {
        try
        {
            _target = Target();
            _folder.Require(Path.GetDirectoryName(_target)!);
            if (!new StorageLayout(_storage.Root).Reaches(_file.Path!) || !File.Exists(_source))
                return Refused("The file is not there.", $"Sync-ImaFileStorage {_storage.Name}");
            return IsRendered ? Rendered() : _request.Embeds || _request.IsPublic ? Embedded() : Copied(ExportVerdict.Copied, null);
        }
        catch (ImaLinkException e) when (e.Target == _source || !Array.Exists(OfDestination, code => code == e.Code))
        {
            return Refused(e.Message);
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            return Refused(IoErrors.Wrap(e, _source).Message);
        }
    }

    private PhotoExport Embedded()
    {
        using FileStream stream = FileReading.OpenStream(_source);
        using var reader = new ByteReader(stream);
        // The head alone is looked at; films and other formats are not read for it.
        EmbeddedFile? made = _file.HothashScheme != HothashScheme.ImageData ? null
            : EmbeddedXmp.Put(new ByteRange(reader), _file.FileFormat ?? "", new Insertion(Packet, _said, _request.IsPublic));
        string verdict = _request.Embeds ? ExportVerdict.Embedded : ExportVerdict.Copied;
        if (made is not null)
        {
            if (_request.Rehearsal)
                return Result(verdict);
            RequireRecorded(stream.SafeFileHandle);
            if (_folder.Place(_target, file => made.File.WriteTo(file, _token), identity => identity.Hothash == _file.Hothash) is { } copy)
                return Placed(verdict, copy) with { Detail = _request.IsPublic || !_request.Embeds ? null : StaleWords.Tell(made.Beside, _said) };
        }

        return _request.IsPublic ? Refused($"What a {_file.FileFormat} file says of itself cannot be taken out of it. -Format JPEG makes a picture without it.") : Copied(ExportVerdict.Described, Packet(null));
    }

    // The picture is another one then, and its description that of the picture as it is shown.
    private PhotoExport Rendered()
    {
        if (!_request.Rehearsal)
            using (SafeFileHandle handle = FileReading.Open(_source))
                RequireRecorded(handle);
        if (PictureRenderer.Render(_source, _file.FileFormat ?? "", _request.Size, Format, _token) is not { } picture)
            return Refused($"Nothing here makes a picture of a {_file.FileFormat} file.");
        if (_request.Rehearsal)
            return Result(ExportVerdict.Rendered);
        if (_request.Embeds)
        {
            using var stream = new MemoryStream(picture);
            ImageFacts shown = FactReader.Read(stream, Format);
            ImageFacts upright = _said with { Width = shown.Width, Height = shown.Height, Orientation = 1, Persons = [.. _said.Persons.Select(person => person with { Region = person.Region?.Shown(_said.Orientation) })] };
            picture = EmbeddedXmp.Put(ByteRange.Of(picture), Format, new Insertion(former => Packet(former, upright), upright, IsBare: false))?.File.ToArray() ?? picture;
        }

        return Placed(ExportVerdict.Rendered, _folder.Place(_target, file => file.Write(picture), _ => true)!);
    }

    /// <summary>The file as it is, and a sidecar beside it where its description does not stand in it.</summary>
    private PhotoExport Copied(string verdict, byte[]? sidecar)
    {
        if (_request.Rehearsal)
            return Result(verdict);
        using SafeFileHandle handle = FileReading.Open(_source, FileOptions.SequentialScan);
        PhotoExport copy = Placed(verdict, _folder.Place(_target, Write, _ => true)!);
        if (sidecar is null)
            return copy;
        string beside = copy.FullName + ".xmp";
        return _folder.PlaceSidecar(beside, sidecar) switch
        {
            // A run that was stopped may have left the copy without it.
            true => copy with { Verdict = verdict, Sidecar = beside, Detail = $"Nothing is put into this {_file.FileFormat} file; its description stands in '{Path.GetFileName(beside)}'." },
            false => copy with { Sidecar = beside },
            null => Refused($"'{beside}' is there, says something else and is not replaced, so the copy does not have its description.") with { FullName = copy.FullName, Hothash = copy.Hothash, Length = copy.Length },
        };

        void Write(DurableFile written)
        {
            if (IdentityReader.Read(handle, IdentityParts.Sha256, written, null, _token).Sha256 != _file.Sha256)
                throw Other();
            File.SetLastWriteTimeUtc(written.Handle, File.GetLastWriteTimeUtc(handle));
        }
    }

    private void RequireRecorded(SafeFileHandle source)
    {
        if (IdentityReader.Read(source, IdentityParts.Sha256, cancellationToken: _token).Sha256 != _file.Sha256)
            throw Other();
    }

    private ImaLinkException Other() => new(ErrorCode.CopyFailed, $"The bytes of '{_source}' are not the recorded ones. Sync-ImaFileStorage records an edit, Test-ImaFile tells damage.", _source);

    private byte[] Packet(byte[]? former) => Packet(former, _said);

    private byte[] Packet(byte[]? former, ImageFacts said)
    {
        if (!_request.Embeds)
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

    private string Target()
    {
        bool isOther = _request.Size is not null || _request.Format is not null;
        string name = _file.Filename!, extension = isOther && !Format.Equals(_file.FileFormat, StringComparison.OrdinalIgnoreCase) ? PictureRenderer.Extensions[Format] : Path.GetExtension(name);
        string stem = Path.GetFileNameWithoutExtension(name);
        DateTime modified = IndexTime.ParseUtc(_file.ModifiedAt) ?? DateTime.UnixEpoch;
        var place = new LayoutFacts(_said with { TakenAt = _said.TakenAt?.In(_session.TimeZone), CameraModel = _file.CameraModel },
            _file.OriginalPath ?? name, stem + extension, stem, extension, _file.FileFormat ?? "", _file.FileSize, modified, _session.Title, _session.TimeZone);
        return Path.Combine(_request.Destination, (_request.Layout is { } layout ? LayoutTemplate.PlaceOf(layout(place), place) : ByName.Place(place)).Replace('/', Path.DirectorySeparatorChar));
    }

    private PhotoExport Placed(string verdict, PlacedCopy copy) =>
        Result(copy.WasThere ? ExportVerdict.Unchanged : verdict) with { FullName = copy.FullName, Hothash = copy.Identity.Hothash, Length = copy.Identity.Length };

    private PhotoExport Refused(string why, FormattableString? mend = null) => Result(ExportVerdict.Refused) with { Detail = why, Mend = mend };

    private PhotoExport Result(string verdict) => new() { Verdict = verdict, FullName = _target, SourcePath = _source, Storage = _storage.Name, StorageUuid = _storage.Uuid };
}
