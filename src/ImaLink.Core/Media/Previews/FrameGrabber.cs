using System.Diagnostics;
using System.Globalization;

namespace ImaLink.Media.Previews;

/// <summary>
/// ffmpeg, where it is installed, takes one frame of a film. It is a process of its own, bounded in time and, where the system can, in memory; it gets the
/// one file and no other protocol, and is told the container, so that it looks for none by itself. IMALINK_FFMPEG names another one, or none.
/// </summary>
internal sealed class FrameGrabber(string program, TimeSpan most)
{
    private const string Variable = "IMALINK_FFMPEG";
    private const int MaxPicture = 8 << 20;
    private const double Second = 1;

    // Measured: ffmpeg itself, and its pictures of a film in H.264 and H.265: 84 MB at 1920 x 1080, 499 MB at 7680 x 4320.
    private const long Memory = 48 << 20;
    private const long MemoryOfPixel = 16;

    // Larger sides are for nothing here; pixels that are not square are made so first.
    private const string Scale = "scale=w='trunc(iw*sar)':h=ih,scale=w='if(gt(iw,ih),min(512,iw),-2)':h='if(gt(iw,ih),-2,min(512,ih))'";

    // What the process may have: virtual memory, of that what is its own, in kilobytes, and seconds of processor, where the shell knows these limits.
    private const string Bounds = "ulimit -v 3000000 2>/dev/null; ulimit -d 1000000 2>/dev/null; ulimit -t 60 2>/dev/null; exec \"$@\"";

    private static readonly Dictionary<string, string> Containers = new()
    {
        ["MOV"] = "mov",
        ["MP4"] = "mov",
        ["M4V"] = "mov",
        ["3GP"] = "mov",
        ["3G2"] = "mov",
        ["F4V"] = "mov",
        ["AVI"] = "avi",
        ["MKV"] = "matroska",
        ["WEBM"] = "matroska",
        ["WMV"] = "asf",
        ["FLV"] = "flv",
        ["M2TS"] = "mpegts",
        ["M2T"] = "mpegts",
        ["MPEG"] = "mpeg",
        ["M2V"] = "mpegvideo",
        ["OGV"] = "ogg",
        ["MXF"] = "mxf",
        ["DV"] = "dv",
    };

    private static readonly Lazy<FrameGrabber?> Installed = new(Find);

    /// <summary>The one of this machine; null where there is none.</summary>
    public static FrameGrabber? Found => Installed.Value;

    /// <summary>A frame, upright, as a PNG; null where it could not be taken.</summary>
    public byte[]? Take(string path, string format, FilmShape film, CancellationToken token)
    {
        if (!Containers.TryGetValue(format, out var container))
            return null;
        using var turn = DecodeLimit.Enter(Memory + (long)film.Width * film.Height * MemoryOfPixel, token);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(token);
        end.CancelAfter(most); // both attempts together
        // The first frame is often black, or shakes.
        var start = film.Duration is { } length ? Math.Min(Second, length.TotalSeconds / 3) : 0;
        var picture = Run(Arguments(path, container, start), end.Token);
        if (picture is null && start > 0 && !end.IsCancellationRequested)
            picture = Run(Arguments(path, container, 0), end.Token);
        token.ThrowIfCancellationRequested();
        return picture;
    }

    private static string[] Arguments(string path, string container, double start) =>
    [
        "-nostdin", "-hide_banner", "-loglevel", "quiet", "-max_alloc", "268435456", "-protocol_whitelist", "file", "-f", container, "-threads", "1",
        "-ss", start.ToString("0.###", CultureInfo.InvariantCulture), "-i", "file:" + path, "-map", "0:V:0", "-an", "-sn", "-dn", "-frames:v", "1",
        "-vf", Scale, "-threads", "1", "-c:v", "png", "-f", "image2pipe", "pipe:1",
    ];

    private byte[]? Run(string[] arguments, CancellationToken end)
    {
        var start = new ProcessStartInfo
        {
            FileName = OperatingSystem.IsWindows() ? program : "/bin/sh",
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        string[] all = OperatingSystem.IsWindows() ? arguments : ["-c", Bounds, "sh", program, .. arguments];
        Array.ForEach(all, start.ArgumentList.Add);
        try
        {
            using var process = Process.Start(start)!;
            using var kill = end.Register(() => Kill(process));
            process.StandardInput.Close();
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();

            // What it started and left behind may hold its outputs open for as long as it likes, so neither is waited for without an end.
            var output = process.StandardOutput.BaseStream;
            var reading = Task.Factory.StartNew(() => Read(output), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            reading.Wait(end);
            if (reading.Result is null)
                Kill(process);
            return process.WaitForExit(most) && process.ExitCode == 0 && reading.Result is { Length: > 0 } picture ? picture : null;
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or IOException or InvalidOperationException or OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>All that it puts out; null where that is too much, or cannot be read.</summary>
    private static byte[]? Read(Stream output)
    {
        using var picture = new MemoryStream();
        var buffer = new byte[1 << 16];
        try
        {
            while (output.Read(buffer) is > 0 and var read)
            {
                picture.Write(buffer, 0, read);
                if (picture.Length > MaxPicture)
                    return null;
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            return null;
        }

        return picture.ToArray();
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It has ended.
        }
    }

    private static FrameGrabber? Find()
    {
        var program = Environment.GetEnvironmentVariable(Variable);
        if (program is null)
        {
            // Only what the path names in full: never what lies where somebody works.
            var name = OperatingSystem.IsWindows() ? "ffmpeg.exe" : "ffmpeg";
            program = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
                .Where(Path.IsPathFullyQualified).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        }

        return Path.IsPathFullyQualified(program ?? "") && File.Exists(program) ? new FrameGrabber(program, TimeSpan.FromSeconds(20)) : null;
    }
}
