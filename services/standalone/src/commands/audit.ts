import type { PipelineStatus } from '@sohoso/query';
import type { AuditAnswer as AnswerOf } from '@sohoso/store';
import { bodyOf, withServer } from '../client.ts';
import type { Config } from '../config.ts';
import { formatCount } from '../terminal/format.ts';

type AuditAnswer = AnswerOf<PipelineStatus>;

/** `sohoso audit`: `/v1/audit` for a person, the fold state included; exit code 1 when something does not hold. */
export async function audit(config: Config): Promise<void> {
  const ask = async (url: string) => {
    const response = await fetch(new URL('/v1/audit?state=true', url));
    return JSON.parse(await bodyOf(response)) as AuditAnswer;
  };
  // What has stopped the folding is what an audit is asked about most.
  const answer = await withServer(config, ask, { evenIfStopped: true });
  const sum = (figure: (p: AuditAnswer['positions'][number]) => number) =>
    formatCount(answer.positions.reduce((total, p) => total + figure(p), 0));
  const lines = [
    `log positions  counted ${sum((p) => p.counted)}, repeated ${sum((p) => p.repeated)}, refused ${sum((p) => p.refused)}, rerouted ${sum((p) => p.rerouted)}, without a record ${sum((p) => p.empty)}`,
    ...lagLines(answer),
    `looked at      ${looked(answer)} (${formatCount(answer.durationMs)} ms)`,
    ...(answer.pipeline?.failure == null ? [] : [`STOPPED        ${answer.pipeline.failure}`]),
    ...answer.faults.map((fault) => `DOES NOT HOLD  ${fault}`),
    ...verdict(answer),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  if (!answer.holds || answer.pipeline?.failure != null) process.exitCode = 1;
}

function lagLines({ pipeline }: AuditAnswer): readonly string[] {
  if (pipeline === null) return [];
  const lag = pipeline.partitions.reduce((total, p) => total + p.waiting, 0);
  return [`lag            ${formatCount(lag)} events in ${pipeline.partitions.length} partitions`];
}

function looked({ pipeline, stateWasChecked }: AuditAnswer): string {
  const parts = [
    ...(pipeline === null ? [] : ['log']),
    'facts',
    'roll-ups',
    ...(stateWasChecked ? ['fold state'] : []),
  ];
  const left = [...(pipeline === null ? ['log'] : []), ...(stateWasChecked ? [] : ['fold state'])];
  return `${parts.join(', ')}${left.length === 0 ? '' : `; not at ${left.join(' and ')}, which this server does not have`}`;
}

function verdict({ holds, faults }: AuditAnswer): readonly string[] {
  if (holds) return ['everything holds: log = facts = roll-ups, and the figures of every day are possible'];
  return [`${faults.length} faults; mend them with: sohoso repair`];
}
