using System.Buffers.Binary;
using ImaLink.Media.Containers;

namespace ImaLink.Media.Metadata.Embedding;

/// <summary>
/// Takes out of IPTC the words of an owner that are not said any more. Programs read XMP first (FIELD.md 1.3) and IPTC where XMP has nothing, so what is taken out of it hides nothing; what stood
/// there otherwise would go on telling it. What is said just so, and fields of which nothing is said, stay to the byte.
/// </summary>
internal static class IptcWords
{
    private static readonly int[] Location = [IptcFacts.City, IptcFacts.Sublocation, IptcFacts.State, IptcFacts.CountryCode, IptcFacts.Country];

    /// <summary>What is left of a block; null where all of it is.</summary>
    public static byte[]? InStep(byte[] block, ImageFacts said)
    {
        HashSet<int> stale = Stale(IptcFacts.Read(ByteRange.Of(block)), said);
        if (stale.Count == 0)
            return null;
        var left = new List<byte>();
        foreach ((int id, _, int end, int head) in IptcFacts.Walk(block))
            if (!stale.Contains(id))
                left.AddRange(block.AsSpan(head..end));
        return [.. left];
    }

    /// <summary>What is left of Photoshop's resources that hold such a block; null where all of them are. Their digest of it goes with the words: without one, XMP counts.</summary>
    public static byte[]? InStepInResources(byte[] resources, ImageFacts said)
    {
        var left = new List<byte>();
        bool isChanged = false;
        long end = 0;
        foreach ((ushort id, long head, long start, long length, long next) in PhotoshopResources.Walk(ByteRange.Of(resources)))
        {
            if (start + length > resources.Length)
                return null; // it goes on in another segment
            end = Math.Min(next, resources.Length);
            if (id == PhotoshopResources.Iptc && InStep(resources[(int)start..(int)(start + length)], said) is { } block)
            {
                isChanged = true;
                if (block.Length > 0)
                    left.AddRange(Resource(resources.AsSpan((int)head..(int)(start - 4)), block));
            }
            else if (id != PhotoshopResources.IptcDigest)
            {
                left.AddRange(resources.AsSpan((int)head..(int)end));
            }
        }

        return isChanged ? [.. left, .. resources.AsSpan((int)end)] : null;
    }

    private static byte[] Resource(ReadOnlySpan<byte> head, byte[] content)
    {
        byte[] resource = [.. head, 0, 0, 0, 0, .. content, .. (content.Length & 1) != 0 ? (byte[])[0] : []];
        BinaryPrimitives.WriteUInt32BigEndian(resource.AsSpan(head.Length), (uint)content.Length);
        return resource;
    }

    private static HashSet<int> Stale(ImageFacts iptc, ImageFacts said)
    {
        var stale = new HashSet<int>();
        Look(IptcFacts.ObjectName, iptc.Title, said.Title);
        Look(IptcFacts.Caption, iptc.Description, said.Description);
        Look(IptcFacts.Byline, iptc.Author, said.Author);
        Look(IptcFacts.Copyright, iptc.Rights, said.Rights);
        HashSet<string> words = [.. iptc.Keywords], levels = [.. said.Keywords.SelectMany(tag => tag.Split('/'))], leaves = [.. said.Keywords.Select(tag => tag[(tag.LastIndexOf('/') + 1)..])];
        if (words.Count > 0 && !words.SetEquals(leaves) && !words.SetEquals(levels))
            stale.Add(IptcFacts.Keyword);
        if (iptc.Location is { } place && (said.Location is null || place.Any(part => said.Location.GetValueOrDefault(part.Key) != part.Value)))
            stale.UnionWith(Location);
        return stale;

        // IPTC's fields are short: one that is cut off says nothing else.
        void Look(int id, string? there, string? wanted)
        {
            if (there is not null && wanted?.StartsWith(there, StringComparison.Ordinal) != true)
                stale.Add(id);
        }
    }
}
