using Microsoft.PowerShell;

// PowerShell's own console. The module lies among its modules and is loaded when one of its commands is first used.
// The archive is private: unless the user wants it, nothing is told to anyone, and no other computer is asked for a newer version.
foreach ((string name, string value) in new[] { ("POWERSHELL_TELEMETRY_OPTOUT", "1"), ("POWERSHELL_UPDATECHECK", "Off") })
{
    if (Environment.GetEnvironmentVariable(name) is null)
        Environment.SetEnvironmentVariable(name, value);
}

return UnmanagedPSEntry.Start(args, args.Length);
