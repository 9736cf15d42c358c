using System.Text.Json.Serialization;
using ImaLink.Media.Identity;

namespace ImaLink.Index;

/// <summary>A line of <c>session_&lt;n&gt;.said.jsonl</c>: what was said of one image since the session's index was written.</summary>
internal sealed class SaidLine : IUntrusted
{
    /// <summary>A line as it is read.</summary>
    [JsonConstructor]
    public SaidLine()
    {
    }

    /// <summary>A line to write.</summary>
    internal SaidLine(ImageKey image, List<Statement> said) => (Hothash, Width, Height, Said) = (image.Hothash, image.Width, image.Height, said);

    /// <summary>The image's hothash.</summary>
    public string Hothash { get; set; } = "";

    /// <summary>Its width; 0 where it is not known.</summary>
    public int Width { get; set; }

    /// <summary>Its height; 0 where it is not known.</summary>
    public int Height { get; set; }

    /// <summary>What is said of it: of each field that is named here one statement, beside those that the index has.</summary>
    [JsonConverter(typeof(SaidBlock))]
    public List<Statement>? Said { get; set; }

    /// <summary>Which image it is.</summary>
    [JsonIgnore]
    internal ImageKey Image => new(Hothash, Width, Height);

    /// <inheritdoc/>
    public void Check() => IndexCheck.Require(Hex.IsSha256(Hothash) && Width >= 0 && Height >= 0 && Said is not null, "A line has no usable hothash or dimensions, or says nothing.");
}
