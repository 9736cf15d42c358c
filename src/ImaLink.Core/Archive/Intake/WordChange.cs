namespace ImaLink.Archive.Intake;

/// <summary>What becomes of the words of a source.</summary>
/// <param name="News">What is taken over.</param>
/// <param name="Replaced">The fields of it of which the owner had said something else here.</param>
/// <param name="Kept">The fields of which the owner said something else here, which stays.</param>
internal sealed record WordChange(List<Statement> News, List<string> Replaced, List<string> Kept)
{
    /// <summary>What there is to tell, as sentences; null where nothing is.</summary>
    internal string? Told => News.Count + Kept.Count == 0 ? null : string.Join(' ', Sentences());

    /// <summary>
    /// Decides what a source says anew. Where it is known what it said before, only what differs from that counts, and what it says no more is withdrawn: another program changed it. The
    /// owner's word gives way to such a change alone, and only where it was said before it. Pure.
    /// </summary>
    /// <param name="known">What is said of the image.</param>
    /// <param name="saidAt">When the owner said a field here; null where that is not known.</param>
    /// <param name="words">What the source says.</param>
    /// <param name="former">What it said when its words were last taken over (<see cref="FileWords.Digest"/>); null where that is not known.</param>
    /// <param name="changedAt">When the source was written.</param>
    internal static WordChange Of(IEnumerable<Statement> known, Func<string, DateTime?> saidAt, FileWords words, string? former, DateTime changedAt)
    {
        var change = new WordChange([], [], []);
        Dictionary<string, Statement> there = known.ToDictionary(said => said.Field, StringComparer.Ordinal);
        HashSet<string>? before = former is null ? null : FileWords.Digests(former);
        foreach ((string field, string value) in words.Values)
            if (!there.ContainsKey(field) || before?.Contains(FileWords.DigestOf(field, value)) != true)
                change.Say(field, value, there.GetValueOrDefault(field), before, saidAt, changedAt);
        foreach (Statement said in before is null ? [] : there.Values.Where(said => said.Value is not null && words.Withdraws(said.Field) && before.Contains(FileWords.DigestOf(said.Field, said.Value))))
            change.Say(said.Field, null, said, before, saidAt, changedAt);
        return change;
    }

    private void Say(string field, string? value, Statement? there, HashSet<string>? before, Func<string, DateTime?> saidAt, DateTime changedAt)
    {
        // That somebody is there says less than where, unless the source says no more where.
        if (there?.Value == value || (value == CanonicalJson.True && there?.Value is not null && field.StartsWith(StatementField.PersonPrefix, StringComparison.Ordinal)
            && before?.Contains(FileWords.DigestOf(field, there.Value)) != true))
            return;
        if (there?.Writer is not null)
        {
            // As the source had it: said here, and written there, or the other way round.
            bool isAsBefore = before is not null && there.Value is not null && before.Contains(FileWords.DigestOf(field, there.Value));
            if (!isAsBefore && !(before is not null && saidAt(field) < changedAt))
            {
                Kept.Add(field);
                return;
            }

            Replaced.Add(field);
        }

        News.Add(new Statement(field, value, there is null ? 1 : Sizes.NextRevision(there.Revision), null));
    }

    private IEnumerable<string> Sentences()
    {
        string[] said = [.. News.Where(word => word.Value is not null).Select(word => word.Field)], withdrawn = [.. News.Where(word => word.Value is null).Select(word => word.Field)];
        if (said.Length > 0)
            yield return $"It says {FileWords.Names(said)}.";
        if (withdrawn.Length > 0)
            yield return $"It says no more {FileWords.Names(withdrawn)}.";
        if (Replaced.Count > 0)
            yield return $"What was said here of {FileWords.Names(Replaced)} gave way to that.";
        if (Kept.Count > 0)
            yield return $"Of {FileWords.Names(Kept)} it says something else than was said here, which stays.";
    }
}
