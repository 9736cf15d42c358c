using ImaLink.SamplePhotos;

// dotnet run --project tests/ImaLink.SamplePhotos -- photos examples/photos
switch (args)
{
    case ["photos", var folder]:
        ExamplePhotos.Write(folder);
        return 0;
    case ["tiny", var folder, var count] when int.TryParse(count, out int photos):
        BulkPhotos.Tiny(folder, photos);
        return 0;
    case ["large", var folder, var size] when int.TryParse(size, out int megabytes):
        BulkPhotos.Large(folder, megabytes);
        return 0;
    default:
        Console.Error.WriteLine("Usage: photos FOLDER | tiny FOLDER COUNT | large FOLDER MEGABYTES");
        return 64;
}
