using System.Reflection;
using System.Runtime.CompilerServices;

namespace ImaLink.Tests.Model;

/// <summary>Times on objects are local, all but the camera's, whatever property a type may get.</summary>
[Trait("Category", "Culture")]
public sealed class ObjectTimeTests
{
    private static readonly PropertyInfo[] Times =
    [
        .. from type in typeof(ImageFile).Assembly.GetExportedTypes()
           where type.Namespace == nameof(ImaLink) && !type.IsAbstract
           from property in type.GetProperties()
           where (Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType) == typeof(DateTime)
           select property,
    ];

    // Every hour of a year: in autumn one of them comes twice.
    private static IEnumerable<DateTime> Hours => Enumerable.Range(0, 366 * 24).Select(hour => new DateTime(2024, 1, 1, 0, 30, 0, DateTimeKind.Utc).AddHours(hour));

    // What a filter asks for and a timeline counts is the camera's time, like TakenAt; a CaptureTime is that, and a date that an owner gives too.
    private static readonly Type[] OfTheCamera = [typeof(FileFilter), typeof(PhotoFilter), typeof(CaptureTime), typeof(Edtf), typeof(TimelineEntry)];

    [Fact]
    public void Times_OfEveryObject_AreLocalAndKeepTheInstant()
    {
        Assert.True(Times.Length > 8);
        Assert.All(Times.Where(property => property.Name != nameof(ImageFile.TakenAt) && !OfTheCamera.Contains(property.DeclaringType)), property => Assert.All(Hours, utc =>
        {
            DateTime seen = Through(property, utc);
            Assert.Equal(DateTimeKind.Local, seen.Kind);
            Assert.Equal(utc.ToLocalTime(), seen);
            Assert.Equal(utc, seen.ToUniversalTime());
            Assert.Equal(utc, Through(property, seen).ToUniversalTime());
        }));
    }

    [Fact]
    public void TakenAt_OfAnyKind_IsTheCamerasDigits()
    {
        PropertyInfo taken = typeof(ImageFile).GetProperty(nameof(ImageFile.TakenAt))!;
        Assert.All(Enum.GetValues<DateTimeKind>(), kind => Assert.All(Hours, time =>
        {
            DateTime seen = Through(taken, DateTime.SpecifyKind(time, kind));
            Assert.Equal((DateTimeKind.Unspecified, time.Ticks), (seen.Kind, seen.Ticks));
        }));
    }

    private static DateTime Through(PropertyInfo property, DateTime time)
    {
        object item = RuntimeHelpers.GetUninitializedObject(property.DeclaringType!);
        property.SetValue(item, time);
        return (DateTime)property.GetValue(item)!;
    }
}
