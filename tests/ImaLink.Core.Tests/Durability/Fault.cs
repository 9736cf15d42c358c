using System.Runtime.CompilerServices;
using ImaLink.Catalog;
using ImaLink.Files;
using Microsoft.Data.Sqlite;

namespace ImaLink.Tests.Durability;

/// <summary>A kind of fault that strikes an operation at its n-th chance.</summary>
internal sealed class Fault(string kind, int number)
{
    public const string CallFails = "a durable call fails", Dies = "dies at a durable call", CommitFails = "a commit fails",
        Locked = "the catalog is locked", ReadOnly = "the catalog is read-only";

    public static readonly string[] Kinds = [CallFails, Dies, CommitFails, Locked, ReadOnly];

    private readonly Lock _lock = new();
    private int _calls, _commits;

    /// <summary>Whether it struck.</summary>
    public bool HasStruck { get; private set; }

    /// <summary>Where it struck.</summary>
    public string At { get; private set; } = "";

    /// <summary>Whether there is more than one chance to strike.</summary>
    public bool IsCounted => kind is CallFails or Dies or CommitFails;

    /// <summary>By which means files get their names.</summary>
    public Placing Best { get; init; }

    /// <summary>Which calls are chances to strike; all unless it says otherwise.</summary>
    public Func<DurableOperation, string, bool> IsChance { get; init; } = (_, _) => true;

    public DurableFiles Files => new() { FaultPoint = OnCall, Best = Best };

    /// <summary>Lets the operation's catalog fail.</summary>
    public void Strike(CatalogDatabase catalog)
    {
        SQLitePCL.raw.sqlite3_commit_hook(ConnectionOf(catalog).Handle, _ => OnCommit() ? 1 : 0, null);
        if (kind == ReadOnly)
            catalog.Execute("PRAGMA query_only = ON");
    }

    /// <summary>Runs something while another process writes the catalog, if that is the fault.</summary>
    public void Around(string catalogPath, Action work)
    {
        if (kind != Locked)
        {
            work();
            return;
        }

        using var other = new SqliteConnection($"Data Source={catalogPath};Pooling=False");
        other.Open();
        using SqliteTransaction writing = other.BeginTransaction(deferred: false);
        work();
    }

    private void OnCall(DurableOperation operation, string path)
    {
        lock (_lock)
        {
            if (!IsChance(operation, path) && !(HasStruck && kind == Dies))
                return;
            if (++_calls == number && kind is CallFails or Dies)
                (HasStruck, At) = (true, $"{operation} {path}");
            if ((_calls == number && kind == CallFails) || (_calls >= number && kind == Dies))
                throw new ImaLinkException(ErrorCode.WriteFailed, "Injected.", path);
        }
    }

    private bool OnCommit()
    {
        if (kind == CommitFails && ++_commits == number)
            return HasStruck = true;
        return kind == Dies && HasStruck;
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_connection")]
    private static extern ref SqliteConnection ConnectionOf(CatalogDatabase catalog);
}
