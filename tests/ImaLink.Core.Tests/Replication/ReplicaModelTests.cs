using CsCheck;

namespace ImaLink.Tests.Replication;

/// <summary>
/// Twenty random rounds of what an owner does and of what befalls a disk, each followed by a Sync and by the replica: what is there in the source
/// is equal in the replica, what the source lost, cut or let rot is whole in the replica, and nothing that the replica ever had vanishes from it and its
/// trash. Then the source is wiped, put back or copied, and nothing is taken out. IMALINK_SEQUENCES sets how many; 2 by default.
/// </summary>
[Trait("Category", "Sequences")]
public sealed class ReplicaModelTests
{
    private const int Rounds = 20;

    private static readonly Gen<(string Deed, int A, int B)> Deed = Gen.Select(Gen.Int[0, ReplicaOwner.Deeds.Length - 1], Gen.Int[0, 1000], Gen.Int[0, 1000], (deed, a, b) => (ReplicaOwner.Deeds[deed], a, b));

    private static readonly Gen<(string Mishap, int A)?> Mishap = Gen.Select(Gen.Int[0, ReplicaOwner.Mishaps.Length * 2], Gen.Int[0, 1000],
        (mishap, a) => mishap < ReplicaOwner.Mishaps.Length ? ((string, int)?)(ReplicaOwner.Mishaps[mishap], a) : null);

    [Fact]
    public void Replica_AfterTwentyRandomRounds_HoldsWhatIsThereAndWhatWasLost()
    {
        Gen.Select(Gen.Select(Deed.List[1, 4], Mishap).List[Rounds, Rounds], Gen.Int[0, Rounds - 1], Gen.Int[0, 2]).Sample((rounds, backedUp, blow) =>
        {
            using var owner = new ReplicaOwner(6);
            try
            {
                string backup = owner.NewBackup();
                for (int round = 0; round < rounds.Count; round++)
                {
                    foreach ((string deed, int a, int b) in rounds[round].Item1)
                        owner.Do(deed, a, b);
                    owner.EndRound();
                    if (round == backedUp)
                        backup = owner.NewBackup();
                    if (rounds[round].Item2 is not var (mishap, which))
                        continue;
                    owner.Befall(mishap, which);
                    owner.EndRound();
                }

                owner.Strike(ReplicaOwner.Blows[blow], backup);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"{e.Message} {string.Join("; ", owner.Story)}", e);
            }
        }, iter: FixedSeed.Sequences(2), threads: 2);
    }
}
