using NetVips;

namespace ImaLink.Media.Previews;

/// <summary>libvips, set up once for files that nobody vouches for.</summary>
internal static class Vips
{
    /// <summary>The decoders that are left switched on, by libvips' class names.</summary>
    private static readonly string[] Loaders =
    [
        "VipsForeignLoadJpeg", "VipsForeignLoadPng", "VipsForeignLoadWebp", "VipsForeignLoadTiff",
        "VipsForeignLoadNsgif", "VipsForeignLoadHeif",
    ];

    // Kept in a field: native code calls it for as long as the process lives.
    private static readonly Log.LogDelegate Silence = (_, _, _) => { };

    static Vips()
    {
        // Each oddity of a damaged file would be a line on the user's terminal; what matters comes as an exception.
        Log.SetLogHandler("VIPS", Enums.LogLevelFlags.Warning, Silence);

        // libvips tells a decoder by content, so a renamed file would reach any of them (SVG, PDF, …): only these few
        // remain.
        Operation.Block("VipsForeignLoad", true);
        foreach (var loader in Loaders)
            Operation.Block(loader, false);

        // Each call has one thread, because calls run in parallel; nothing is asked for twice, so nothing is cached.
        NetVips.NetVips.Concurrency = 1;
        Cache.Max = 0;
        Cache.MaxMem = 0;
        Cache.MaxFiles = 0;
    }

    /// <summary>Makes sure that the set-up above has run.</summary>
    public static void Initialize()
    {
    }
}
