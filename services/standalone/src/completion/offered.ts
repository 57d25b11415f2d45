import type { Command } from 'commander';

/** What the command line takes, as completion needs it; written into a file when the program is built, so that asking loads nothing else. */
export interface Offered {
  readonly program: OfferedCommand;
  readonly forms: readonly (Named & { readonly columns: readonly Named[] })[];
  readonly ratios: readonly Named[];
  /** The units of the sample, for where no other registry is named. */
  readonly units: readonly Named[];
}

/** A word that may be typed, and what it means. */
export interface Named {
  readonly value: string;
  readonly about: string;
}

/** A value that an option or argument takes: how the help calls it (`key`, `unit/column`), and its choices where those are all. */
export interface OfferedValue {
  readonly takes: string;
  readonly choices?: readonly string[];
}

export interface OfferedOption extends Partial<OfferedValue> {
  /** `-o`, `--output` */
  readonly names: readonly string[];
  readonly about: string;
}

export interface OfferedCommand {
  readonly name: string;
  readonly about: string;
  readonly options: readonly OfferedOption[];
  readonly arguments: readonly OfferedValue[];
  readonly commands: readonly OfferedCommand[];
}

/** A command with its options and the commands below it, as its help shows them. */
export function offeredCommand(command: Command): OfferedCommand {
  const help = command.createHelp();
  return {
    name: command.name(),
    about: firstSentence(command.description()),
    options: help.visibleOptions(command).map(({ short, long, flags, description, argChoices }) => ({
      names: [long, short].filter((name) => name !== undefined),
      about: firstSentence(description),
      ...takenValue(/[<[]([^>\]]+)[>\]]$/.exec(flags)?.[1], argChoices),
    })),
    arguments: command.registeredArguments.map((argument) => ({
      takes: argument.name(),
      ...takenValue(argument.name(), argument.argChoices),
    })),
    commands: help.visibleCommands(command).map(offeredCommand),
  };
}

function takenValue(
  takes: string | undefined,
  choices: readonly string[] | undefined,
): Partial<OfferedValue> {
  if (takes === undefined) return {};
  return { takes: takes.replace('...', ''), ...(choices === undefined ? {} : { choices }) };
}

/** A line of completion has no room for more. */
function firstSentence(text: string): string {
  return text.split(/[;:]\s/)[0] ?? text;
}
