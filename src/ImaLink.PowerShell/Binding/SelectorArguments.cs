using System.Collections;
using System.Management.Automation;

namespace ImaLink.PowerShell;

/// <summary>
/// Takes a storage as text (UUID, name, wildcard, id or path), as number, or as any object that has a StorageUuid, is a
/// FileStorage or one that was found on a disk, also one that came through remoting, or as the storage's folder.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class StorageArgumentAttribute : SelectorArgumentAttribute
{
    internal override Selector? FromObject(PSObject value)
    {
        bool isStorage = value.Properties["DirectoryName"] is not null && value.Properties["BasePath"] is not null;
        bool isFolder = value.BaseObject is DirectoryInfo || value.Properties["PSIsContainer"]?.Value is true;
        string? folder = isStorage || isFolder ? Text(value, "FullName") : System.IO.Path.GetDirectoryName(System.IO.Path.GetDirectoryName(Text(value, "IndexFile")));
        Guid? uuid = Uuid(value, "StorageUuid") ?? (isStorage ? Uuid(value, "Uuid") : null);
        return uuid is null && folder is null ? null : new Selector(uuid?.ToString() ?? folder!) { FullPath = folder };
    }

    private static string? Text(PSObject value, string property) => value.Properties[property]?.Value as string;
}

/// <summary>
/// Takes a session as text (UUID, title, wildcard or id), as number, or as any object that has a SessionUuid or is an
/// ImportSession, also one that came through remoting.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SessionArgumentAttribute : SelectorArgumentAttribute
{
    internal override Selector? FromObject(PSObject value) =>
        (Uuid(value, "SessionUuid") ?? (value.Properties["Title"] is null ? null : Uuid(value, "Uuid"))) is { } uuid
            ? Selector.ByUuid(uuid) with { StorageUuid = Uuid(value, "StorageUuid") }
            : null;
}

/// <summary>Takes an album as text (UUID, title with or without those of the albums that it is in, wildcard), or as an object that is an Album or has an AlbumUuid.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class AlbumArgumentAttribute : SelectorArgumentAttribute
{
    internal override Selector? FromObject(PSObject value) =>
        (Uuid(value, "AlbumUuid") ?? (value.Properties["FullTitle"] is null ? null : Uuid(value, "Uuid"))) is { } uuid ? Selector.ByUuid(uuid) : null;
}

/// <summary>What they have in common.</summary>
internal abstract class SelectorArgumentAttribute : ArgumentTransformationAttribute
{
    /// <summary>Whether the parameter takes one thing only.</summary>
    public bool Single { get; set; }

    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (Single && value is IList { Count: > 1 })
            throw new ArgumentTransformationMetadataException("Only one can be given here. Run the command once for each.");
        if (Single && value is "")
            return null; // an empty cell of a table
        return value is IList list
            ? list.Cast<object?>().Select(item => One(engineIntrinsics, item)).ToArray()
            : One(engineIntrinsics, inputData);
    }

    internal abstract Selector? FromObject(PSObject value);

    internal static Guid? Uuid(PSObject value, string property) =>
        value.Properties[property]?.Value switch
        {
            Guid uuid => uuid,
            { } text when Guid.TryParse(text.ToString(), out Guid uuid) => uuid,
            _ => null,
        };

    private object? One(EngineIntrinsics engine, object? input)
    {
        object? value = input is PSObject wrapped ? wrapped.BaseObject : input;
        return value switch
        {
            Selector selector => selector,
            Guid uuid => Selector.ByUuid(uuid),
            int or long => new Selector(value.ToString()!),
            DirectoryInfo folder => new Selector(folder.FullName) { FullPath = folder.FullName },
            string { Length: > 0 } text => new Selector(text) { IsWildcard = WildcardPattern.ContainsWildcardCharacters(text), FullPath = FullPath(engine, text) },
            not null when value is not string && PSObject.AsPSObject(input!) is var item && FromObject(item) is { } selector => selector with { IsObject = IsOwn(item) },
            // Left as it is: the binder goes on to look for a property of the right name, and says itself when there is none.
            _ => input,
        };
    }

    /// <summary>Whether it is of a type of ours, also one that came from another process.</summary>
    private static bool IsOwn(PSObject value) => value.TypeNames.Any(name => name.StartsWith("ImaLink.", StringComparison.Ordinal) || name.StartsWith("Deserialized.ImaLink.", StringComparison.Ordinal));

    private static string? FullPath(EngineIntrinsics engine, string text)
    {
        try
        {
            return System.IO.Path.GetFullPath(engine.SessionState.Path.GetUnresolvedProviderPathFromPSPath(text));
        }
        catch (Exception e) when (e is RuntimeException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}
