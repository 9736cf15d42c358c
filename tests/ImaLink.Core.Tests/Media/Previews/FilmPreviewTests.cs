using System.Diagnostics;
using System.Globalization;
using ImaLink.Media.Formats;
using ImaLink.Media.Previews;
using ImaLink.Tests.Media.Formats;
using ImaLink.Tests.Media.Metadata;
using NetVips;

namespace ImaLink.Tests.Media.Previews;

/// <summary>A film has a preview on every machine: a frame, what its camera put beside it, or a drawn one.</summary>
public sealed class FilmPreviewTests : TemporaryFolderTest
{
    [Fact]
    public void Render_WithoutDecoder_DrawsAFilmOfItsShape()
    {
        // 40 x 30, to be turned by a quarter.
        using var preview = Film(ContainerSamples.Movie());

        Assert.Equal((192, 256), (preview.Width, preview.Height));
        Assert.InRange(preview.Getpoint(5, 5)[0], 40, 56);
        Assert.InRange(preview.Getpoint(96, 128)[0], 190, 210);
    }

    [Fact]
    public void Render_WithoutDecoder_WritesHowLongItIs()
    {
        byte[] Movie(int seconds) => Vectors.Join(
            Vectors.Box("ftyp", Vectors.Text("qt  "), Vectors.Big(0)),
            Vectors.Box("moov", Vectors.FullBox("mvhd", 0, Vectors.Big(0, 0, 600, 600 * seconds)), ContainerSamples.Track()));

        Assert.NotEqual(Bytes(Movie(61)), Bytes(Movie(62)));
        Assert.Equal(Bytes(Movie(0)), Bytes(ContainerSamples.Movie()));
    }

    [Theory]
    [InlineData("AVI")]
    [InlineData("MKV")]
    [InlineData("MPEG")]
    public void Render_FilmThatIsNotEvenRead_IsDrawn(string format)
    {
        using var preview = Film(new byte[100], format);

        Assert.Equal((256, 144), (preview.Width, preview.Height));
    }

    [Fact]
    public void Render_PictureThatTheCameraPutBesideIt_IsShown()
    {
        byte[] jpeg;
        using (var bright = Image.Black(160, 120).Linear([1.0], [222.0]).Cast(Enums.BandFormat.Uchar))
            jpeg = bright.JpegsaveBuffer();
        using var preview = Film(ContainerSamples.Movie(Vectors.Box("udta", Vectors.Box("CNTH", Vectors.Box("CNDA", jpeg)))));

        Assert.Equal((120, 160), (preview.Width, preview.Height)); // turned as the film is
        Assert.InRange(preview.Getpoint(60, 80)[0], 219, 225);
    }

    [Fact]
    public void Render_AnyBytesChanged_AlwaysGivesAPreview()
    {
        var film = ContainerSamples.Movie(Vectors.Box("udta", Vectors.Box("CNTH", Vectors.Jpeg())));
        var random = new Random(1);
        for (var i = 0; i < 500; i++)
        {
            var bytes = (byte[])film.Clone();
            for (var n = random.Next(1, 5); n > 0; n--)
                bytes[random.Next(8, bytes.Length)] = (byte)random.Next(256);
            Film(bytes).Dispose();
        }
    }

    [Fact]
    public void Render_FfmpegAtHand_ShowsAFrame()
    {
        Assert.SkipWhen(FrameGrabber.Found is null, "No ffmpeg is installed here.");
        var film = Path.Combine(Folder, "a [1]; 'b'.mp4");
        using (var ffmpeg = Process.Start(new ProcessStartInfo("ffmpeg", ["-loglevel", "quiet", "-f", "lavfi", "-i", "color=red:size=320x180:duration=2", film]))!)
            ffmpeg.WaitForExit();
        Assert.SkipWhen(!File.Exists(film), "ffmpeg makes no film here.");

        using var preview = Image.NewFromBuffer(FilmPreview.Render(film, FormatTable.Named("MP4"), FrameGrabber.Found, TestContext.Current.CancellationToken));
        Assert.Equal((256, 144), (preview.Width, preview.Height));
        var colour = preview.Getpoint(128, 72);
        Assert.True(colour[0] > 200 && colour[1] < 60, string.Join(' ', colour));
    }

    [Theory]
    [InlineData("sleep 60")] // hangs
    [InlineData("yes")] // never ends
    [InlineData("echo no picture")]
    [InlineData("exit 3")]
    [InlineData("kill -9 $$")]
    public void Render_DecoderThatMisbehaves_IsEndedAndTheFilmDrawn(string misdeed)
    {
        var program = Decoder(misdeed);
        var film = Write("a.mov", ContainerSamples.Movie());

        var drawn = FilmPreview.Render(film, FormatTable.Named("MOV"), null, TestContext.Current.CancellationToken);
        Assert.Equal(drawn, FilmPreview.Render(film, FormatTable.Named("MOV"), new FrameGrabber(program, TimeSpan.FromSeconds(0.5)), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Render_DecoderThatHangs_IsTriedOnceInTheTimeOfAFilm()
    {
        var program = Decoder("echo >> \"$0.runs\"\nsleep 60");
        var film = Write("a.mov", Vectors.Join(
            Vectors.Box("ftyp", Vectors.Text("qt  "), Vectors.Big(0)),
            Vectors.Box("moov", Vectors.FullBox("mvhd", 0, Vectors.Big(0, 0, 600, 600 * 61)), ContainerSamples.Track())));

        FilmPreview.Render(film, FormatTable.Named("MOV"), new FrameGrabber(program, TimeSpan.FromSeconds(2)), TestContext.Current.CancellationToken);
        Assert.Single(File.ReadAllLines(program + ".runs"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(">/dev/null")]
    [InlineData("2>/dev/null")]
    public void Render_DecoderThatLeavesAProcessBehind_IsNotWaitedFor(string closed)
    {
        var program = Decoder($"(sleep 20; echo > \"$0.ended\") {closed} &\necho $! > \"$0.left\"");
        var film = Write("a.mov", ContainerSamples.Movie());

        FilmPreview.Render(film, FormatTable.Named("MOV"), new FrameGrabber(program, TimeSpan.FromSeconds(2)), TestContext.Current.CancellationToken);
        Assert.False(File.Exists(program + ".ended"));
        using var left = Process.GetProcessById(int.Parse(File.ReadAllText(program + ".left"), CultureInfo.InvariantCulture));
        left.Kill(entireProcessTree: true);
    }

    private string Decoder(string script)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The decoder is a shell script.");
        var program = Path.Combine(Folder, "ffmpeg");
        File.WriteAllText(program, $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return program;
    }

    private Image Film(byte[] film, string format = "MOV") => Image.NewFromBuffer(Bytes(film, format));

    private byte[] Bytes(byte[] film, string format = "MOV") =>
        FilmPreview.Render(Write("a.film", film), FormatTable.Named(format), null, TestContext.Current.CancellationToken);
}
