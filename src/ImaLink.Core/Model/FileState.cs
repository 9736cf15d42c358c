namespace ImaLink;

/// <summary>The two values of <c>state</c>.</summary>
public static class FileState
{
    /// <summary>The file was there when it was last looked for.</summary>
    public const string Present = "Present";

    /// <summary>The file was not there when it was last looked for.</summary>
    public const string Missing = "Missing";
}
