import { Argument, type Command } from 'commander';
import { scriptFor } from '../completion/answer.ts';
import { type Shell, shells } from '../completion/scripts.ts';

/** `sohoso completion`: what a shell reads to complete commands, options, forms, columns, units and period keys. */
export function addCompletion(sohoso: Command): void {
  sohoso
    .command('completion')
    .description(
      'a script for the shell, that completes commands, options, forms, columns, units and period keys',
    )
    .addArgument(new Argument('<shell>', 'the shell').choices(shells))
    .addHelpText(
      'after',
      `
Into the file that the shell reads when it starts:
  bash, ~/.bashrc                    source <(sohoso completion bash)
  zsh, ~/.zshrc                      source <(sohoso completion zsh)
  fish, ~/.config/fish/config.fish   sohoso completion fish | source
Where the program is run by npx, an alias goes before it: alias sohoso='npx sohoso'
Then, for example: sohoso report appendix --period 2020-<Tab>`,
    )
    .action((shell: Shell) => {
      process.stdout.write(scriptFor(shell));
    });
}
