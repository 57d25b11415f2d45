import type { LegRow } from '../leg-row.ts';
import type { Cell } from '../read/table.ts';
import { closeOf } from './closing.ts';
import type { FieldReaders } from './field-readers.ts';
import type { Mapping } from './mapping.ts';
import type { RowFaults } from './row-fault.ts';
import type { RowReader } from './row-mapper.ts';
import { whoseReader } from './whose.ts';

/** A part of a leg that is read from some cells of a row; null where it is at fault, which is noted. */
type Part<K extends keyof LegRow> = (
  cells: readonly Cell[],
  faults: RowFaults,
  unit: string,
) => Pick<LegRow, K> | null;

/** Reads the rows of a dossier list: what each says of one leg. */
export function legReader(mapping: Mapping, readers: FieldReaders): RowReader {
  const whose = whoseReader(mapping, readers);
  const isOutside = outsideReader(readers);
  const opening = openingReader(readers);
  const dues = duesReader(readers);
  const supplement = supplementReader(readers);
  const close = closeReader(readers);
  const procedure = readers.text('procedure');
  const field = readers.text('field');
  return (row, cells, faults) => {
    if (isOutside(cells, faults)) return 'not-received';
    const own = whose(cells, faults);
    if (own === null || own === 'other-unit') return own;
    const { dossier, unit } = own;
    const opened = opening(cells, faults, unit);
    const due = dues(cells, faults, unit);
    const wait = supplement(cells, faults, unit);
    if (opened === null || due === null || wait === null) return null;
    return {
      kind: 'leg',
      row,
      dossier,
      unit,
      channel: opened.channel,
      forwardedFrom: opened.forwardedFrom,
      custody: opened.custody,
      receivedAt: opened.receivedAt,
      procedure: procedure(cells, faults),
      field: field(cells, faults),
      due: due.due,
      firstDue: due.firstDue,
      dueChangedAt: due.dueChangedAt,
      supplementRequestedAt: wait.supplementRequestedAt,
      supplementedAt: wait.supplementedAt,
      overdueSince: due.overdueSince,
      close: close(cells, faults),
    };
  };
}

/** Whether a dossier was sent, but never taken in: by its status, with no day of receipt. */
function outsideReader(readers: FieldReaders): (cells: readonly Cell[], faults: RowFaults) => boolean {
  const status = readers.listed('status');
  const receivedAt = readers.moment('receivedAt');
  return (cells, faults) => {
    if (status(cells, faults) !== 'not-received') return false;
    if (receivedAt(cells, faults) === null) return faults.first === null;
    const detail = 'the status says that the dossier was not taken in, but there is a day of receipt';
    faults.note(readers.heading('status'), 'receipt-contradicted', detail);
    return false;
  };
}

function openingReader(readers: FieldReaders): Part<'channel' | 'forwardedFrom' | 'custody' | 'receivedAt'> {
  const channelOf = readers.listed('channel');
  const receivedAtOf = readers.moment('receivedAt');
  const fromOf = readers.unit('forwardedFrom');
  const custodyOf = readers.listed('custody');
  return (cells, faults, unit) => {
    const channel = channelOf(cells, faults);
    const receivedAt = receivedAtOf(cells, faults);
    if (channel === null)
      faults.note(readers.heading('channel'), 'value-missing', 'the row has no way of intake');
    if (receivedAt === null)
      faults.note(readers.heading('receivedAt'), 'value-missing', 'the row has no day of receipt');
    if (channel === null || receivedAt === null) return null;
    if (channel !== 'forwarded') return { channel, receivedAt, forwardedFrom: null, custody: null };
    const forwardedFrom = fromOf(cells, faults);
    const heading = readers.heading('forwardedFrom');
    if (forwardedFrom === null)
      faults.note(heading, 'value-missing', 'the dossier was forwarded, but the row does not say by whom');
    if (forwardedFrom === unit)
      faults.note(
        heading,
        'forwarded-to-itself',
        `the unit ${unit} cannot have forwarded the dossier to itself`,
      );
    return { channel, receivedAt, forwardedFrom, custody: custodyOf(cells, faults) ?? 'kept' };
  };
}

/**
 * A list has the due in force, the first one, or both; where the one in force is empty, the first one holds. A list with one due only
 * has the one in force, whatever its heading says: software that keeps one day writes a new appointment over the old one.
 */
function duesReader(readers: FieldReaders): Part<'due' | 'firstDue' | 'dueChangedAt' | 'overdueSince'> {
  const hasBoth = readers.heading('due') !== null && readers.heading('firstDue') !== null;
  const dueOf = readers.moment('due');
  const firstOf = readers.moment('firstDue');
  const changedAtOf = readers.moment('dueChangedAt');
  const overdueSinceOf = readers.moment('overdueSince');
  return (cells, faults) => {
    const firstDue = firstOf(cells, faults)?.day ?? null;
    const due = dueOf(cells, faults)?.day ?? firstDue;
    const dueChangedAt = changedAtOf(cells, faults);
    const overdueSince = overdueSinceOf(cells, faults);
    if (dueChangedAt !== null && due === null)
      faults.note(
        readers.heading('due'),
        'due-missing',
        'there is a day on which the due was changed, but no due',
      );
    return {
      due,
      firstDue: hasBoth ? firstDue : null,
      dueChangedAt,
      overdueSince: due === null ? overdueSince : null,
    };
  };
}

function supplementReader(readers: FieldReaders): Part<'supplementRequestedAt' | 'supplementedAt'> {
  const requestedAtOf = readers.moment('supplementRequestedAt');
  const supplementedAtOf = readers.moment('supplementedAt');
  return (cells, faults) => {
    const supplementRequestedAt = requestedAtOf(cells, faults);
    const supplementedAt = supplementedAtOf(cells, faults);
    if (supplementedAt !== null && supplementRequestedAt === null) {
      const detail = 'there is a day on which the supplement came, but none on which it was asked for';
      faults.note(readers.heading('supplementRequestedAt'), 'supplement-contradicted', detail);
    }
    return { supplementRequestedAt, supplementedAt };
  };
}

function closeReader(readers: FieldReaders): (cells: readonly Cell[], faults: RowFaults) => LegRow['close'] {
  const closedAt = readers.moment('closedAt');
  const withdrawnAt = readers.moment('withdrawnAt');
  const outcome = readers.listed('outcome');
  const status = readers.listed('status');
  const returnedVia = readers.listed('returnedVia');
  const cause = readers.text('cause');
  const headings = {
    closedAt: readers.heading('closedAt') ?? readers.heading('withdrawnAt'),
    outcome: readers.heading('outcome') ?? readers.heading('status'),
  };
  return (cells, faults) =>
    closeOf(
      {
        closedAt: closedAt(cells, faults),
        withdrawnAt: withdrawnAt(cells, faults),
        outcome: outcome(cells, faults),
        status: status(cells, faults),
        returnedVia: returnedVia(cells, faults),
        cause: cause(cells, faults),
      },
      headings,
      faults,
    );
}
