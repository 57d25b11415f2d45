export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/** What a shell is to read so that it completes `sohoso`. It asks the program itself, by the paths that it is at, each time. */
export function completionScript(shell: Shell, node: string, program: string): string {
  const quoted = (text: string) =>
    shell === 'fish' ? `'${text.replace(/[\\']/g, '\\$&')}'` : `'${text.replaceAll("'", String.raw`'\''`)}'`;
  return scripts[shell](`${quoted(node)} ${quoted(program)} completion words`);
}

/** The answer where a file is to be named. */
export const FILES = '/files';

const scripts: Readonly<Record<Shell, (ask: string) => string>> = {
  bash: (ask) => `# completion of sohoso in bash: source <(sohoso completion bash)
_sohoso() {
  local said line
  COMPREPLY=()
  said=$(${ask} bash "\${SOHOSO_UNITS_FILE-}" "\${COMP_LINE:0:COMP_POINT}" "$1" "$2" 2>/dev/null) || return
  if [ "$said" = ${FILES} ]; then
    compopt -o filenames +o nospace 2>/dev/null
    while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$2")
    return
  fi
  while IFS= read -r line; do [ -n "$line" ] && COMPREPLY+=("$line"); done <<< "$said"
}
complete -o nospace -F _sohoso sohoso
`,
  zsh: (ask) => `# completion of sohoso in zsh: source <(sohoso completion zsh)
_sohoso() {
  local line value
  local -a said open open_shown done done_shown
  said=("\${(@f)$(${ask} zsh "\${SOHOSO_UNITS_FILE-}" "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ $said[1] == ${FILES} ]]; then _files; return; fi
  for line in $said; do
    value=\${line%%$'\\t'*}
    if [[ $value == *' ' ]]; then
      done+=("\${value% }"); done_shown+=("\${line/ $'\\t'/  }")
    else
      open+=("$value"); open_shown+=("\${line/$'\\t'/  }")
    fi
  done
  (( $#open )) && compadd -Q -S '' -l -d open_shown -a open
  (( $#done )) && compadd -Q -l -d done_shown -a done
}
(( $+functions[compdef] )) || { autoload -Uz compinit && compinit; }
compdef _sohoso sohoso
`,
  fish: (ask) => `# completion of sohoso in fish: sohoso completion fish | source
function __sohoso
  set -l before (commandline -opc)
  set -l typed (commandline -ct)
  set -l said (${ask} fish "$SOHOSO_UNITS_FILE" $before[2..-1] "$typed" 2>/dev/null)
  if test "$said[1]" = ${FILES}
    __fish_complete_path "$typed"
    return
  end
  printf '%s\\n' $said
end
complete -c sohoso -f -a '(__sohoso)'
`,
};
