using System.Security.Cryptography;
using CsCheck;
using ImaLink.Index;
using ImaLink.Reconcile;
using ImaLink.Tests.Index;

namespace ImaLink.Tests.Reconcile;

/// <summary>
/// Random sequences of what owners do, and of what befalls their files, against a model: after a Sync every file has its photo and session, the catalog agrees
/// with the disk and the indexes with the catalog; what is damaged keeps its record, whatever copies of it appear. IMALINK_SEQUENCES sets how many; 60 by default.
/// </summary>
[Trait("Category", "Sequences")]
public sealed class OwnerTests
{
    [Fact]
    public void Sync_AfterWhateverTheOwnerDid_EveryFileKeepsItsPhotoAndSession()
    {
        Gen.Select(Gen.Int[3, 9], OwnerAction.Any.List[1, 14]).Sample((count, actions) =>
        {
            using var owner = new Owner(count);
            foreach (OwnerAction action in actions)
                owner.Do(action);
            owner.SyncAndCheck();
        }, iter: FixedSeed.Sequences(50), threads: 2);
    }

    /// <summary>A storage, its owner, and what should be known of each file.</summary>
    private sealed class Owner : ReconcileTest
    {
        private readonly List<ModelFile> _model = [];
        private int _next = 1000;

        public Owner(int count)
        {
            for (int i = 0; i < count; i++)
                Photo($"f{i % 3}/{i}.jpg", i);
            Adopt("One");
            for (int i = count; i < count + 2; i++)
                Photo($"f{i % 3}/{i}.jpg", i);
            Adopt("Two");
            for (int i = 0; i < count + 2; i++)
                _model.Add(new ModelFile { Photo = PhotoOf($"f{i % 3}/{i}.jpg"), Session = i < count ? "One" : "Two", Number = i, Tag = 0, Path = $"f{i % 3}/{i}.jpg" });
        }

        public void Do(OwnerAction action)
        {
            var there = _model.Where(file => file is { Path: not null, IsDamaged: false }).ToList();
            if (action.Name == "sync")
            {
                SyncAndCheck();
                return;
            }

            if (action.Name == "mend")
            {
                if (_model.Where(file => file.IsDamaged).ToList() is { Count: > 0 } damaged)
                    Mend(damaged[action.A % damaged.Count]);
                return;
            }

            if (action.Name == "old copy")
            {
                if (_model.Where(file => file.Former.Count > 0).ToList() is { Count: > 0 } edited)
                    CopyFormer(edited[action.A % edited.Count], action.B);
                return;
            }

            if (action.Name == "restore")
            {
                if (_model.Where(file => file.Path is null).ToList() is { Count: > 0 } gone)
                    Restore(gone[action.A % gone.Count]);
                return;
            }

            if (there.Count == 0)
                return;
            (ModelFile one, ModelFile other) = (there[action.A % there.Count], there[action.B % there.Count]);
            switch (action.Name)
            {
                case "move": Relocate(one, $"g{action.B % 4}/{Path.GetFileName(one.Path)}"); break;
                case "rename": Relocate(one, $"{Path.GetDirectoryName(one.Path)}/r{_next++}.jpg"); break;
                case "swap" when one != other: Swap(one, other); break;
                case "chain" when one != other: Chain(one, other); break;
                case "copy": Duplicate(one); break;
                case "delete": Delete(one); break;
                case "cut": Damage(one, length => length - 20); break;
                case "empty": Damage(one, _ => 0); break;
                case "tag": Write(one, one.Number, ++_next % 50 + one.Tag); break;
                case "pixels": // moved and drawn anew at once is another photo to anyone
                    SyncAndCheck();
                    Write(one, _next++, one.Tag);
                    SyncAndCheck();
                    break;
                case "folder" when !_model.Exists(file => IsEmpty(file) && file.Path!.StartsWith(Path.GetDirectoryName(one.Path) + "/", StringComparison.Ordinal)):
                    MoveFolder(Path.GetDirectoryName(one.Path)!, $"h{_next++}");
                    break;
                case "case": Relocate(one, one.Path!.EndsWith("jpg", StringComparison.Ordinal) ? one.Path[..^3] + "JPG" : one.Path[..^3] + "jpg"); break;
                case "touch": Touch(one.Path!); break;
                case "move+tag":
                    Relocate(one, $"k/{_next++}.jpg");
                    Write(one, one.Number, ++_next % 50 + one.Tag);
                    break;
            }
        }

        public void SyncAndCheck()
        {
            Errors.Clear();
            Sync(new SyncRequest { AllowMassMissing = true });
            Assert.Empty(Errors);
            Check();
            Assert.Equal(_model.Count(file => file.IsDamaged && new FileInfo(Full(file.Path!)).Length > 0), Sync().Count(finding => finding.Verdict is not (FindingVerdict.New or FindingVerdict.Copied)));
            Consistency.AssertConsistent(Catalog, Storage);
        }

        private void Check()
        {
            foreach (IGrouping<int, ModelFile> copies in _model.GroupBy(file => file.Number))
            {
                // Which of several copies of one image is which, nobody can tell; all of them keep the photo and their sessions.
                List<string> sessions = [.. copies.Select(file => file.Session)];
                foreach (ModelFile file in copies.OrderBy(file => file.Path is null))
                {
                    file.Session = file.Path is null ? sessions[0] : Check(file);
                    Assert.True(sessions.Remove(file.Session));
                }
            }

            Assert.Equal(_model.Count, Catalog.Describe().Files);
            Assert.Equal(_model.Count(file => file.Path is null || IsEmpty(file)), Catalog.Describe().MissingFiles);
            Assert.Equal(_model.Select(file => file.Photo).Distinct().Count(), Catalog.Describe().Photos);
        }

        private string Check(ModelFile file)
        {
            var row = Row(file.Path!);
            FileEntry entry = new ImaLink.Catalog.FileEntries(Catalog).Get(row.Id);
            Assert.Equal((IsEmpty(file) ? FileState.Missing : FileState.Present, file.Photo), (entry.State, entry.PhotoUuid()));
            Assert.Equal(file.IsDamaged ? Convert.ToHexStringLower(SHA256.HashData(file.Kept!)) : IndexDigest.Of(Full(file.Path!)), entry.Sha256);
            return Catalog.Sessions.Get(row.SessionId).Header.Title;
        }

        private void Relocate(ModelFile file, string to)
        {
            if (File.Exists(Full(to)) || Directory.Exists(Full(to)))
                return;
            Move(file.Path!, to);
            file.Path = to;
        }

        private void Swap(ModelFile one, ModelFile other)
        {
            Move(one.Path!, "swap.tmp");
            Move(other.Path!, one.Path!);
            Move("swap.tmp", other.Path!);
            (one.Path, other.Path) = (other.Path, one.Path);
        }

        private void Chain(ModelFile one, ModelFile other)
        {
            string freed = other.Path!;
            Relocate(other, $"c/{_next++}.jpg");
            Relocate(one, freed);
        }

        /// <summary>A copy is adopted at once, so that it is a file of the model with the photo of its image.</summary>
        private void Duplicate(ModelFile file)
        {
            SyncAndCheck();
            string path = $"copies/{_next++}.jpg";
            Copy(file.Path!, path);
            AdoptCopy(file, path, file.Tag);
        }

        /// <summary>What a file held before appears elsewhere, as from an old disk.</summary>
        private void CopyFormer(ModelFile file, int which)
        {
            SyncAndCheck();
            string path = $"copies/{_next++}.jpg";
            WriteFile(path, file.Former[which % file.Former.Count]);
            AdoptCopy(file, path, file.Tag);
        }

        private void AdoptCopy(ModelFile file, string path, int tag)
        {
            Sync(new SyncRequest { AddNewTitle = "Copies", AllowMassMissing = true });
            byte[] content = File.ReadAllBytes(Full(path));
            if (_model.Find(gone => gone.Path is null && gone.Kept.AsSpan().SequenceEqual(content)) is { } restored)
            {
                restored.Path = path; // for anyone who looks, a lost copy is there again
                return;
            }

            if (Catalog.Describe().Files == _model.Count && _model.Find(gone => gone.Path is null && gone.Number == file.Number) is { } alike)
            {
                (alike.Path, alike.Tag) = (path, tag); // or a lost file of the same image was tagged anew: nobody can tell
                return;
            }

            _model.Add(new ModelFile { Photo = file.Photo, Session = "Copies", Number = file.Number, Tag = tag, Path = path });
        }

        /// <summary>What befalls a file: it stays where it is, and something of it is lost.</summary>
        private void Damage(ModelFile file, Func<int, int> left)
        {
            SyncAndCheck(); // who edits a file and cuts it at once has lost the edit
            (file.IsDamaged, file.Kept) = (true, File.ReadAllBytes(Full(file.Path!)));
            WriteFile(file.Path!, file.Kept[..left(file.Kept.Length)]);
        }

        private void Mend(ModelFile file)
        {
            file.IsDamaged = false;
            WriteFile(file.Path!, file.Kept!);
        }

        private bool IsEmpty(ModelFile file) => file.IsDamaged && new FileInfo(Full(file.Path!)).Length == 0;

        private void Delete(ModelFile file)
        {
            file.Kept = File.ReadAllBytes(Full(file.Path!));
            File.Delete(Full(file.Path!));
            file.Path = null;
        }

        private void Restore(ModelFile file)
        {
            file.Path = $"back/{_next++}.jpg";
            WriteFile(file.Path, file.Kept!);
        }

        private void Write(ModelFile file, int number, int tag)
        {
            if (number == file.Number)
                file.Former.Add(File.ReadAllBytes(Full(file.Path!)));
            else
                file.Former.Clear(); // of another picture
            Photo(file.Path!, number, tag + 1);
            (file.Number, file.Tag) = (number, tag + 1);
        }

        private void MoveFolder(string from, string to)
        {
            Move(from, to);
            foreach (ModelFile file in _model.Where(file => file.Path?.StartsWith(from + "/", StringComparison.Ordinal) == true))
                file.Path = to + file.Path![from.Length..];
        }
    }
}
