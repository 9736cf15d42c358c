using System.Diagnostics;
using System.Management.Automation;

namespace ImaLink.PowerShell.Tests;

/// <summary>The pump and the base class, through a cmdlet of the tests' own.</summary>
public sealed class PipelinePumpTests : IClassFixture<ModuleFixture>
{
    private readonly ModuleFixture _module;

    public PipelinePumpTests(ModuleFixture module)
    {
        _module = module;
        module.Invoke("Import-Module -Assembly $Tests", new { Tests = typeof(PipelinePumpTests).Assembly }).Clean();
    }

    [Fact]
    public void Worker_WritesAll_InOrder()
    {
        var result = _module.Invoke("Test-Pump Write -Verbose");
        Assert.Equal(Enumerable.Range(0, 1000), result.Output.Select(item => (int)item.BaseObject));
        Assert.Equal(["a warning"], result.Warnings);
        Assert.Equal(["a decision"], result.Verbose);
        Assert.Equal(["ImaLink.ReadFailed", "ImaLink.Unexpected"], result.ErrorIds);
        Assert.Equal("ImaLink.ReadFailed,ImaLink.PowerShell.Tests.TestPumpCommand", result.Errors[0].FullyQualifiedErrorId);
        Assert.Equal("x.jpg", result.Errors[0].TargetObject);
    }

    [Fact]
    public void Worker_EmitsAndWarnsByTurns_KeepsTheOrder()
    {
        var result = _module.Invoke("Test-Pump Turns 3>&1 | ForEach-Object { \"$_\" }").Clean();
        Assert.Equal(Enumerable.Range(0, 1000).SelectMany(i => i % 7 == 0 ? [$"{i}", $"after {i}"] : new[] { $"{i}" }), result.Output.Select(item => item.ToString()));
    }

    [Fact]
    public void Worker_Throws_TerminatesWithItsId()
    {
        var caught = _module.Invoke("try { Test-Pump Fail } catch { $_ }").Clean().Output;
        var error = Assert.IsType<ErrorRecord>(Assert.Single(caught).BaseObject);
        Assert.Equal("ImaLink.StorageFull,ImaLink.PowerShell.Tests.TestPumpCommand", error.FullyQualifiedErrorId);
        Assert.Equal(("full", "/x"), (error.Exception.Message, error.TargetObject));
    }

    [Fact]
    public void ShouldProcess_OnThePipelineThread_IsAnswered()
    {
        var result = _module.Invoke("Test-Pump Ask -WhatIf").Clean();
        Assert.Equal(["False"], result.Output.Select(item => item.ToString()));
        Assert.Contains("What if: Performing the operation \"ask\" on target \"it\".", result.HostText);
        Assert.Equal(["True"], _module.Invoke("Test-Pump Ask -Confirm:$false").Clean().Output.Select(item => item.ToString()));
    }

    [Theory]
    [InlineData("Test-Pump Endless")]
    [InlineData("Test-Pump Wait")]
    public void Stop_RunningWorker_EndsPromptlyAndWaitsForIt(string script)
    {
        long start = Stopwatch.GetTimestamp();
        Assert.True(_module.InvokeAndStop(script, TimeSpan.FromMilliseconds(300)).Stopped);
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(3));
        Assert.False(TestPumpCommand.IsWorking);
    }

    [Fact]
    public void Downstream_Fails_EndsTheWorker()
    {
        Assert.NotNull(_module.Invoke("Test-Pump Endless | ForEach-Object { throw 'enough' }").Terminating);
        Assert.False(TestPumpCommand.IsWorking);
    }

    [Fact]
    public void Progress_LongWork_IsShownFiveTimesASecondAtMostAndCompleted()
    {
        var progress = _module.Invoke("Test-Pump Slow").Clean().Progress;
        Assert.InRange(progress.Count, 3, 9);
        Assert.All(progress.SkipLast(1), record => Assert.Equal("Working", record.Activity));
        Assert.Equal(ProgressRecordType.Completed, progress[^1].RecordType);
        Assert.InRange(progress[0].PercentComplete, 1, 99);
        Assert.InRange(progress[0].SecondsRemaining, 0, 10);
    }

    [Fact]
    public void ErrorRecords_EveryCode_HasACategoryOfItsKind()
    {
        foreach (var code in Enum.GetValues<ErrorCode>().Except([ErrorCode.Unexpected]))
            Assert.NotEqual(ErrorCategory.NotSpecified, ErrorRecords.Category(code));
    }
}

/// <summary>Does what a long cmdlet does.</summary>
[Cmdlet(VerbsDiagnostic.Test, "Pump", SupportsShouldProcess = true)]
public sealed class TestPumpCommand : ImaLinkCommand
{
    private static int _working;

    [Parameter(Position = 0)]
    public string Kind { get; set; } = "";

    internal static bool IsWorking => Volatile.Read(ref _working) != 0;

    protected override void ProcessInput() => PipelinePump.Run(this, (pump, token) =>
    {
        Interlocked.Increment(ref _working);
        try
        {
            Work(pump, token);
        }
        finally
        {
            Interlocked.Decrement(ref _working);
        }
    });

    private void Work(PipelinePump pump, CancellationToken token)
    {
        switch (Kind)
        {
            case "Write":
                pump.WriteVerbose("a decision");
                pump.WriteWarning("a warning");
                for (int i = 0; i < 1000; i++)
                    pump.WriteObject(i);
                pump.WriteError(new IOException("bad sector"), "x.jpg");
                pump.WriteError(new InvalidOperationException("odd"));
                break;
            case "Turns":
                for (int i = 0; i < 1000; i++)
                {
                    pump.WriteObject(i);
                    if (i % 7 == 0)
                        pump.WriteWarning($"after {i}");
                }

                break;
            case "Fail":
                throw new ImaLinkException(ErrorCode.StorageFull, "full", "/x");
            case "Ask":
                pump.WriteObject(pump.Invoke(() => ShouldProcess("it", "ask")));
                break;
            case "Endless":
                while (true)
                    pump.WriteObject(1);
            case "Wait":
                token.WaitHandle.WaitOne();
                token.ThrowIfCancellationRequested();
                break;
            case "Slow":
                for (int i = 0; i < 200; i++)
                {
                    pump.Report(new() { Activity = "Working", Items = i, TotalItems = 200 });
                    token.WaitHandle.WaitOne(10);
                }
                break;
        }
    }
}
