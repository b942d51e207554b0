namespace NNCompress.Tool.Completion;

/// <summary>Completion for PowerShell: a native argument completer; where it returns nothing, PowerShell offers files.</summary>
internal static class PwshCompletion
{
    public static string Of(CompletionTree tree) => $$"""
        Register-ArgumentCompleter -Native -CommandName dotnet-nncompress, dotnet -ScriptBlock {
            param($wordToComplete, $commandAst, $cursorPosition)
            $words = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object { $_.ToString() })
            $at = 1
            if ([System.IO.Path]::GetFileNameWithoutExtension($words[0]) -eq 'dotnet') {
                if ($words.Count -lt 2 -or $words[1] -ne 'nncompress') {
                    $offered = @(dotnet complete --position $cursorPosition "$commandAst" 2>$null)
                    if ($words.Count -eq 1) { $offered += 'nncompress' }
                    $offered | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
                    return
                }
                $at = 2
            }
            $values = @{
                {{string.Join("\n        ", tree.Values.Select(v => $"'{v.Word}' = {List(v.Values)}"))}}
            }
            $options = @{
                {{string.Join("\n        ", tree.Verbs.Select(v => $"'{v.Verb}' = {List(v.Options)}"))}}
            }
            if ($words.Count -eq $at) {
                $offered = {{List(tree.First)}}
            } elseif ($values.ContainsKey($words[-1])) {
                $offered = $values[$words[-1]]
            } elseif ($wordToComplete -like '-*') {
                $offered = $options[$words[$at]]
            } else {
                $offered = @()
            }
            $offered | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
        }

        """.ReplaceLineEndings("\n");

    private static string List(IEnumerable<string> words) => $"@({string.Join(", ", words.Select(w => $"'{w}'"))})";
}
