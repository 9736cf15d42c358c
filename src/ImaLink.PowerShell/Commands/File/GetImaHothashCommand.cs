using System.Management.Automation;
using ImaLink.Files;
using ImaLink.Media.Identity;

namespace ImaLink.PowerShell.Commands;

/// <summary>Computes the hothash of image files: the identity of the picture in them.</summary>
/// <remarks>
/// The hothash is the SHA-256 of the image data alone. Editing metadata leaves it unchanged, editing a pixel
/// changes it, and it is the same on every machine. A file whose format has no rule is identified by all of its bytes;
/// the property Scheme says which it was. Files are read in parallel; results come in the order of the input.
/// -Detailed adds what was hashed: the MIME type, and the number and total length of the byte ranges that are the image.
/// </remarks>
/// <example>
/// <code>Get-ImaHothash ./photos/*.jpg</code>
/// <para>Shows the hothash of each JPEG of a folder.</para>
/// </example>
/// <example>
/// <code>Get-ImaHothash ./photos -Recurse | Group-Object Hothash | Where-Object Count -gt 1</code>
/// <para>Finds files that hold the same picture, whatever their names and metadata.</para>
/// </example>
/// <example>
/// <code>Get-ImaHothash ./photos -Recurse -Detailed | Where-Object Scheme -eq whole-file | Group-Object Format</code>
/// <para>Shows which formats of a folder are identified by all of their bytes.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "ImaHothash", DefaultParameterSetName = PathSet)]
[OutputType(typeof(HothashResult), typeof(HothashDetail))]
public sealed class GetImaHothashCommand : PathQueryCommand
{
    private OrderedWork<HothashResult>? _work;
    private ProgressWriter? _progress;
    private long _files;
    private long _bytes;

    /// <summary>No parameter: a hothash is in the file alone.</summary>
    public override string? Catalog => null;

    /// <summary>Takes all files of the given folders and of those below them. Without it, a folder is an error.</summary>
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    /// <summary>Shows what of each file was hashed, too.</summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    /// <summary>How many files are read at the same time. By default, one per processor.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = Environment.ProcessorCount;

    /// <inheritdoc/>
    protected override void OnNothingFits(string path) { }

    /// <inheritdoc/>
    protected override void BeginInput()
    {
        _work = new OrderedWork<HothashResult>(ThrottleLimit, StopToken);
        _progress = new ProgressWriter(this);
    }

    /// <inheritdoc/>
    protected override void ProcessPath(string fullName)
    {
        if (!Directory.Exists(fullName))
        {
            Start(fullName);
            return;
        }
        if (!Recurse)
            throw new ImaLinkException(ErrorCode.PathIsDirectory,
                $"'{fullName}' is a folder. Use -Recurse to take all files in it.", fullName);
        foreach (string file in FileTree.Files(fullName, error => WriteError(ErrorRecords.From(error)), StopToken))
            Start(file);
    }

    /// <inheritdoc/>
    protected override void EndInput()
    {
        while (!_work!.IsEmpty)
            Emit();
        _progress!.Complete();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _work?.Dispose();
    }

    private void Start(string fullName)
    {
        _work!.Start(token => Detailed ? HothashReader.ReadDetail(fullName, token) : HothashReader.Read(fullName, token));
        while (_work.WantsTaking)
            Emit();
    }

    private void Emit() => Attempt(null, () =>
    {
        var result = _work!.Take();
        WriteObject(result);
        _files++;
        _bytes += result.Length;
        if (_progress!.IsDue)
            _progress.Show(new() { Activity = "Computing hothashes", Item = result.FullName, Items = _files, Bytes = _bytes });
    });
}
