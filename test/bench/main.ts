import { cpus } from 'node:os';
import { benchAudit } from './audit.ts';
import { benchBackfill } from './backfill.ts';
import { benchDocuments } from './documents.ts';
import { benchDrillDown } from './drill-down.ts';
import { benchEmbedded } from './embedded.ts';
import { benchFold } from './fold.ts';
import { benchKafka } from './kafka.ts';
import type { Figure } from './measure.ts';
import { benchReport } from './report.ts';
import { benchPostgresql } from './report-postgresql.ts';

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
      drillDown: 10_000_000,
      postgresql: [1_000_000, 5_000_000],
      backfill: [109_335, 1_000_000],
      documents: 4_000,
    }
  : {
      fold: 20_000,
      embedded: 10_000,
      kafka: 20_000,
      requests: 100,
      audit: 500_000,
      drillDown: 500_000,
      postgresql: [200_000],
      backfill: [10_000],
      documents: 400,
    };

/** The figures of a bench for each of several sizes, one after the other. */
async function each(sizes: readonly number[], run: (size: number) => Promise<Figure[]>): Promise<Figure[]> {
  const found: Figure[] = [];
  for (const one of sizes) found.push(...(await run(one)));
  return found;
}

const sections: readonly (readonly [name: string, run: () => Promise<Figure[]> | Figure[]])[] = [
  ['fold', () => benchFold(size.fold)],
  ['documents', () => benchDocuments(size.documents, 10)],
  ['report', () => benchReport(200, 15, size.requests)],
  ['report', () => benchReport(4_000, 60, size.requests)],
  ['report', () => benchDrillDown(size.drillDown, size.requests)],
  ['report', () => each(size.postgresql, (dossiers) => benchPostgresql(dossiers, size.requests))],
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
