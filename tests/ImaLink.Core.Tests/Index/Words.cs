using System.Text.Json;
using ImaLink.Index;

namespace ImaLink.Tests.Index;

/// <summary>What tests say of images, and read of what is said.</summary>
internal static class Words
{
    /// <summary>Says something of the image of an entry: under the next revision, or under the version that is given.</summary>
    internal static void Say(this FileEntry file, string field, object? value, long? revision = null, Guid? writer = null)
    {
        string? json = value switch { null => null, string text => CanonicalJson.Of(text), int number => CanonicalJson.Of(number), true => CanonicalJson.True, JsonElement any => CanonicalJson.Of(any), _ => throw new ArgumentException($"No value is {value}.") };
        long next = (file.Said ?? []).Select(statement => statement.Revision).DefaultIfEmpty().Max() + 1;
        file.Said = [.. (file.Said ?? []).Where(statement => statement.Field != field).Append(new Statement(field, json, revision ?? next, writer ?? Samples.Writer)).OrderBy(statement => statement.Field, StringComparer.Ordinal)];
    }

    /// <summary>Says several things under one version.</summary>
    internal static void Say(this FileEntry file, long? revision, Guid? writer, params (string Field, object? Value)[] said)
    {
        long next = revision ?? (file.Said ?? []).Select(statement => statement.Revision).DefaultIfEmpty().Max() + 1;
        foreach ((string field, object? value) in said)
            file.Say(field, value, next, writer);
    }

    /// <summary>A value that is a text, or the JSON of another; null where nothing is said.</summary>
    internal static string? Word(this FileEntry file, string field) => file.Said?.Find(statement => statement.Field == field)?.Value is { } value ? CanonicalJson.Text(value) ?? value : null;

    /// <summary>The tags.</summary>
    internal static string Tags(this FileEntry file) => string.Join(',', (file.Said ?? []).Where(statement => statement.Value is not null && statement.Field.StartsWith(StatementField.TagPrefix, StringComparison.Ordinal))
        .Select(statement => statement.Field[StatementField.TagPrefix.Length..]));

    /// <summary>The photo that the image of an entry belongs to.</summary>
    internal static Guid PhotoUuid(this FileEntry file)
    {
        if (file.Said?.Find(statement => statement.Field == StatementField.Photo)?.Value is not { } value)
            return file.Image.PhotoUuid;
        using JsonDocument document = JsonDocument.Parse(value);
        return (document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.GetProperty("uuid") : document.RootElement).GetGuid();
    }
}
