import { Maintenance, type MaintenanceEnd, type MaintenanceProgress } from '@sohoso/consumer';
import { Usage } from '@sohoso/service';
import { SingleBar } from 'cli-progress';
import type { Command } from 'commander';
import { pino } from 'pino';
import { answers, bodyOf } from '../client.ts';
import { type Config, readConfig } from '../config.ts';
import { type Closers, closeAll, openStores, rulesOf } from '../parts.ts';

type Work = 'repair' | 'rebuild-rollups' | 'rebuild-state';
type Tell = (progress: MaintenanceProgress) => void;

/** Adds the commands that bring log, facts, roll-ups and fold state back together. */
export function addMaintenance(sohoso: Command): void {
  sohoso
    .command('repair')
    .description(
      'mend what the audit finds: restore missing facts from the log, rebuild roll-ups and fold state from the facts where they differ',
    )
    .action(() => maintain(readConfig(), 'repair'));
  sohoso
    .command('rebuild-rollups')
    .description('make all roll-ups anew from the facts, beside the ones in use; reports go on meanwhile')
    .action(() => maintain(readConfig(), 'rebuild-rollups'));
  sohoso
    .command('rebuild-state')
    .description('make the fold state anew from the facts; needed after the topic was given more partitions')
    .action(() => maintain(readConfig(), 'rebuild-state'));
}

async function maintain(config: Config, work: Work): Promise<void> {
  const bar = new Bar();
  try {
    const done = (await answers(config.SOHOSO_URL))
      ? await askServer(config.SOHOSO_URL, work, bar.tell)
      : await onStores(config, work, bar.tell);
    bar.stop();
    process.stdout.write(`${done.length === 0 ? 'nothing had to be mended' : done.join('\n')}\n`);
  } finally {
    bar.stop();
  }
}

async function askServer(url: string, work: Work, tell: Tell): Promise<readonly string[]> {
  const response = await fetch(new URL(`/v1/maintenance/${work}`, url), { method: 'POST' });
  if (!response.ok || response.body === null) throw new Usage(await bodyOf(response));
  let rest = '';
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const said = JSON.parse(line) as MaintenanceProgress | MaintenanceEnd;
      if ('error' in said) throw new Usage(said.error);
      if ('step' in said) tell(said);
      else return said.done;
    }
  }
  throw new Usage('the server broke off before it was done; run the command again');
}

/** Opens the data folder itself, with nothing folding on it meanwhile. */
async function onStores(config: Config, work: Work, tell: Tell): Promise<readonly string[]> {
  const closers: Closers = [];
  try {
    const logger = pino({ level: config.SOHOSO_LOG_LEVEL }, process.stderr);
    const stores = await openStores(config, logger, closers);
    const maintenance = new Maintenance({ ...stores, rules: rulesOf(stores) });
    if (work === 'repair') return await maintenance.repair(tell);
    if (work === 'rebuild-rollups') {
      await maintenance.rebuildRollUps(tell);
      return ['roll-ups rebuilt from the facts'];
    }
    await maintenance.rebuildState(tell);
    return ['fold state rebuilt from the facts'];
  } finally {
    await closeAll(closers);
  }
}

const stepTexts: Record<MaintenanceProgress['step'], string> = {
  'restore-facts': 'restoring facts',
  'rebuild-rollups': 'rebuilding roll-ups',
  'rebuild-state': 'rebuilding fold state',
};

/** A progress bar for each step, where a person watches. */
class Bar {
  #bar: SingleBar | null = null;
  #step: string | null = null;
  #startedAtMs = 0;

  readonly tell = ({ step, done, of }: MaintenanceProgress): void => {
    if (!process.stderr.isTTY || of === 0) return;
    if (this.#step !== step) {
      this.stop();
      const format = `${stepTexts[step]} {bar} {percentage} % | {value}/{total} positions{left}`;
      this.#bar = new SingleBar({ format, stream: process.stderr });
      this.#bar.start(of, done, { left: '' });
      this.#step = step;
      this.#startedAtMs = performance.now();
    }
    this.#bar?.setTotal(of);
    const leftMs = ((performance.now() - this.#startedAtMs) / done) * (of - done);
    const left = done === 0 || done >= of ? '' : ` | ${Math.ceil(leftMs / 1_000)} s left`;
    this.#bar?.update(done, { left });
  };

  stop(): void {
    this.#bar?.stop();
    this.#bar = null;
    this.#step = null;
  }
}
