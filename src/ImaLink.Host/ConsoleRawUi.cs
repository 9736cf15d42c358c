using System.Management.Automation.Host;

namespace ImaLink.Host;

/// <summary>The size of the window, which is all that formatting asks for.</summary>
internal sealed class ConsoleRawUi : PSHostRawUserInterface
{
    private const int WidthOfAFile = 120;

    public override Size BufferSize { get => WindowSize; set { } }

    public override Size WindowSize
    {
        get => Console.IsOutputRedirected || Console.WindowWidth <= 0
            ? new Size(WidthOfAFile, 50)
            : new Size(Console.WindowWidth, Math.Max(Console.WindowHeight, 1));
        set { }
    }

    public override Size MaxWindowSize => WindowSize;

    public override Size MaxPhysicalWindowSize => WindowSize;

    public override Coordinates WindowPosition { get; set; }

    public override Coordinates CursorPosition { get; set; }

    public override int CursorSize { get; set; } = 25;

    public override ConsoleColor ForegroundColor { get; set; } = ConsoleColor.Gray;

    public override ConsoleColor BackgroundColor { get; set; } = ConsoleColor.Black;

    public override string WindowTitle { get; set; } = "ImaLink";

    public override bool KeyAvailable => !Console.IsInputRedirected && Console.KeyAvailable;

    public override void FlushInputBuffer() { }

    public override KeyInfo ReadKey(ReadKeyOptions options) => throw Unsupported();

    public override BufferCell[,] GetBufferContents(Rectangle rectangle) => throw Unsupported();

    public override void ScrollBufferContents(
        Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill) => throw Unsupported();

    public override void SetBufferContents(Coordinates origin, BufferCell[,] contents) => throw Unsupported();

    public override void SetBufferContents(Rectangle rectangle, BufferCell fill) => throw Unsupported();

    private static NotSupportedException Unsupported() => new("imalink does not address the screen.");
}
