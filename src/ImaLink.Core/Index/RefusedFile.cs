namespace ImaLink.Index;

/// <summary>An entry of a session index that was not taken over, because another session of the storage has its path.</summary>
/// <param name="Path">Path in the storage.</param>
/// <param name="Holder">Number of the session that has it.</param>
internal sealed record RefusedFile(string Path, int Holder);
