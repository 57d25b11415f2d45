import { forms } from '@sohoso/report';
import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { addIssue } from './issue.ts';
import { addReport } from './report.ts';

describe('a command that takes any form', () => {
  const sohoso = new Command();
  addReport(sohoso);
  addIssue(sohoso);

  it.each(sohoso.commands.map((command) => [command.name(), command] as const))(
    'names all of them in its help: %s',
    (_, { registeredArguments }) => {
      const named = registeredArguments[0]?.description.split(/[ ,;]+/);
      expect(named).toEqual(expect.arrayContaining(forms.map(({ id }) => id)));
    },
  );
});
