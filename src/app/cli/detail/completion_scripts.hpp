#pragma once

#include <array>
#include <string_view>

namespace spark::cli::detail {

/// The scripts hold no verb and no flag: they hand the words typed so far to `spark __complete words` and show what it
/// answers, so that a script installed once stays right.
struct CompletionScript {
    std::string_view shell;
    std::string_view text;
};

inline constexpr std::array completion_scripts{
    CompletionScript{"bash", R"(# bash completion for spark: source <(spark completion bash)
_spark() {
    local -a words=()
    local word index glued=0 candidate what current
    # bash cuts words at = : and @; put them together again.
    for ((index = 1; index <= COMP_CWORD; index++)); do
        word="${COMP_WORDS[index]}"
        if ((${#words[@]} > 0)) && { ((glued)) || [[ $word == [=:@] ]]; }; then
            words[${#words[@]} - 1]+="$word"
        else
            words+=("$word")
        fi
        if [[ $word == [=:@] ]]; then glued=1; else glued=0; fi
    done
    current="${words[${#words[@]} - 1]}"
    local head="${current%"${current##*[=:@]}"}"
    COMPREPLY=()
    while IFS=$'\t' read -r candidate what; do
        case "$candidate" in
            :file)
                compopt -o filenames 2>/dev/null
                while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -f -- "${current#"$head"}")
                ;;
            :directory)
                compopt -o filenames 2>/dev/null
                while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -d -- "${current#"$head"}")
                ;;
            *) COMPREPLY+=("${candidate#"$head"}") ;;
        esac
    done < <("${COMP_WORDS[0]}" __complete words -- "${words[@]}" 2>/dev/null)
}
complete -F _spark spark
)"},
    CompletionScript{"zsh", R"(#compdef spark
# zsh completion for spark: spark completion zsh > "${fpath[1]}/_spark"
_spark() {
    local -a candidates
    local candidate what files=0 directories=0
    while IFS=$'\t' read -r candidate what; do
        case "$candidate" in
            :file) files=1 ;;
            :directory) directories=1 ;;
            *) candidates+=("${candidate//:/\\:}:${what:-$candidate}") ;;
        esac
    done < <("${words[1]}" __complete words -- "${(@)words[2,CURRENT]}" 2>/dev/null)
    if (( ${#candidates} )); then _describe -t spark spark candidates; fi
    if (( files )); then _files; fi
    if (( directories )); then _files -/; fi
}
if [ "${funcstack[1]}" = "_spark" ]; then _spark "$@"; else compdef _spark spark; fi
)"},
    CompletionScript{"fish",
                     R"(# fish completion for spark: spark completion fish > ~/.config/fish/completions/spark.fish
function __spark_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    for line in ($words[1] __complete words -- $words[2..-1] "$current" 2>/dev/null)
        switch $line
            case ':file'
                __fish_complete_path "$current"
            case ':directory'
                __fish_complete_directories "$current"
            case '*'
                echo $line
        end
    end
end
complete -c spark -f -a '(__spark_complete)'
)"},
    CompletionScript{"powershell",
                     R"(# PowerShell completion for spark: spark completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName spark -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements | Select-Object -Skip 1 |
        Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object { $_.ToString() })
    # An empty word does not reach a program from every PowerShell; a pair of quotes does.
    $current = if ($wordToComplete -eq '') { '""' } else { $wordToComplete }
    $command = $commandAst.CommandElements[0].ToString()
    & $command __complete words '--' @words $current 2>$null | ForEach-Object {
        $name, $what = $_ -split "`t", 2
        if ($name -eq ':file' -or $name -eq ':directory') {
            Get-ChildItem -Path "$wordToComplete*" -Name -Directory:($name -eq ':directory') | ForEach-Object {
                [System.Management.Automation.CompletionResult]::new($_, $_, 'ProviderItem', $_)
            }
        } else {
            if (-not $what) { $what = $name }
            [System.Management.Automation.CompletionResult]::new($name, $name, 'ParameterValue', $what)
        }
    }
}
)"},
};

}  // namespace spark::cli::detail
