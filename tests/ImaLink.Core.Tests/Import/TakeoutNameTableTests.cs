using System.Globalization;
using System.Text;
using ImaLink.Archive.Intake;
using ImaLink.Index.Journals;

namespace ImaLink.Tests.Import;

/// <summary>
/// The rules by which Google names the descriptions of photos, in old exports and in new ones, each for names of every length that an export has: N of N descriptions are found by their names alone, on the disk.
/// </summary>
public sealed class TakeoutNameTableTests : TemporaryFolderTest
{
    private const int Longest = 47, Cut = 46; // a photo's name has 51 characters at most, and so has a description's

    private static readonly string[] Edited = ["edited", "bearbeitet", "modifi\u00e9", "modificato", "ha editado", "editado", "bewerkt", "muokattu", "redigeret", "edytowane", "\u7de8\u96c6\u6e08\u307f"];

    /// <summary>The photos of one folder, the description in it or in another part, and for which of the photos it speaks.</summary>
    private sealed record Row(string Rule, string[] Photos, string Description, string[] SpeaksFor, bool IsElsewhere = false);

    /// <summary>Name and suffix, cut; then the number that tells namesakes apart.</summary>
    private static string Named(string photo, bool isNew, string number = "")
    {
        string whole = isNew ? photo + ".supplemental-metadata" : photo;
        return (whole.Length > Cut ? whole[..Cut] : whole) + number + ".json";
    }

    private static IEnumerable<Row> Rows(bool isNew)
    {
        foreach (string extension in new[] { ".jpg", ".HEIC", ".mp4" })
        {
            for (int length = 1; length + extension.Length <= Longest + 4; length++)
            {
                string stem = new('x', length), photo = stem + extension;
                yield return new("1: cut", [photo], Named(photo, isNew), [photo]);
                yield return new("5: in another part", [photo], Named(photo, isNew), [photo], IsElsewhere: true);
                if (photo.Length + 3 <= Longest + 4)
                {
                    yield return new("2: the first of two", [photo, $"{stem}(1){extension}"], Named(photo, isNew), [photo]);
                    yield return new("2: the number moves", [photo, $"{stem}(1){extension}"], Named(photo, isNew, "(1)"), [$"{stem}(1){extension}"]);
                }

                if (extension == ".HEIC")
                    yield return new("10: both halves", [photo, stem + ".MP4"], Named(photo, isNew), [photo, stem + ".MP4"]);
                if (extension == ".jpg" && Named(photo, isNew).StartsWith(photo, StringComparison.Ordinal))
                    foreach (string word in Edited.Where(word => photo.Length + word.Length + 1 <= Longest + 4))
                        yield return new("3: what was edited", [photo, $"{stem}-{word}{extension}"], Named(photo, isNew), [photo, $"{stem}-{word}{extension}"]);
            }
        }

        if (isNew)
            yield return new("2: the number behind the extension", ["IMG_2367.HEIC", "IMG_2367(1).HEIC"], "IMG_2367.HEIC(1).supplemental-metadata.json", ["IMG_2367(1).HEIC"]);
        yield return new("1: a part of the extension is left", ["PXL_20230922_123456789.PORTRAIT.ORIGINAL_abcd.jpg"], "PXL_20230922_123456789.PORTRAIT.ORIGINAL_abcd.jp.json", ["PXL_20230922_123456789.PORTRAIT.ORIGINAL_abcd.jpg"]);
    }

    /// <param name="age">Which exports.</param>
    /// <param name="expected">How many descriptions there are in the table.</param>
    [Theory]
    [InlineData("old", 1008)]
    [InlineData("new", 1009)]
    public void Walk_NamesOfGoogle_FindTheirPhotos(string age, int expected)
    {
        Row[] rows = [.. Rows(age == "new")];
        for (int i = 0; i < rows.Length; i++)
        {
            string folder = $"Takeout/Google Photos/{i.ToString(CultureInfo.InvariantCulture)}/";
            foreach (string photo in rows[i].Photos)
                Fill($"one/{folder}{photo}", "");
            // Its title would tell where the name does not.
            Fill($"{(rows[i].IsElsewhere ? "two" : "one")}/{folder}{rows[i].Description}", """{ "title": "", "photoTakenTime": {} }""");
        }

        ILookup<string, PlannedFile> planned = new SourceWalk(enterStorages: false, OperationReporter.None).Files([Path.Combine(Folder, "one"), Path.Combine(Folder, "two")], default)
            .ToLookup(file => Path.GetFileName(Path.GetDirectoryName(file.Path)!));
        string[] wrong = [.. rows.Where((row, i) => !Speaks(row, [.. planned[i.ToString(CultureInfo.InvariantCulture)]])).Select(row => $"{row.Rule}: {row.Description} of {string.Join(", ", row.Photos)}")];
        Assert.Empty(wrong);
        TestContext.Current.TestOutputHelper?.WriteLine($"{rows.Length - wrong.Length} of {rows.Length} descriptions of {age} exports are found.");
        Assert.Equal(expected, rows.Length);
    }

    /// <summary>The first of its photos it travels with; for the others it speaks as well, and for no more.</summary>
    private static bool Speaks(Row row, List<PlannedFile> planned)
    {
        PlannedFile description = planned.Single(file => Path.GetFileName(file.Path) == row.Description);
        return planned.Find(file => file.Number == description.CompanionOf) is { } holder && Path.GetFileName(holder.Path) == row.SpeaksFor[0]
            && planned.Where(file => file.Notes?.Contains(description.Path) == true).Select(file => Path.GetFileName(file.Path)).SequenceEqual(row.SpeaksFor.Skip(1));
    }

    private void Fill(string name, string content)
    {
        string path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, Encoding.UTF8.GetBytes(content));
    }
}
