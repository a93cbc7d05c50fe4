import type { Shell } from './shells.js';

/** Bash splits words at "=" and ":" as well: they are put together again, and what bash has already is cut off. */
const bash = `# Completion of voicelive for bash. Add to ~/.bashrc:  source <(voicelive completion bash)
_voicelive() {
  local words=() rest=$COMP_LINE word current=\${COMP_WORDS[COMP_CWORD]} i last=-1
  for ((i = 0; i <= COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    if ((last >= 0)) && [[ $rest != [[:space:]]* && -n $word ]]; then
      words[last]+=$word
    else
      last=$((last + 1))
      words[last]=$word
    fi
    rest=\${rest#"\${rest%%[![:space:]]*}"}
    rest=\${rest#"$word"}
  done
  [[ $current == [=:] ]] && current=
  local whole=\${words[last]} line kind= text
  local begun=\${whole%"$current"}
  COMPREPLY=()
  while IFS= read -r line; do
    if [[ -z $kind ]]; then
      kind=$line
    else
      text=\${line%%$'\\t'*}
      COMPREPLY+=("\${text#"$begun"}")
    fi
  done < <("\${COMP_WORDS[0]}" __complete "\${words[@]:1}" 2>/dev/null)
  if [[ $kind == files ]]; then
    compopt -o filenames 2>/dev/null
    while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$current")
  fi
}
complete -F _voicelive voicelive
`;

const zsh = `#compdef voicelive
# Completion of voicelive for zsh. Add to ~/.zshrc, after compinit:  source <(voicelive completion zsh)
_voicelive() {
  local -a lines described
  local line kind text
  lines=("\${(@f)$("\${words[1]}" __complete "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  kind=$lines[1]
  for line in "\${(@)lines[2,-1]}"; do
    text=\${\${line%%$'\\t'*}//:/\\\\:}
    if [[ $line == *$'\\t'* ]]; then
      described+=("$text:\${line#*$'\\t'}")
    else
      described+=("$text")
    fi
  done
  (( $#described )) && _describe -V voicelive described
  if [[ $kind == files ]]; then
    [[ $PREFIX == -*=* ]] && compset -P '*='
    _files
  fi
}
compdef _voicelive voicelive
`;

const fish = `# Completion of voicelive for fish. Write it to a file that fish reads:
#   voicelive completion fish > ~/.config/fish/completions/voicelive.fish
function __voicelive_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l lines ($words[1] __complete $words[2..-1] "$current" 2>/dev/null)
    test (count $lines) -gt 1; and printf '%s\\n' $lines[2..-1]
    if test "$lines[1]" = files
        set -l begun (string match -r -- '^-[^=]*=' "$current")
        set -l path (string replace -r -- '^-[^=]*=' '' "$current")
        for file in (__fish_complete_path "$path")
            printf '%s%s\\n' "$begun" $file
        end
    end
end
complete -c voicelive -f -a '(__voicelive_complete)'
`;

/** What a user loads into the shell. */
export const shellScripts: Readonly<Record<Shell, string>> = { bash, zsh, fish };
