namespace ImaLink;

/// <summary>The one exception of ImaLink: an <see cref="ErrorCode"/>, the thing it is about, and what to do next.</summary>
public sealed class ImaLinkException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="code">The stable reason.</param>
    /// <param name="message">A sentence for the user: what happened and what to do next.</param>
    /// <param name="target">The path, storage or session that it is about.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public ImaLinkException(ErrorCode code, string message, string? target = null, Exception? innerException = null)
        : base(message, innerException)
    {
        Code = code;
        Target = target;
    }

    /// <summary>The stable reason.</summary>
    public ErrorCode Code { get; }

    /// <summary>The path, storage or session that the error is about.</summary>
    public string? Target { get; }
}
