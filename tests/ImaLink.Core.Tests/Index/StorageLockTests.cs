using System.Diagnostics;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Tests.Files;

namespace ImaLink.Tests.Index;

public sealed class StorageLockTests : TemporaryFolderTest
{
    private readonly StorageLayout _layout;

    public StorageLockTests()
    {
        _layout = new StorageLayout(Folder);
        Directory.CreateDirectory(_layout.Private);
    }

    [Fact]
    public void Acquire_HeldInThisProcess_NamesHostAndProcess()
    {
        using var held = StorageLock.Acquire(_layout, TimeSpan.Zero);
        var error = Assert.Throws<ImaLinkException>(() => StorageLock.Acquire(_layout, TimeSpan.Zero));
        Assert.Equal(ErrorCode.StorageBusy, error.Code);
        Assert.Contains($"process {Environment.ProcessId} on {Environment.MachineName}", error.Message);
    }

    [Fact]
    public void Acquire_HeldByAnotherProcess_NamesItAndIsFreedWhenItIsKilled()
    {
        using (var other = Hold("""{"host":"nas","process_id":4711,"since":"2024-10-18T14:30:52Z"}"""))
        {
            var error = Assert.Throws<ImaLinkException>(() => StorageLock.Acquire(_layout, TimeSpan.FromMilliseconds(120)));
            Assert.Equal(ErrorCode.StorageBusy, error.Code);
            Assert.Contains("process 4711 on nas since 2024-10-18T14:30:52Z", error.Message);
            other.Kill();
            other.WaitForExit();
        }

        StorageLock.Acquire(_layout, TimeSpan.Zero).Dispose();
    }

    [Fact]
    public void Acquire_HolderLeftNoReadableText_StillSaysBusy()
    {
        using var other = Hold("[]");
        Assert.Equal(ErrorCode.StorageBusy, Assert.Throws<ImaLinkException>(() => StorageLock.Acquire(_layout, TimeSpan.Zero)).Code);
        other.Kill();
    }

    [Fact]
    public async Task Acquire_FreedWhileWaiting_Succeeds()
    {
        var held = StorageLock.Acquire(_layout, TimeSpan.Zero);
        var waiting = Task.Run(() => StorageLock.Acquire(_layout, TimeSpan.FromMinutes(5)), TestContext.Current.CancellationToken);
        held.Dispose();
        (await waiting).Dispose();
    }

    [Fact]
    public async Task Acquire_CancelledWhileWaiting_Stops()
    {
        using var held = StorageLock.Acquire(_layout, TimeSpan.Zero);
        using var stop = new CancellationTokenSource();
        var waiting = Task.Run(() => StorageLock.Acquire(_layout, TimeSpan.FromMinutes(5), stop.Token), TestContext.Current.CancellationToken);
        stop.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public void Acquire_AfterDispose_TextOfTheNewHolderStandsAlone()
    {
        File.WriteAllText(_layout.Lock, new string('x', 5000));
        using var held = StorageLock.Acquire(_layout, TimeSpan.Zero);
        Assert.StartsWith("{\"host\":", System.Text.Encoding.UTF8.GetString(NativeFiles.ReadWithoutLock(_layout.Lock, 8000)));
        Assert.True(new FileInfo(_layout.Lock).Length < 500);
    }

    [Fact]
    public void Acquire_DiskIsFull_HoldsAllTheSame()
    {
        using var mount = new TemporaryMount(_layout.Private, "16k");
        Fill(Path.Combine(_layout.Private, "filler"));
        using var held = StorageLock.Acquire(_layout, TimeSpan.Zero);
        Assert.Equal(ErrorCode.StorageBusy, Assert.Throws<ImaLinkException>(() => StorageLock.Acquire(_layout, TimeSpan.Zero)).Code);
    }

    [Fact]
    public void Acquire_StorageIsReadOnly_SaysSo()
    {
        using var mount = new TemporaryMount(_layout.Private);
        mount.MakeReadOnly();
        var error = Assert.Throws<ImaLinkException>(() => StorageLock.Acquire(_layout, TimeSpan.Zero));
        Assert.Equal((ErrorCode.ReadOnly, _layout.Root), (error.Code, error.Target));
        Assert.StartsWith($"'{_layout.Root}' cannot be written", error.Message);
    }

    [Fact]
    public void Acquire_StorageIsGone_SaysSo() =>
        Assert.Equal(ErrorCode.PathNotFound, Assert.Throws<ImaLinkException>(() => StorageLock.Acquire(new StorageLayout(Path.Combine(Folder, "no")), TimeSpan.Zero)).Code);

    [Fact]
    public void Acquire_LockIsALink_LeavesWhatItLeadsTo()
    {
        var precious = Write("precious", [1, 2, 3]);
        File.CreateSymbolicLink(_layout.Lock, precious);
        Assert.Throws<ImaLinkException>(() => StorageLock.Acquire(_layout, TimeSpan.Zero));
        Assert.Equal([1, 2, 3], File.ReadAllBytes(precious));
    }

    /// <summary>Another process that holds the lock, with this text, when this returns.</summary>
    private Process Hold(string text)
    {
        if (!File.Exists("/usr/bin/flock"))
            Assert.Skip("There is no flock here to hold the lock in another process.");
        var process = Process.Start(new ProcessStartInfo("sh", ["-c", "exec 9<>\"$0\" && flock 9 && printf %s \"$1\" > \"$0\" && echo held && exec sleep 600", _layout.Lock, text])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true, // an orphan must not hold the runner's own
        })!;
        Assert.Equal("held", process.StandardOutput.ReadLine());
        return process;
    }

    private static void Fill(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
        try
        {
            for (var i = 0; ; i++)
                RandomAccess.Write(file, new byte[1024], i * 1024L);
        }
        catch (IOException)
        {
        }
    }
}
