namespace ImaLink.Tests.Specification;

/// <summary>A file of a few bytes that holds one rule, and the bytes of it that are the image.</summary>
/// <param name="Name">File name, with a customary extension.</param>
/// <param name="Format">The format that the content has.</param>
/// <param name="Note">The rule that the file holds.</param>
/// <param name="Content">The file.</param>
/// <param name="ImageData">What is hashed, part by part; null where the whole file is.</param>
internal sealed record HothashVector(string Name, string Format, string Note, byte[] Content, params byte[][]? ImageData);
