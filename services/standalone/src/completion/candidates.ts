import type { Named, Offered, OfferedCommand, OfferedOption, OfferedValue } from './offered.ts';
import { periodCandidates } from './periods.ts';

/** A word that what was typed may become. After an open one goes on what is typed, so no blank follows it. */
export interface Candidate extends Named {
  readonly isOpen?: boolean;
}

/** What the last word may become: one of these, or the name of a file. */
export type Completion = readonly Candidate[] | 'files';

/** What is known where a word is completed. */
export interface Known extends Offered {
  readonly thisYear: number;
}

const SCOPES = ['all', 'province', 'department', 'district', 'commune'];

/** What the last of the words may become; the words are those after the program's name. */
export function completion(known: Known, words: readonly string[]): Completion {
  const typed = words.at(-1) ?? '';
  const { command, positional, awaited } = placeAfter(known.program, words.slice(0, -1));
  if (awaited !== null) return valuesOf(known, awaited, typed, positional);
  const [, name, value] = /^(--[\w-]+)=(.*)$/.exec(typed) ?? [];
  if (name !== undefined && value !== undefined) {
    const option = optionOf(command, name);
    if (!takesValue(option)) return [];
    const values = valuesOf(known, option, value, positional);
    return values === 'files' ? values : values.map((one) => ({ ...one, value: `${name}=${one.value}` }));
  }
  if (typed.startsWith('-')) return optionsOf(command, words).filter(startsWith(typed));
  const below = positional.length > 0 ? [] : command.commands;
  const argument = command.arguments[positional.length];
  const values = argument === undefined ? [] : valuesOf(known, argument, typed, positional);
  if (values === 'files') return values;
  const found = [...below.map(({ name: value, about }) => ({ value, about })), ...values].filter(
    startsWith(typed),
  );
  return found.length > 0 || typed !== '' ? found : optionsOf(command, words);
}

const startsWith =
  (typed: string) =>
  ({ value }: Candidate): boolean =>
    value.startsWith(typed);

interface Place {
  readonly command: OfferedCommand;
  /** The arguments so far. */
  readonly positional: readonly string[];
  /** The option whose value comes next. */
  readonly awaited: OfferedValue | null;
}

function placeAfter(program: OfferedCommand, words: readonly string[]): Place {
  let command = program;
  let awaited: OfferedValue | null = null;
  const positional: string[] = [];
  for (const word of words) {
    if (awaited !== null) awaited = null;
    else if (word.startsWith('-') && word !== '-') {
      const option = optionOf(command, word);
      awaited = takesValue(option) ? option : null;
    } else {
      const below = positional.length > 0 ? undefined : command.commands.find(({ name }) => name === word);
      if (below === undefined) positional.push(word);
      else command = below;
    }
  }
  return { command, positional, awaited };
}

const optionOf = ({ options }: OfferedCommand, name: string): OfferedOption | undefined =>
  options.find(({ names }) => names.includes(name));

function takesValue(option: OfferedOption | undefined): option is OfferedOption & OfferedValue {
  return option?.takes !== undefined;
}

/** Options that were not given yet, by their long names. */
function optionsOf({ options }: OfferedCommand, words: readonly string[]): readonly Candidate[] {
  return options
    .filter(({ names }) => !names.some((name) => words.slice(0, -1).includes(name)))
    .map(({ names: [value = ''], about }) => ({ value, about }));
}

/** The value's name in the help says what it is. */
function valuesOf(
  known: Known,
  { takes, choices }: OfferedValue,
  typed: string,
  positional: readonly string[],
): Completion {
  const among = (values: readonly Candidate[]) => values.filter(startsWith(typed));
  if (choices !== undefined) return among(choices.map((value) => ({ value, about: '' })));
  switch (takes) {
    case 'key':
    case 'period':
      return periodCandidates(typed, known.thisYear);
    case 'keys':
      return afterComma(typed, (part) => periodCandidates(part, known.thisYear));
    case 'scope':
      return afterComma(typed, (part) =>
        [...SCOPES.map((value) => ({ value, about: '' })), ...known.units].filter(startsWith(part)),
      );
    case 'code':
      return among(known.units);
    case 'form':
      return among(known.forms);
    case 'definition':
      return among(known.ratios);
    case 'unit/column':
      return cellsOf(known, typed, positional[0]);
    case 'file':
    case 'csv':
    case 'json':
      return 'files';
    default:
      return [];
  }
}

function afterComma(typed: string, of: (part: string) => readonly Candidate[]): readonly Candidate[] {
  const head = typed.slice(0, typed.lastIndexOf(',') + 1);
  return of(typed.slice(head.length)).map((one) => ({ ...one, value: `${head}${one.value}` }));
}

/** First the unit, then a column of the form that was named. */
function cellsOf({ forms, units }: Known, typed: string, formId: string | undefined): readonly Candidate[] {
  const slash = typed.lastIndexOf('/');
  if (slash < 0) {
    const rows = [...units, { value: 'total', about: 'the total row' }];
    return rows
      .map(({ value, about }) => ({ value: `${value}/`, about, isOpen: true }))
      .filter(startsWith(typed));
  }
  const columns = forms.find(({ value }) => value === formId)?.columns ?? [];
  return columns
    .map(({ value, about }) => ({ value: `${typed.slice(0, slash + 1)}${value}`, about }))
    .filter(startsWith(typed));
}
