namespace ImaLink.Tests.Recovery;

/// <summary>Damages index files of storages as media, owners and other programs do, and undoes it.</summary>
internal sealed class IndexDamage
{
    private readonly Dictionary<string, (byte[] Bytes, DateTime Time)> _whole;
    private readonly string[] _files;
    private readonly Random _random;

    internal IndexDamage(IEnumerable<string> roots, Random random)
    {
        _random = random;
        _files = [.. roots.SelectMany(root => Directory.EnumerateFiles(root, "index.json*")
            .Concat(Directory.EnumerateFiles(Path.Combine(root, "imports"), "session_*.json*"))).Order(StringComparer.Ordinal)];
        _whole = _files.ToDictionary(file => file, file => (File.ReadAllBytes(file), File.GetLastWriteTimeUtc(file)));
    }

    /// <summary>Does one to three damages.</summary>
    /// <returns>What was done.</returns>
    internal string Strike() => string.Join("; ", Enumerable.Range(0, _random.Next(1, 4)).Select(_ => StrikeOnce()));

    /// <summary>Whether a file is there as it was.</summary>
    internal bool IsWhole(string file) => File.Exists(file) && File.ReadAllBytes(file).AsSpan().SequenceEqual(_whole[file].Bytes);

    internal void Undo()
    {
        foreach (string file in _files.Where(file => !IsWhole(file)))
        {
            File.WriteAllBytes(file, _whole[file].Bytes);
            File.SetLastWriteTimeUtc(file, _whole[file].Time);
        }
    }

    private string StrikeOnce()
    {
        string file = Any(), name = Name(file);
        byte[] bytes = File.Exists(file) ? File.ReadAllBytes(file) : [];
        switch (_random.Next(8))
        {
            case 0 or 1 when bytes.Length > 0:
                int bit = _random.Next(8 * bytes.Length);
                bytes[bit / 8] ^= (byte)(1 << bit % 8);
                File.WriteAllBytes(file, bytes);
                return $"bit {bit} of {name} flipped";
            case 2 when bytes.Length > 0:
                (int at, byte value) = (_random.Next(bytes.Length), (byte)_random.Next(256));
                bytes[at] = value;
                File.WriteAllBytes(file, bytes);
                return $"byte {at} of {name} is {value}";
            case 3:
                int length = _random.Next(bytes.Length + 1);
                File.WriteAllBytes(file, bytes[..length]);
                return $"{name} cut to {length}";
            case 4:
                (int from, int count) = (_random.Next(bytes.Length + 1), _random.Next(1, 4097));
                bytes.AsSpan(from, Math.Min(count, bytes.Length - from)).Clear();
                File.WriteAllBytes(file, bytes);
                return $"{name} is zero from {from}, {count} bytes";
            case 5:
                File.Delete(file);
                return $"{name} deleted";
            case 6:
                return Swap(file, Any());
            default:
                return Swap(file, file.EndsWith(".bak", StringComparison.Ordinal) ? file[..^4] : file + ".bak");
        }
    }

    private string Swap(string one, string other)
    {
        byte[]? first = File.Exists(one) ? File.ReadAllBytes(one) : null, second = File.Exists(other) && _whole.ContainsKey(other) ? File.ReadAllBytes(other) : null;
        if (first is not null && second is not null)
        {
            File.WriteAllBytes(one, second);
            File.WriteAllBytes(other, first);
        }

        return $"{Name(one)} and {Name(other)} swapped";
    }

    private string Any() => _files[_random.Next(_files.Length)];

    private static string Name(string file)
    {
        string[] parts = file.Split(Path.DirectorySeparatorChar);
        return string.Join('/', parts[Array.FindIndex(parts, part => part.StartsWith("imalink_", StringComparison.Ordinal))..]);
    }
}
