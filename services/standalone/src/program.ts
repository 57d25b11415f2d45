import { Usage } from '@sohoso/service';
import { Command } from 'commander';
import { audit } from './commands/audit.ts';
import { addBackfill } from './commands/backfill.ts';
import { addCompletion } from './commands/completion.ts';
import { addDataQuality } from './commands/data-quality.ts';
import { addDeadLetters } from './commands/dead-letters.ts';
import { addDeadlines } from './commands/deadlines.ts';
import { demo } from './commands/demo.ts';
import { addIssue } from './commands/issue.ts';
import { addIssued } from './commands/issued.ts';
import { addKeys } from './commands/keys.ts';
import { addMaintenance } from './commands/maintenance.ts';
import { migrateStore } from './commands/migrate.ts';
import { addNarrative } from './commands/narrative.ts';
import { produce } from './commands/produce.ts';
import { addRatio } from './commands/ratio.ts';
import { addReconcile } from './commands/reconcile.ts';
import { addReport } from './commands/report.ts';
import { addSample } from './commands/sample.ts';
import { serve } from './commands/serve.ts';
import { readConfig } from './config.ts';
import { programVersion } from './version.ts';

const ENVIRONMENT = `
Environment (all optional):
  SOHOSO_DATA_DIR      folder of the embedded log, state and ClickHouse   ./data
  SOHOSO_HOST          address to listen on                               127.0.0.1
  SOHOSO_PORT          port to listen on                                  8080
  SOHOSO_URL           server that commands ask, where one answers        http://127.0.0.1:8080
  SOHOSO_UNITS_FILE    registry of units (CSV)                            the sample's 29 units
  SOHOSO_NAMES_FILE    names of fields and procedures (CSV)               the sample's
  SOHOSO_CALENDAR_FILE working days and holidays (CSV)                    the sample's, of Vietnam
  SOHOSO_LETTERHEAD_PARENT, _AUTHORITY, _NUMBER, _PLACE, _RECIPIENTS (parted by |), _SIGNER_TITLE, _SIGNER
                       who reports, on paper                              a centre of the province
  SOHOSO_TIME_ZONE     zone whose calendar days are counted               Asia/Ho_Chi_Minh
  SOHOSO_LOG_LEVEL     trace, debug, info, warn, error or silent          warn
  KAFKA_BROKERS        host:port,… to use Kafka instead of the embedded log
                       (KAFKA_SSL, KAFKA_SASL_MECHANISM, _USERNAME, _PASSWORD, KAFKA_TOPIC, KAFKA_GROUP,
                       KAFKA_PARTITIONS, KAFKA_REPLICATION_FACTOR, KAFKA_RETENTION_MS, KAFKA_SESSION_TIMEOUT_MS)
  CLICKHOUSE_URL       http://… to use a ClickHouse server instead of the embedded one
                       (CLICKHOUSE_USER, CLICKHOUSE_PASSWORD, CLICKHOUSE_DATABASE)
  SOHOSO_MAX_BATCH_EVENTS, _BYTES, _WAIT_MS, SOHOSO_STORE_MAX_ATTEMPTS   bounds of the consumer
  SOHOSO_MAX_REFUSED_PERCENT, SOHOSO_REFUSED_WINDOW_EVENTS   stop when more of the last events are refused   50 of 1000
  SOHOSO_READY_LAG_EVENTS      how far the store may be behind the log and count as ready   10000
  SOHOSO_KEYS          required or off: who sends events must show a key   off where only this machine reaches SOHOSO_HOST
  SOHOSO_KEYS_FILE     file of keys, see: sohoso keys                     keys.json in the data folder
  SOHOSO_KEY           the key that commands send with                    none
  SOHOSO_BACKFILL_MAX_WAITING_EVENTS   how many events may wait before a backfill goes on   5000
  SOHOSO_AUDIT_EVERY_SECONDS   the audit that feeds /metrics; 0 for none                    60
  SOHOSO_DEADLINES     on: serve announces passed deadlines               off
  SOHOSO_DEADLINES_EVERY_SECONDS, SOHOSO_DEADLINES_SOURCE   how often it looks, and its source   600, /sohoso/deadlines
  SOHOSO_SKIP_LOST_EVENTS      true: go on where events were deleted from the log unread    false

Commands that ask or send use the server at SOHOSO_URL where it answers, and open the data folder themselves where none
does. Exit codes: 0 done, 1 something does not hold, 2 something is to be mended by whoever called (one line says what).`;

const EXAMPLES = `
Examples:
  sohoso demo                                         see it work, on the figures of a real report
  sohoso serve                                        run it; events to POST /v1/events, pages at /docs
  sohoso produce events.ndjson                        send events
  sohoso backfill list.xlsx --mapping mcdt --dry-run  what an export would change; without --dry-run, load it
  sohoso report appendix --from 2020-04-01 --to 2020-04-15
  sohoso report appendix --period 2020-Q1 --scope department -o q1.xlsx
  sohoso report --help                                every form, period and moment; the dossiers behind a cell`;

/** The command line. Each command gets the configuration from the environment, and sets the exit code. */
export function program(): Command {
  const sohoso = new Command('sohoso')
    .description(
      'Sổ Hồ Sơ: from single dossier events to the report of any period, for one-stop offices (bộ phận một cửa).',
    )
    .version(programVersion)
    .option('--check-config', 'read the configuration, name all its faults at once, and end')
    .addHelpText('after', EXAMPLES)
    .addHelpText('after', ENVIRONMENT)
    .showHelpAfterError('(sohoso --help tells more)')
    .exitOverride()
    .allowExcessArguments()
    .action((options: { checkConfig?: true }, command: Command) => {
      const [unknown] = command.args;
      if (unknown !== undefined)
        throw new Usage(`there is no command "${unknown}"; sohoso --help lists them`);
      if (options.checkConfig !== true) return command.help({ error: true });
      readConfig();
      process.stdout.write('the configuration is good\n');
    });
  for (const add of commands) add(sohoso);
  return sohoso;
}

const commands: readonly ((sohoso: Command) => void)[] = [
  addDemo,
  addServe,
  addProduce,
  addBackfill,
  addReport,
  addNarrative,
  addIssue,
  addIssued,
  addRatio,
  addReconcile,
  addAudit,
  addMaintenance,
  addDataQuality,
  addDeadLetters,
  addDeadlines,
  addKeys,
  addMigrate,
  addSample,
  addCompletion,
];

function addDemo(sohoso: Command): void {
  sohoso
    .command('demo')
    .description(
      'run everything in a fresh temporary folder: the sample events through HTTP, log, fold and store to the three appendices, beside the published figures; then serve until Ctrl-C',
    )
    .option('--once', 'end after the comparison: exit 0 when every cell is equal, 1 otherwise')
    .option('--events <file>', 'events (NDJSON) to send instead of the sample; see: sohoso sample')
    .action((options: { once?: true; events?: string }) =>
      demo(readConfig(), { once: options.once === true, events: options.events }),
    );
}

function addServe(sohoso: Command): void {
  sohoso
    .command('serve')
    .description(
      'everything in one process, until Ctrl-C: events in at POST /v1/events, reports out, pages at /docs',
    )
    .action(() => serve(readConfig()));
}

function addProduce(sohoso: Command): void {
  sohoso
    .command('produce')
    .description('send events from a file, one JSON event a line (NDJSON); - reads standard input')
    .argument('<file>', 'NDJSON file, or -')
    .action((file: string) => produce(readConfig(), file));
}

function addAudit(sohoso: Command): void {
  sohoso
    .command('audit')
    .description(
      'check that log = facts = roll-ups = fold state and that every figure is possible; exit 1 when something does not hold',
    )
    .action(() => audit(readConfig()));
}

function addMigrate(sohoso: Command): void {
  sohoso
    .command('migrate')
    .description('bring the schema of the store up to date')
    .action(() => migrateStore(readConfig()));
}
