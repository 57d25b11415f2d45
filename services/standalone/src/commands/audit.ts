import type { Audit } from '@sohoso/query';
import { bodyOf, withServer } from '../client.ts';
import type { Config } from '../config.ts';
import { formatCount } from '../terminal/format.ts';

/** `sohoso audit`: `/v1/audit` for a person; exit code 1 when something does not hold. */
export async function audit(config: Config): Promise<void> {
  const answer = await withServer(config, async (url) => {
    const response = await fetch(new URL('/v1/audit', url));
    return JSON.parse(await bodyOf(response)) as Audit;
  });
  const sum = (figure: (p: Audit['positions'][number]) => number) =>
    formatCount(answer.positions.reduce((total, p) => total + figure(p), 0));
  const lines = [
    `log positions  counted ${sum((p) => p.counted)}, repeated ${sum((p) => p.repeated)}, refused ${sum((p) => p.refused)}, rerouted ${sum((p) => p.rerouted)}`,
    ...lagLines(answer),
    ...answer.faults.map((fault) => `DOES NOT HOLD  ${fault}`),
    answer.holds
      ? 'everything holds: log = facts = roll-ups, and every stock of every day is possible'
      : `${answer.faults.length} faults`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  if (!answer.holds) process.exitCode = 1;
}

function lagLines({ pipeline }: Audit): readonly string[] {
  if (pipeline === null) return [];
  const lag = pipeline.partitions.reduce((total, p) => total + p.end - p.committed, 0);
  return [`lag            ${formatCount(lag)} events in ${pipeline.partitions.length} partitions`];
}
