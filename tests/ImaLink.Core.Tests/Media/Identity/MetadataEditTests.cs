using System.Diagnostics;
using ImaLink.Media.Formats;
using ImaLink.Media.Identity;
using NetVips;

namespace ImaLink.Tests.Media.Identity;

/// <summary>
/// Real files, edited by a program that is not ours: EXIF, XMP, IPTC, GPS and orientation leave the hothash alone.
/// </summary>
public sealed class MetadataEditTests(ITestOutputHelper output) : TemporaryFolderTest
{
    private const int FilesPerFormat = 3;
    private const int MostLength = 64 << 20;

    private static readonly string[] Edits =
    [
        "-EXIF:ImageDescription=A description of some length, so that directories have to move", "-EXIF:Artist=Somebody",
        "-EXIF:DateTimeOriginal=2001:02:03 04:05:06", "-XMP:Rating=4", "-XMP:Subject=one", "-XMP:Title=Title", "-IPTC:Keywords=two",
        "-IPTC:City=Oslo", "-GPSLatitude=59.9", "-GPSLatitudeRef=N", "-GPSLongitude=10.7", "-GPSLongitudeRef=E", "-GPSAltitude=20",
        "-Orientation#=6", "-QuickTime:Title=Title", "-Keys:DisplayName=Name",
    ];

    /// <summary>Where the editor itself changes what the reference hashes, and why.</summary>
    private static readonly Dictionary<string, string> Exceptions = [];

    [Fact]
    public void Read_FileWithEditedMetadata_HasTheSameHothash()
    {
        Assert.SkipWhen(Corpus.Folder is null, "The corpus is not beside the repository (shared/corpus).");
        Assert.SkipWhen(Start("-ver") is null, "ExifTool is not on this machine.");
        List<string> failures = [];
        var (formats, equal, all) = (0, 0, 0);
        foreach (var group in Corpus.Files().Where(file => file is { FileType: not null, Hothash: not null, PadTo: null })
            .GroupBy(file => file.FileType!).OrderBy(group => group.Key))
        {
            var (same, edited, reason) = (0, 0, "the editor does not write it");
            foreach (var files in group.OrderByDescending(file => !file.Name.StartsWith("synthetic/", StringComparison.Ordinal)).Chunk(FilesPerFormat).TakeWhile(_ => edited < FilesPerFormat))
            {
                foreach (var (file, copy) in Edit(files, ref reason).Take(FilesPerFormat - edited))
                {
                    edited++;
                    var (before, after) = (IdentityReader.Read(file.Provide(Folder), IdentityParts.All), IdentityReader.Read(copy, IdentityParts.All));
                    Assert.NotEqual(before.Sha256, after.Sha256);
                    if (before.Hothash == after.Hothash)
                        same++;
                    else if (!Exceptions.ContainsKey(file.Name))
                        failures.Add($"{file.Name}: {before.Hothash} became {after.Hothash}");
                }
            }

            Report(edited == 0 ? $"{group.Key}: not edited ({reason})" : $"{group.Key}: {same} of {edited} equal");
            (formats, equal, all) = (formats + (edited > 0 ? 1 : 0), equal + same, all + edited);
        }

        Report($"metadata edits: {equal} of {all} files equal in {formats} formats, {all - equal} exceptions");
        Assert.True(failures.Count == 0, string.Join(Environment.NewLine, failures));
    }

    [Fact]
    public void Read_FileWithOneOtherPixel_HasAnotherHothash()
    {
        foreach (var extension in new[] { ".jpg", ".png", ".tif", ".webp" })
        {
            var before = Path.Combine(Folder, "before" + extension);
            var after = Path.Combine(Folder, "after" + extension);
            Save(before, otherPixel: false);
            Save(after, otherPixel: true);
            var (one, other) = (IdentityReader.Read(before), IdentityReader.Read(after));
            Assert.Equal(HothashScheme.ImageData, one.Scheme);
            Assert.NotEqual(one.Hothash, other.Hothash);
            Save(after, otherPixel: false);
            Assert.Equal(one.Hothash, IdentityReader.Read(after).Hothash);
        }
    }

    private static void Save(string path, bool otherPixel)
    {
        const int Width = 64, Height = 48;
        var pixels = new byte[Width * Height * 3];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)(i / 3 % Width * 3 + i / 3 / Width);
        if (otherPixel)
            pixels[(Height / 2 * Width + Width / 2) * 3] ^= 0x80;
        using var image = Image.NewFromMemory(pixels, Width, Height, 3, Enums.BandFormat.Uchar);
        image.WriteToFile(path);
    }

    /// <summary>Copies with other metadata, of those files where that can be written. All by one process: its start takes longer than an edit.</summary>
    private List<(CorpusFile File, string Copy)> Edit(CorpusFile[] files, ref string reason)
    {
        List<(CorpusFile File, string Copy)> copies = [];
        foreach (var file in files)
        {
            string path = file.Provide(Folder), copy = Path.Combine(Folder, $"edited{copies.Count}{Path.GetExtension(path)}");
            if (new FileInfo(path).Length > MostLength || IdentityReader.Detect(path) is not { Kind: not MediaKind.Other })
                continue;
            File.Copy(path, copy, overwrite: true);
            File.SetAttributes(copy, FileAttributes.Normal);
            File.SetLastWriteTimeUtc(copy, DateTime.UnixEpoch);
            copies.Add((file, copy));
        }

        if (copies.Count == 0)
            return copies;
        var answer = Start(["-overwrite_original", "-ignoreMinorErrors", .. Edits, .. copies.Select(copy => copy.Copy)]);
        reason = answer?.Split('\n').FirstOrDefault(line => line.StartsWith("Error", StringComparison.Ordinal))?.Replace(Folder, "…", StringComparison.Ordinal) ?? reason;
        copies.RemoveAll(copy => File.GetLastWriteTimeUtc(copy.Copy) == DateTime.UnixEpoch);
        return copies;
    }

    private static string? Start(params string[] arguments)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo("exiftool", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var error = process.StandardError.ReadToEndAsync();
            var text = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return text + error.Result;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private void Report(string line)
    {
        output.WriteLine(line);
        Console.WriteLine(line);
    }
}
