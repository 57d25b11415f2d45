import type { OracleEvent } from '../oracle/oracle.ts';

/** A row of the list of dossiers, by heading; empty cells are empty texts. */
export type ExportedRow = Readonly<Record<string, string>>;

const CHANNELS: Readonly<Record<string, string>> = {
  'Trực tuyến': 'online',
  'Trực tiếp': 'direct',
  'Bưu chính công ích': 'postal',
};

/** The rows of a list as `sohoso sample --as mcdt-csv` writes it, without the lines around them. */
export function rowsOf(csv: string): readonly ExportedRow[] {
  if (csv.includes('"')) throw new Error('a cell is quoted, which this reader cannot read');
  const [, headings, ...lines] = csv.split('\r\n').map((line) => line.split(';'));
  return lines
    .filter((cells) => (cells[1] ?? '') !== '')
    .map((cells) => Object.fromEntries((headings ?? []).map((heading, at) => [heading, cells[at] ?? ''])));
}

/**
 * The events that the rows tell of, made in the simplest way there is and without any code of the program: what the loader
 * makes of an export can be judged by it. A list without its title and total folds to the same cells as the dossiers themselves,
 * though not on days on which a due or a wait was in force that was replaced later.
 */
export function eventsOfRows(
  rows: readonly ExportedRow[],
  codeOf: ReadonlyMap<string, string>,
): readonly OracleEvent[] {
  return rows.flatMap((row) => {
    const cell = (heading: string): string => {
      const text = row[heading];
      if (text === undefined) throw new Error(`the list has no column "${heading}"`);
      return text;
    };
    return eventsOfRow(cell, (name) => codeOf.get(name) ?? `unknown: ${name}`);
  });
}

function eventsOfRow(cell: (heading: string) => string, codeOf: (name: string) => string): OracleEvent[] {
  const subject = cell('Mã hồ sơ');
  const unit = codeOf(cell('Đơn vị giải quyết'));
  const events: OracleEvent[] = [];
  const add = (kind: string, heading: string, data: object): void => {
    if (cell(heading) === '') return;
    const id = `${subject} ${unit} ${events.length + 1}`;
    const type = `vn.tthc.dossier.${kind}.v1`;
    events.push({ id, source: '/export', type, subject, time: momentOf(cell(heading)), data });
  };
  const firstDue = dayOf(cell('Ngày hẹn trả lần đầu'));
  const due = firstDue === undefined ? {} : { due: firstDue };
  const channel = CHANNELS[cell('Hình thức tiếp nhận')];
  if (channel === undefined) {
    const from = codeOf(cell('Đơn vị chuyển'));
    const custody = cell('Hình thức liên thông') === 'Chuyển hẳn' ? 'released' : 'kept';
    add('forwarded', 'Ngày tiếp nhận', { from, to: unit, custody, ...due });
  } else add('received', 'Ngày tiếp nhận', { unit, channel, ...due });
  add('due-changed', 'Ngày gia hạn', { unit, due: dayOf(cell('Hạn trả')) });
  add('supplement-requested', 'Ngày yêu cầu bổ sung', { unit });
  add('supplemented', 'Ngày bổ sung', { unit });
  add('deadline-passed', 'Quá hạn từ ngày', { unit });
  const result = cell('Kết quả');
  if (result === 'Rút hồ sơ') add('withdrawn', 'Ngày trả kết quả', { unit });
  else {
    const outcome = result === 'Từ chối' ? 'refused' : 'granted';
    const returnedVia = CHANNELS[cell('Hình thức trả')];
    add('resolved', 'Ngày trả kết quả', {
      unit,
      outcome,
      ...(returnedVia === undefined ? {} : { returnedVia }),
    });
  }
  return events;
}

function dayOf(text: string): string | undefined {
  return text === '' ? undefined : text.slice(0, 10).split('/').toReversed().join('-');
}

function momentOf(text: string): string {
  return `${dayOf(text)}T${text.slice(11)}+07:00`;
}
