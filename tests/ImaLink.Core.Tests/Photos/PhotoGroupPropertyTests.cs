using CsCheck;
using ImaLink.Tests.Import;

namespace ImaLink.Tests.Photos;

/// <summary>
/// Random sequences of what owners do to photos of several images, against a model: whatever moves, which images are one photo and what is said of each stays, in both catalogs
/// that write the storage, and in one that is made of it alone. IMALINK_SEQUENCES sets how many.
/// </summary>
[Trait("Category", "Sequences")]
public sealed class PhotoGroupPropertyTests
{
    [Fact]
    public void Photos_WhateverTheOwnerDoes_KeepTheirMembersAndWords() =>
        Gen.Int[0, int.MaxValue - 1].Sample(seed =>
        {
            var owner = new Owner(new Random(seed));
            try
            {
                for (int i = 0; i < 14; i++)
                    owner.Act();
                owner.CheckAll();
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"{string.Join("; ", owner.Done)}: {e.Message}", e);
            }
            finally
            {
                owner.Dispose();
            }
        }, iter: FixedSeed.Sequences(12), threads: 1);

    private sealed class Owner : PhotoGroupLifeTest
    {
        private const int Count = 7;
        private static readonly string[] Actions = ["move", "move", "rename", "folder", "edit", "join", "join", "split", "title", "trash", "put back", "lose", "primary", "update"];

        private readonly Random _random;
        private readonly List<Member> _members = [];
        private readonly TestArchive[] _catalogs;
        private int _next = 1000;

        public Owner(Random random)
        {
            _random = random;
            Import([.. Enumerable.Range(1, Count)]);
            for (int i = 1; i <= Count; i++)
                _members.Add(new Member { Path = $"all/{i}.jpg", Group = i });
            _catalogs = [Mine, Mine.SeenBy(Path.Combine(Folder, "other.db"))];
        }

        public List<string> Done { get; } = [];

        public void Act()
        {
            TestArchive actor = _catalogs[_random.Next(2)];
            actor.Write(); // it takes over what the other did
            string action = Actions[_random.Next(Actions.Length)];
            Member[] there = [.. _members.Where(member => !member.IsInTrash)];
            Member one = there[_random.Next(there.Length)], other = there[_random.Next(there.Length)];
            Done.Add($"{(actor == Mine ? "A" : "B")} {action} {one.Path} {other.Path}");
            switch (action)
            {
                case "move":
                    Relocate(one, $"m{_random.Next(3)}/{Path.GetFileName(one.Path)}");
                    Sync(actor);
                    break;
                case "rename":
                    Relocate(one, $"{Path.GetDirectoryName(one.Path)}/r{_next++}.jpg");
                    Sync(actor);
                    break;
                case "folder":
                    string from = Path.GetDirectoryName(one.Path)!, to = $"f{_next++}";
                    Directory.Move(Mine.Photo(from), Mine.Photo(to));
                    foreach (Member member in there.Where(member => Path.GetDirectoryName(member.Path) == from))
                        member.Path = $"{to}/{Path.GetFileName(member.Path)}";
                    Sync(actor);
                    break;
                case "edit":
                    Edit(one.Path, _next++);
                    Sync(actor);
                    break;
                case "join" when one.Group != other.Group && !IsPartlyInTrash(one) && !IsPartlyInTrash(other):
                    Join(actor, one.Path, other.Path);
                    int joined = other.Group;
                    _members.Where(member => member.Group == joined).ToList().ForEach(member => member.Group = one.Group);
                    SayTitle(actor, one); // which of the two titles was said last is not this test's matter
                    break;
                case "split" when !IsPartlyInTrash(one):
                    Split(actor, one.Path);
                    one.Group = _next++;
                    break;
                case "title":
                    SayTitle(actor, one);
                    break;
                case "primary":
                    Say(actor, (catalog, statements) => new ImaLink.Photos.PhotoGroups(catalog, statements).Join([], ImageOf(catalog, one.Path)));
                    break;
                case "trash" when there.Length > 2:
                    Remove(actor, one.Path);
                    one.IsInTrash = true;
                    break;
                case "put back":
                    PutBack(actor);
                    _members.ForEach(member => member.IsInTrash = false);
                    break;
                case "update":
                    Assert.Empty(actor.Use(catalog => new ImaLink.Photos.GroupUpdateService(catalog, Patience).Run([], false, OperationReporter.None, default).ToList()));
                    break;
                case "lose":
                    Lose(actor);
                    break;
            }

            Check(actor);
        }

        public void CheckAll()
        {
            foreach (TestArchive catalog in _catalogs)
                catalog.Write();
            PutBack(Mine);
            _members.ForEach(member => member.IsInTrash = false);
            _catalogs[1].Write();
            foreach (TestArchive catalog in _catalogs)
                Check(catalog);
            Lose(Mine);
            Check(Mine);
        }

        private void Check(TestArchive archive) => archive.Use<object?>(catalog =>
        {
            Member[] there = [.. _members.Where(member => !member.IsInTrash)];
            Dictionary<Member, long> photos = there.ToDictionary(member => member, member => PhotoOf(catalog, member.Path));
            Assert.Equal(Partition(there, member => member.Group), Partition(there, member => photos[member]));
            Assert.Equal(there.Select(member => $"{member.Path} {TitleOf(member)}"),
                there.Select(member => $"{member.Path} {catalog.Scalar<string>("SELECT title FROM photo WHERE id = @0", photos[member])}"));
            return null;
        });

        /// <summary>A photo shows what was said last of any of its images that are there.</summary>
        private string? TitleOf(Member member) => _members.Where(other => other.Group == member.Group && !other.IsInTrash).MaxBy(other => other.Said)!.Title;

        private void SayTitle(TestArchive actor, Member of)
        {
            string title = $"title {_next++}";
            Say(actor, (catalog, statements) => statements.Say([(PhotoOf(catalog, of.Path), new Dictionary<string, string?> { [StatementField.Title] = CanonicalJson.Of(title) })]));
            foreach (Member member in _members.Where(member => member.Group == of.Group && !member.IsInTrash))
                (member.Title, member.Said) = (title, _next);
        }

        private static List<string> Partition<T>(IEnumerable<Member> members, Func<Member, T> key) =>
            [.. members.GroupBy(key).Select(group => string.Join(' ', group.Select(member => member.Path).Order(StringComparer.Ordinal))).Order(StringComparer.Ordinal)];

        private bool IsPartlyInTrash(Member member) => _members.Exists(other => other.Group == member.Group && other.IsInTrash);

        private void Relocate(Member member, string to)
        {
            if (!File.Exists(Mine.Photo(to)))
            {
                Move(member.Path, to);
                member.Path = to;
            }
        }
    }

    /// <summary>An image of the model: where it lies, which photo it is of, and what was said of it last.</summary>
    private sealed class Member
    {
        public required string Path { get; set; }
        public required int Group { get; set; }
        public bool IsInTrash { get; set; }
        public string? Title { get; set; }
        public int Said { get; set; }
    }
}
