import type { AppendixReport } from '@sohoso/report';
import { Usage } from '@sohoso/service';
import { bodyOf, withServer } from '../client.ts';
import type { Config } from '../config.ts';
import { appendixTable } from '../terminal/appendix-table.ts';
import { putOut } from '../terminal/output.ts';

export interface ReportOptions {
  readonly from?: string;
  readonly to?: string;
  readonly period?: string;
  readonly scope: string;
  readonly format: 'table' | 'json' | 'csv';
  readonly output?: string;
}

/** `sohoso report`: asks for a report and writes it as a table, JSON or CSV. */
export async function report(config: Config, form: string, options: ReportOptions): Promise<void> {
  if (form !== 'appendix') throw new Usage(`there is no form "${form}"; there is: appendix`);
  const { from, to, period, scope, format, output } = options;
  const asked = Object.entries({ from, to, period, scope, format: format === 'csv' ? 'csv' : 'json' });
  const parameters = new URLSearchParams(
    asked.filter((pair): pair is [string, string] => pair[1] !== undefined),
  );
  const body = await withServer(config, async (url) =>
    bodyOf(await fetch(new URL(`/v1/reports/appendix?${parameters}`, url))),
  );
  const text = format === 'table' ? appendixTable(JSON.parse(body) as AppendixReport) : body;
  // On a terminal the prompt begins on a line of its own.
  const isCut = output === undefined && !text.endsWith('\n');
  await putOut(isCut ? `${text}\n` : text, output, 'the report');
}
