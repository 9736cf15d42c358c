using ImaLink.Files;

namespace ImaLink.Media.Identity;

/// <summary>Computes the hothash of a file for a user, with errors that a user understands.</summary>
public static class HothashReader
{
    /// <summary>Reads one file.</summary>
    /// <param name="fullName">Full path of the file.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>The hothash.</returns>
    /// <exception cref="ImaLinkException">The file cannot be read.</exception>
    public static HothashResult Read(string fullName, CancellationToken cancellationToken = default)
    {
        var identity = Identity(fullName, cancellationToken);
        return new HothashResult
        {
            FullName = fullName,
            Hothash = identity.Hothash,
            Scheme = identity.Scheme,
            Format = identity.Format,
            Length = identity.Length,
        };
    }

    /// <summary>Reads one file, and tells what of it was hashed.</summary>
    /// <inheritdoc cref="Read"/>
    public static HothashDetail ReadDetail(string fullName, CancellationToken cancellationToken = default)
    {
        var identity = Identity(fullName, cancellationToken);
        return new HothashDetail
        {
            FullName = fullName,
            Hothash = identity.Hothash,
            Scheme = identity.Scheme,
            Format = identity.Format,
            Length = identity.Length,
            MimeType = identity.MimeType,
            RangeCount = identity.RangeCount,
            HashedBytes = identity.HashedBytes,
        };
    }

    private static FileIdentity Identity(string fullName, CancellationToken cancellationToken)
    {
        try
        {
            return IdentityReader.Read(fullName, IdentityParts.Hothash, cancellationToken);
        }
        catch (Exception exception) when (IoErrors.IsIo(exception))
        {
            throw IoErrors.Wrap(exception, fullName);
        }
    }
}
