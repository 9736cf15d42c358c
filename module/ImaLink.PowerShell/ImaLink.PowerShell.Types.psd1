# Loaded after OneVersion.psm1: PowerShell loads the types of the module itself first, and tells of a second version only that each member is there.
@{
    ModuleVersion  = '0.0.0'
    TypesToProcess = @('ImaLink.PowerShell.Types.ps1xml')
}
