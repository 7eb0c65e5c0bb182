/** The shells' scripts: each asks `headcount complete -- WORDS`. Bash 3.2 and newer, as of macOS. */
export const SCRIPTS = {
  bash: `# headcount completion for bash
_headcount() {
  local words=() n=0 word line value
  # Bash splits --stage=production into three words.
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD}"; do
    if (( n > 0 )) && [[ $word == "=" || \${words[n-1]} == --*= ]]; then
      words[n-1]+=$word
    else
      words[n++]=$word
    fi
  done
  COMPREPLY=()
  local current=\${words[n-1]} files=
  while IFS= read -r line; do
    if [[ $line == ":files" ]]; then files=yes; continue; fi
    value=\${line%%$'\\t'*}
    [[ -z $value ]] && continue
    [[ $current == --*=* ]] && value=\${value#*=}
    COMPREPLY[\${#COMPREPLY[@]}]=$value
  done < <(headcount complete -- "\${words[@]}" 2>/dev/null)
  [[ -n $files ]] || compopt +o default 2>/dev/null
  return 0
}
complete -o default -F _headcount headcount
`,
  zsh: `#compdef headcount
# headcount completion for zsh
_headcount() {
  local -a candidates
  local line files=
  for line in \${(f)"$(headcount complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)"}; do
    if [[ $line == ":files" ]]; then files=yes; continue; fi
    candidates+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}")
  done
  (( $#candidates )) && _describe 'headcount' candidates
  [[ -n $files ]] && _files
  return 0
}
compdef _headcount headcount
`,
  fish: `# headcount completion for fish
function __headcount_candidates
  set -l words (commandline -opc)
  set -e words[1]
  set -l current (commandline -ct)
  for line in (headcount complete -- $words "$current" 2>/dev/null)
    if test "$line" = ":files"
      __fish_complete_path "$current"
    else
      echo $line
    end
  end
end
complete -c headcount -f -a '(__headcount_candidates)'
`,
} as const;
