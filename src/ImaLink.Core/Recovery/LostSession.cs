using ImaLink.Index;

namespace ImaLink.Recovery;

/// <summary>What is still known of a session whose own data cannot be read.</summary>
internal static class LostSession
{
    /// <summary>Its header as the master index tells it.</summary>
    /// <param name="session">A session whose UUID is known.</param>
    /// <param name="storage">UUID of its storage.</param>
    internal static SessionHeader Header(SessionSource session, Guid storage) => new()
    {
        Id = session.Number,
        Uuid = session.Uuid!.Value,
        Title = session.Title ?? "",
        ImportedAt = session.Header?.ImportedAt ?? session.Listed?.ImportedAt ?? "",
        FileStorageUuid = storage,
        Status = SessionStatus.Completed,
        Revision = session.Listed?.Revision ?? 0,
    };
}
