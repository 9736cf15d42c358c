using System.Security.Cryptography;
using System.Text;
using ImaLink.Media.Identity;

namespace ImaLink.Index.Journals;

/// <summary>The plan of copying a session into another storage: which, and from where. What is done already, the target itself tells.</summary>
internal sealed class CopyPlan : IUntrusted
{
    internal const string JournalKind = "copy";

    public Guid Session { get; set; }

    /// <summary>Its title, for those who are told of the copy.</summary>
    public string? Title { get; set; }

    /// <summary>The storage that it is copied from, and its name then.</summary>
    public Guid? Source { get; set; }
    public string? SourceName { get; set; }

    /// <summary>Digest of what it asks for.</summary>
    internal string Sha256() => Hex.Of(SHA256.HashData(Encoding.UTF8.GetBytes($"{Session} {Source}")));

    public void Check() => IndexCheck.Require(Session != Guid.Empty, "It names no session.");
}
