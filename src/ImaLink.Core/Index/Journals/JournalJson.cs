using System.Text.Json.Serialization;

namespace ImaLink.Index.Journals;

/// <summary>How plans and lines of journals and the lists of the trash are written as JSON: as the indexes are.</summary>
[JsonSerializable(typeof(ImportPlan))]
[JsonSerializable(typeof(PlannedFile))]
[JsonSerializable(typeof(ImportRecord))]
[JsonSerializable(typeof(LayoutLine))]
[JsonSerializable(typeof(RemovalPlan))]
[JsonSerializable(typeof(RestorePlan))]
[JsonSerializable(typeof(RestoredFile))]
[JsonSerializable(typeof(PassedFile))]
[JsonSerializable(typeof(CopyPlan))]
[JsonSerializable(typeof(MovePlan))]
[JsonSerializable(typeof(MovedFile))]
[JsonSerializable(typeof(RepairPlan))]
[JsonSerializable(typeof(RelocationPlan))]
[JsonSerializable(typeof(RelocatedFile))]
[JsonSerializable(typeof(TrashEntry))]
internal sealed partial class JournalJson : JsonSerializerContext
{
    internal static readonly JournalJson Instance = new(IndexJson.NewOptions());
}
