using ImaLink.Files;

namespace ImaLink.Tests.Files;

/// <summary>Which disk Linux tells, by trees like its /sys and /proc.</summary>
public sealed class LinuxPlaceTests : TemporaryFolderTest
{
    private const string Sata = "devices/pci0/ata1/host0/target0/0:0:0:0/block/sda", Usb = "devices/pci0/usb1/1-2/1-2:1.0/host6/target6/6:0:0:0/block/sdb";

    private string? Of(string path) => new LinuxPlace(Folder).Of(path) is { } place ? $"{place.Kind}: {place.Id} ({place.KnownBy})" : null;

    private void Write(string path, string text = "")
    {
        string full = Path.Combine(Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }

    private void Mount(string device, string point, string type, string source, string root = "/")
    {
        Directory.CreateDirectory(Path.Combine(Folder, "proc/self"));
        File.AppendAllText(Path.Combine(Folder, "proc/self/mountinfo"), $"36 35 {device} {root} {point} rw,noatime shared:1 master:2 - {type} {source} rw\n");
    }

    /// <summary>A device, found by its number and by its name, as in /sys.</summary>
    private void Device(string number, string directory, params (string File, string Text)[] files)
    {
        Directory.CreateDirectory(Path.Combine(Folder, "sys", directory, "slaves"));
        foreach ((string file, string text) in files)
            Write($"sys/{directory}/{file}", text + "\n");
        Link($"sys/dev/block/{number}", Path.Combine(Folder, "sys", directory));
        Link($"sys/class/block/{Path.GetFileName(directory)}", Path.Combine(Folder, "sys", directory));
    }

    private void Partition(string number, string directory) => Device(number, directory, ("partition", "1"));

    private void Uuid(string uuid, string device)
    {
        Write($"dev/{device}");
        Link($"dev/disk/by-uuid/{uuid}", Path.Combine(Folder, "dev", device));
    }

    private void Link(string path, string target)
    {
        string full = Path.Combine(Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.CreateSymbolicLink(full, Path.GetRelativePath(Path.GetDirectoryName(full)!, target));
    }

    [Theory]
    [InlineData("wwid", "naa.5002538e40c1a2b3", "disk: naa.5002538e40c1a2b3 (wwid)")]
    [InlineData("device/wwid", "t10.ATA     Samsung SSD 860   S3Z1NB0K1234\0", "disk: t10.ATA Samsung SSD 860 S3Z1NB0K1234 (wwid)")]
    [InlineData("serial", "WD-WX21D3812345", "disk: WD-WX21D3812345 (serial)")]
    [InlineData("device/serial", "S4EWNX0M512345  ", "disk: S4EWNX0M512345 (serial)")]
    [InlineData("device/cid", "035344534c3634478029d4b1c50126a5", "disk: 035344534c3634478029d4b1c50126a5 (serial)")]
    [InlineData("device/wwid", "t10.ATA     QEMU HARDDISK                           QM00001", "file_system: 9f1c0c2e-8a51-4a0e-b7ac-1e2a3b4c5d6e (file_system_uuid)")]
    [InlineData("serial", "", "file_system: 9f1c0c2e-8a51-4a0e-b7ac-1e2a3b4c5d6e (file_system_uuid)")]
    public void Of_Partition_IsItsDisk(string file, string text, string expected)
    {
        Device("8:0", Sata, (file, text));
        Partition("8:1", Sata + "/sda1");
        Partition("8:2", Sata + "/sda2");
        Uuid("9f1c0c2e-8a51-4a0e-b7ac-1e2a3b4c5d6e", "sda1");
        Mount("8:2", "/", "ext4", "/dev/root");
        Mount("8:1", "/mnt/my\\040photos", "ext4", "/dev/sda1");
        Assert.Equal(expected, Of("/mnt/my photos/archive"));
        Assert.Equal("/dev/sda1", new LinuxPlace(Folder).DeviceOf("/mnt/my photos"));
        Assert.Equal("/dev/root", new LinuxPlace(Folder).DeviceOf("/mnt/my photos too"));
        Assert.Equal(expected.StartsWith("disk", StringComparison.Ordinal) ? expected : null, Of("/home")); // the other partition is on the same disk; its file system has no known UUID
    }

    [Fact]
    public void Of_TwoSticksPluggedInByTurns_AreTwoPlaces()
    {
        Device("8:16", Usb, ("removable", "1"));
        Partition("8:17", Usb + "/sdb1");
        Write("sys/devices/pci0/usb1/1-2/idVendor", "0781");
        Write("sys/devices/pci0/usb1/1-2/serial", "4C530001230456789101"); // a reader's, whichever card is in it
        Mount("8:17", "/media/stick", "exfat", "/dev/sdb1");
        Uuid("6A1F-9E3B", "sdb1");
        Assert.Equal("file_system: 6A1F-9E3B (file_system_uuid)", Of("/media/stick/x"));
        File.Delete(Path.Combine(Folder, "dev/disk/by-uuid/6A1F-9E3B"));
        Assert.Null(Of("/media/stick/x")); // never by the number of the device
        Uuid("77C4-0D21", "sdb1");
        Assert.Equal("file_system: 77C4-0D21 (file_system_uuid)", Of("/media/stick/x"));
    }

    [Theory]
    [InlineData("57583331443132333435", "disk: 1058:25a2 57583331443132333435 (serial)")]
    [InlineData("0123456789ABCDEF", null)]
    public void Of_UsbDisk_IsTheSerialOfItsDevice(string serial, string? expected)
    {
        Device("8:16", Usb, ("removable", "0"));
        foreach ((string file, string text) in new[] { ("idVendor", "1058"), ("idProduct", "25a2"), ("serial", serial) })
            Write($"sys/devices/pci0/usb1/1-2/{file}", text + "\n");
        Mount("8:16", "/media/disk", "ntfs", "/dev/sdb");
        Assert.Equal(expected, Of("/media/disk"));
    }

    [Fact]
    public void Of_EncryptedVolumeGroup_IsTheDiskBelow()
    {
        Device("8:0", Sata, ("wwid", "naa.5002538e40c1a2b3"));
        Partition("8:1", Sata + "/sda1");
        Device("254:0", "devices/virtual/block/dm-0");
        Link("sys/devices/virtual/block/dm-0/slaves/sda1", Path.Combine(Folder, "sys", Sata, "sda1"));
        Device("254:1", "devices/virtual/block/dm-1");
        Link("sys/devices/virtual/block/dm-1/slaves/dm-0", Path.Combine(Folder, "sys/devices/virtual/block/dm-0"));
        Mount("254:1", "/home", "xfs", "/dev/mapper/vg-home");
        Assert.Equal("disk: naa.5002538e40c1a2b3 (wwid)", Of("/home/me"));

        // Btrfs has numbers of its own, one for each subvolume.
        Write("dev/dm-1");
        Link("dev/mapper/vg-home", Path.Combine(Folder, "dev/dm-1"));
        Mount("0:45", "/snapshots", "btrfs", "/dev/mapper/vg-home", "/@snapshots");
        Assert.Equal("disk: naa.5002538e40c1a2b3 (wwid)", Of("/snapshots/1"));

        // An image file is on the disk of its file.
        Write("home/image", "x");
        Device("7:0", "devices/virtual/block/loop0", ("loop/backing_file", "/home/image"));
        Mount("7:0", "/mnt/image", "ext4", "/dev/loop0");
        Assert.Equal("disk: naa.5002538e40c1a2b3 (wwid)", Of("/mnt/image"));
        File.Delete(Path.Combine(Folder, "home/image"));
        Assert.Null(Of("/mnt/image"));
    }

    [Fact]
    public void Of_Mirror_IsAPlaceOfItsOwn()
    {
        Device("8:0", Sata, ("wwid", "naa.5002538e40c1a2b3"));
        Device("8:16", Usb, ("serial", "WD-WX21D3812345"));
        Device("9:0", "devices/virtual/block/md0");
        Link("sys/devices/virtual/block/md0/slaves/sdb", Path.Combine(Folder, "sys", Usb));
        Link("sys/devices/virtual/block/md0/slaves/sda", Path.Combine(Folder, "sys", Sata));
        Mount("9:0", "/raid", "ext4", "/dev/md0");
        Assert.Equal("disk: naa.5002538e40c1a2b3 + WD-WX21D3812345 (wwid)", Of("/raid"));
        File.Delete(Path.Combine(Folder, "sys", Usb, "serial"));
        Assert.Null(Of("/raid"));
    }

    [Theory]
    [InlineData("0:50", "nfs4", "nas:/volume1/photos", "network: nas:/volume1/photos (mount)")]
    [InlineData("0:51", "cifs", "//nas/photos", "network: //nas/photos (mount)")]
    [InlineData("0:52", "fuse.sshfs", "me@host:/photos", "network: me@host:/photos (mount)")]
    [InlineData("0:53", "tmpfs", "tmpfs", null)]
    [InlineData("0:54", "overlay", "overlay", null)]
    [InlineData("0:55", "btrfs", "/dev/none", null)]
    [InlineData("8:99", "ext4", "/dev/sdz", null)]
    public void Of_OtherMounts_IsServerAndExportOrUnknown(string device, string type, string source, string? expected)
    {
        Mount("8:1", "/", "ext4", "/dev/sda1");
        Mount("8:1", "/mnt", "ext4", "/dev/sda1");
        Mount(device, "/mnt", type, source); // over the other
        Assert.Equal(expected, Of("/mnt/x"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense\n1 2 3\n36 35 8:1 / / rw - ext4\n")]
    public void Of_WhatIsNoMountTable_IsUnknown(string table)
    {
        Write("proc/self/mountinfo", table);
        Assert.Null(Of("/x"));
    }

    [Theory]
    [InlineData("naa.5002538e40c1a2b3", true)]
    [InlineData("eui.0025385971b0d1f3", true)]
    [InlineData("S3Z1NB0K1234", true)]
    [InlineData("6A1F-9E3B", true)]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData(" ", false)]
    [InlineData("0", false)]
    [InlineData("000000000000", false)]
    [InlineData("0000000000000001", false)]
    [InlineData("naa.0000000000000000", false)]
    [InlineData("naa.5000000000000000", false)]
    [InlineData("eui.ffffffffffffffff", false)]
    [InlineData("0123456789ABCDEF", false)]
    [InlineData("123456789ABC", false)]
    [InlineData("1234567890", false)]
    [InlineData("9876543210", false)]
    [InlineData("DB9876543214E", false)]
    [InlineData("AA00000000000489", false)]
    [InlineData("DEADBEEF", false)]
    [InlineData("None", false)]
    [InlineData("To Be Filled By O.E.M.", false)]
    [InlineData("Default string", false)]
    [InlineData("QM00001", false)]
    [InlineData("t10.QEMU    QEMU HARDDISK   drive-scsi0", false)]
    [InlineData("persistent-disk-0", false)]
    [InlineData("0000-0000", false)]
    public void Number_OfOneDiskAlone_IsUsable(string? number, bool expected) => Assert.Equal(expected, SerialNumbers.IsUsable(number));

    [Theory]
    [InlineData(@"\\nas\photos\", "WD", "x", 0x12AB34CDu, @"network: \\nas\photos (mount)")]
    [InlineData(null, "WDC WD40", "  WD-WCC4E1234567 ", 0x12AB34CDu, "disk: WDC WD40 WD-WCC4E1234567 (serial)")]
    [InlineData(null, "Stick", "0000000000000001", 0x12AB34CDu, "file_system: 12AB-34CD (file_system_uuid)")]
    [InlineData(null, null, null, 0x12AB34CDu, "file_system: 12AB-34CD (file_system_uuid)")]
    [InlineData(null, null, null, 0u, null)]
    public void Decide_OnWindows_IsShareThenSerialThenVolume(string? share, string? product, string? serial, uint volume, string? expected)
    {
        byte[]? descriptor = product is null ? null : new byte[128];
        if (descriptor is not null)
        {
            (descriptor[16], descriptor[24]) = (40, 80);
            System.Text.Encoding.ASCII.GetBytes(product!, descriptor.AsSpan(40));
            System.Text.Encoding.ASCII.GetBytes(serial!, descriptor.AsSpan(80));
        }

        Assert.Equal(expected, WindowsPlace.Decide(share, descriptor, volume) is { } place ? $"{place.Kind}: {place.Id} ({place.KnownBy})" : null);
    }
}
