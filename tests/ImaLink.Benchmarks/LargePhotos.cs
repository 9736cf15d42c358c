using System.Globalization;
using ImaLink.Index;

namespace ImaLink.Benchmarks;

/// <summary>
/// What is said and recorded of very many photos, as an archive of twenty years has it: few cameras with most of the photos, a tree of tags of which some are on
/// thousands and most on dozens, half of the photos with a place, most of these at home. The same number is always the same photo.
/// </summary>
internal static class LargePhotos
{
    /// <summary>A word in the title of every 25,000th photo.</summary>
    public const string RareWord = "aurora";

    /// <summary>A word in the title or description of every eighth photo.</summary>
    public const string CommonWord = "morning";

    /// <summary>Latitude and longitude around which half of the photos with a place were taken.</summary>
    public static readonly double[] Home = [59.9139, 10.7522];

    private static readonly (string Make, string Model, string Lens, int Share)[] Cameras =
    [
        ("Apple", "iPhone 13 Pro", "iPhone 13 Pro back triple camera 5.7mm f/1.5", 30), ("Canon", "Canon EOS R6", "RF24-105mm F4 L IS USM", 20), ("Canon", "Canon EOS 5D Mark II", "EF24-70mm f/2.8L USM", 15),
        ("NIKON CORPORATION", "NIKON Z 6_2", "NIKKOR Z 24-70mm f/4 S", 10), ("FUJIFILM", "X-T4", "XF16-55mmF2.8 R LM WR", 8), ("samsung", "SM-G991B", "Samsung Galaxy S21 Rear Camera", 6),
        ("Panasonic", "DMC-LX100", "LEICA DC VARIO-SUMMILUX 24-75mm", 5), ("SONY", "ILCE-7M3", "FE 28-70mm F3.5-5.6 OSS", 3), ("OLYMPUS CORPORATION", "E-M1MarkII", "OLYMPUS M.12-40mm F2.8", 2), ("Leica", "LEICA Q2", "Summilux 28mm f/1.7", 1),
    ];

    private static readonly string[] Subjects = ["lake", "harbour", "garden", "mountain", "street", "beach", "forest", "market", "church", "bridge", "dinner", "birthday", "wedding", "train", "boat", "snow", "sunset", "concert", "castle", "river"];
    private static readonly string[] Manners = ["quiet", "crowded", "old", "windy", "last", "first", "rainy", "bright", "small", "long", "empty", "golden", "frozen", "narrow", "hidden", "green"];
    private static readonly string[] Countries = ["Italy", "Norway", "Denmark", "Japan", "France", "Spain", "Iceland", "Greece", "Portugal", "Scotland", "Peru", "Canada", "Nepal", "Kenya", "Vietnam", "Chile"];
    private static readonly string[] Matters = ["Animals/Birds", "Animals/Dogs", "Animals/Insects", "Architecture", "Food", "Flowers", "Sports/Skiing", "Sports/Sailing", "Night", "Portrait", "Black and white", "Print"];
    private static readonly string[] Persons = ["Ada", "Ben", "Clara", "Daniel", "Emma", "Frida", "Georg", "Hanna", "Ivar", "Jonas", "Kari", "Lars", "Maria", "Nora", "Ola", "Petra"];

    /// <summary>The facts of a photo.</summary>
    public static void Describe(FileEntry file, int number)
    {
        var random = new Draw(number);
        int share = random.Below(100);
        (file.CameraMake, file.CameraModel, file.LensModel, _) = Cameras.First(camera => (share -= camera.Share) < 0);
        (file.Iso, file.Aperture, file.ExposureTime, file.FocalLength) = (100 << random.Below(7), 1.4 + random.Below(20) * 0.5, 1.0 / (8 << random.Below(9)), 16 + random.Below(60) * 3);
        if (random.Below(2) == 0)
            return;
        bool isAtHome = random.Below(2) == 0;
        int place = random.Below(400);
        (double latitude, double longitude, double spread) = isAtHome ? (Home[0], Home[1], 0.3) : (-50 + place * 7919 % 11500 * 0.01, -170 + place * 104729 % 34000 * 0.01, 0.1);
        (file.GpsLatitude, file.GpsLongitude) = (Math.Round(latitude + (random.Below(10001) - 5000) / 5000.0 * spread, 6), Math.Round(longitude + (random.Below(10001) - 5000) / 5000.0 * spread, 6));
    }

    /// <summary>What is said of a photo; null for nothing.</summary>
    public static List<Statement>? Say(int number, Guid writer)
    {
        var random = new Draw(number + 0x5EED);
        var said = new SortedDictionary<string, string>(StringComparer.Ordinal);
        string subject = random.Of(Subjects), manner = random.Of(Manners), country = random.Of(Countries);
        if (number % 25_000 == 7)
            said[StatementField.Title] = CanonicalJson.Of($"The {RareWord} over the {subject}");
        else if (random.Below(10) == 0)
            said[StatementField.Title] = CanonicalJson.Of($"{manner} {subject}, {CommonWord}");
        else if (random.Below(20) == 0)
            said[StatementField.Title] = CanonicalJson.Of(string.Create(CultureInfo.InvariantCulture, $"{subject} {random.Below(5000)}"));
        if (random.Below(30) == 0)
            said[StatementField.Description] = CanonicalJson.Of($"A {manner} {subject} in {country}, the {CommonWord} after the {random.Of(Subjects)}.");
        if (random.Below(6) == 0)
            said[StatementField.Rating] = CanonicalJson.Of(1L + random.Below(5));
        if (random.Below(20) == 0)
            said[StatementField.Flag] = random.Below(3) == 0 ? "\"reject\"" : "\"pick\"";
        if (random.Below(30) == 0)
            said[StatementField.Label] = random.Below(2) == 0 ? "\"red\"" : "\"green\"";
        if (random.Below(50) == 0)
            said[StatementField.Favorite] = CanonicalJson.True;
        if (random.Below(300) == 0)
            said[StatementField.Hidden] = CanonicalJson.True;
        if (random.Below(10) == 0)
            said[StatementField.Location] = $"{{\"city\":\"{country} town {random.Below(20)}\",\"country\":\"{country}\"}}";
        if (random.Below(4) == 0)
        {
            said[StatementField.Tag(string.Create(CultureInfo.InvariantCulture, $"Places/{country}/Town {random.Below(random.Below(20) + 1)}"))] = CanonicalJson.True;
            for (int more = random.Below(3); more > 0; more--)
                said[StatementField.Tag(random.Of(Matters))] = CanonicalJson.True;
        }

        for (int more = random.Below(5) == 0 ? 1 + random.Below(2) : 0; more > 0; more--)
            said[StatementField.Person(random.Of(Persons))] = CanonicalJson.True;
        return said.Count == 0 ? null : [.. said.Select(field => new Statement(field.Key, field.Value, 1 + number % 3, writer))];
    }

    /// <summary>Numbers that look drawn (SplitMix64): of a photo always the same.</summary>
    private struct Draw(int seed)
    {
        private ulong _state = (ulong)seed * 0x9E3779B97F4A7C15;

        internal int Below(int bound)
        {
            ulong z = _state += 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return (int)((z ^ (z >> 31)) % (ulong)bound);
        }

        internal T Of<T>(T[] values) => values[Below(values.Length)];
    }
}
