import { cpus } from 'node:os';
import { benchAudit } from './audit.ts';
import { benchBackfill } from './backfill.ts';
import { benchDocuments } from './documents.ts';
import { benchEmbedded } from './embedded.ts';
import { benchFold } from './fold.ts';
import { benchKafka } from './kafka.ts';
import type { Figure } from './measure.ts';
import { benchReport } from './report.ts';

/** Small by default, so that it runs in minutes; `--full` is the size that the aims are set for. */
const isFull = process.argv.includes('--full');
const only = process.argv.find((argument) => argument.startsWith('--only='))?.slice('--only='.length);
const size = isFull
  ? {
      fold: 100_000,
      embedded: 1_000_000,
      kafka: 200_000,
      requests: 300,
      audit: 10_000_000,
      backfill: [109_335, 1_000_000],
      documents: 4_000,
    }
  : {
      fold: 20_000,
      embedded: 10_000,
      kafka: 20_000,
      requests: 100,
      audit: 500_000,
      backfill: [10_000],
      documents: 400,
    };

const sections: readonly (readonly [name: string, run: () => Promise<Figure[]> | Figure[]])[] = [
  ['fold', () => benchFold(size.fold)],
  ['documents', () => benchDocuments(size.documents, 10)],
  ['report', () => benchReport(200, 15, size.requests)],
  ['report', () => benchReport(4_000, 60, size.requests)],
  ['audit', () => benchAudit(size.audit)],
  ['kafka', () => benchKafka(size.kafka)],
  ['embedded', () => benchEmbedded(size.embedded)],
  ['backfill', () => benchBackfill(size.backfill)],
];

const figures: Figure[] = [];
for (const [name, run] of sections) {
  if (only !== undefined && only !== name) continue;
  process.stderr.write(`${name} …\n`);
  figures.push(...(await run()));
}

const width = Math.max(...figures.map((figure) => figure.name.length));
for (const { name, value, unit, aim, checksum } of figures) {
  const amount = `${value.toLocaleString('en')} ${unit}`.trimEnd();
  process.stderr.write(`${name.padEnd(width)}  ${amount.padStart(18)}  ${aim.padEnd(10)}  ${checksum}\n`);
}
const machine = { node: process.version, cpus: cpus().length, cpu: cpus()[0]?.model };
process.stdout.write(`${JSON.stringify({ size: isFull ? 'full' : 'small', machine, figures }, null, 2)}\n`);
process.exit();
