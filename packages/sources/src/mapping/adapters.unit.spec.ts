import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { LocalMoment, SourceRow } from '../leg-row.ts';
import { openTable } from '../read/open-table.ts';
import { sampleUnits } from '../testing/sample-units.ts';
import { wantedColumns } from './columns.ts';
import { normalize } from './normalize.ts';
import { readMapping } from './read-mapping.ts';
import { rowMapper } from './row-mapper.ts';

const at = (moment: LocalMoment | null): string =>
  moment === null
    ? '–'
    : `${moment.day.slice(5)}${moment.time === null ? '' : ` ${moment.time.slice(0, 5)}`}`;

const expected = {
  mcdt: `
H50.03-200318-0004 | so-tu-phap | online | 03-18 08:05 | due 03-27 | granted 03-27 15:30 postal
H50.03-200330-0011 | so-tu-phap | direct | 03-30 09:20 | due 04-08 | granted 04-07 10:15 direct
H50.03-200401-0002 | so-tu-phap | online | 04-01 07:45 | due 04-13 | granted 04-14 16:40 online | Chờ kết quả tra cứu của cơ quan công an
H50.03-200406-0007 | so-tu-phap | postal | 04-06 10:30 | due 04-15
H50.21-200309-0021 | so-tnmt | forwarded hai-lang kept | 03-09 14:10 | due 04-17 | at first 04-06 until 04-03 16:00
H50.05-200316-0008 | so-tnmt | direct | 03-16 08:50 | due 04-27 | waits 03-25 09:00 to 04-06 08:30
H50.05-200323-0015 | so-tnmt | forwarded tx-quang-tri kept | 03-23 15:25 | due 04-13 | granted 04-10 11:00 direct
H50.05-200402-0001 | so-tnmt | forwarded dong-ha kept | 04-02 08:00 | due 04-23
H50.14-200325-0003 | so-cong-thuong | online | 03-25 13:40 | due 04-03 | granted 04-01 09:10 online
H50.14-200401-0001 | so-cong-thuong | online | 04-01 08:02 | due 04-08 | granted 04-01 16:55 online
H50.14-200401-0002 | so-cong-thuong | online | 04-01 08:30 | due 04-08 | granted 04-03 10:20 online
H50.14-200407-0005 | so-cong-thuong | online | 04-07 10:12 | due 04-16 | refused 04-10 14:00 online
H50.13-200312-0032 | so-gtvt | direct | 03-12 07:55 | due 03-26 | granted 04-02 09:45 postal | Thiếu phôi giấy phép
H50.13-200320-0017 | so-gtvt | direct | 03-20 09:05 | due 04-03
H50.04-200327-0006 | so-y-te | direct | 03-27 10:00 | due 04-24 | waits 04-03 10:30 to –
H50.04-200408-0001 | so-y-te | postal | 04-08 14:20 | due 05-08
H50.06-200313-0009 | so-ldtbxh | forwarded trieu-phong kept | 03-13 16:05 | due 04-10 | granted 04-08 08:40 direct
H50.21-200309-0021 | hai-lang | direct | 03-09 08:15 | due 04-24
H50.22-200401-0010 | dong-ha | direct | 04-01 08:10 | due 04-01 | granted 04-01 10:25 direct
H50.22-200403-0004 | dong-ha | direct | 04-03 09:30 | due 04-24 | withdrawn 04-09 15:00 | Công dân thay đổi thiết kế
H50.22-200406-0002 | dong-ha | online | 04-06 07:30 | due 04-09 | granted 04-09 16:20 direct
H50.24-200330-0003 | vinh-linh | direct | 03-30 14:00 | due 04-02 | granted 04-03 08:20 direct | Nghỉ lễ Giỗ Tổ Hùng Vương
H50.25-200413-0001 | huong-hoa | direct | 04-13 08:35 | due 04-13 | granted 04-13 09:50 direct
H50.28-200415-0002 | cam-lo | direct | 04-15 15:45 | due 05-12
`,
  'cong-dvc': `
H50.03-200402-9001 | so-tu-phap | online | 04-03 07:58 | due 04-14 | granted 04-13 14:35 postal
H50.03-200403-9002 | so-tu-phap | online | 04-03 10:40 | due 04-14 | granted 04-14 16:10 direct
H50.03-200409-9003 | so-tu-phap | online | 04-09 09:00 | due 04-20
H50.14-200401-9001 | so-cong-thuong | online | 04-01 08:15 | due 04-08 | granted 04-02 00:05 online
H50.14-200401-9002 | so-cong-thuong | online | 04-01 08:16 | due 04-08 | granted 04-03 09:30 online
H50.14-200401-9003 | so-cong-thuong | online | 04-01 14:05 | due 04-08 | granted 04-06 10:45 online
H50.14-200403-9004 | so-cong-thuong | online | 04-03 16:00 | due 04-15
H50.14-200406-9005 | so-cong-thuong | online | 04-06 09:25 | due 04-13 | refused 04-07 15:50 online
H50.08-200402-9001 | so-khdt | online | 04-03 07:35 | due 04-07 | granted 04-07 11:20 direct
H50.08-200407-9002 | so-khdt | online | 04-07 14:50 | due 04-10 | granted 04-10 16:30 online
H50.08-200410-9003 | so-khdt | online | 04-10 09:41 | due 04-15
H50.08-200413-9004 | so-khdt | online | 04-13 10:30 | due 04-16 | withdrawn 04-14 08:10
H50.04-200407-9001 | so-y-te | online | 04-07 15:00 | due 05-07
H50.22-200406-9001 | dong-ha | online | 04-06 07:40 | due 04-07 | granted 04-07 09:00 direct
H50.22-200408-9002 | dong-ha | online | 04-09 07:45 | due 04-30
H50.24-200410-9002 | vinh-linh | online | 04-10 08:55 | due 04-13 | granted 04-13 10:10 direct
`,
  'trung-tam': `
H50.12-200316-0002 | so-nnptnt | direct | 03-16 08:30 | due 04-06 | granted 04-03 09:40 postal
H50.12-200330-0004 | so-nnptnt | direct | 03-30 14:05 | due 04-20
H50.11-200318-0001 | so-gddt | direct | 03-18 09:10 | due 03-20 | granted 03-20 10:00 direct
H50.11-200402-0001 | so-gddt | postal | 04-03 10:20 | due 04-07 | granted 04-07 08:30 postal
H50.11-200406-0003 | so-gddt | postal | 04-06 15:00 | due 04-08 | granted 04-08 09:15 postal
H50.17-200320-0002 | so-vhttdl | direct | 03-20 08:45 | due 03-27 | granted 03-31 16:00 direct | Hội đồng thẩm định họp chậm
H50.17-200409-0001 | so-vhttdl | postal | 04-09 09:30 | due 04-24
H50.18-200325-0001 | so-tttt | direct | 03-25 10:10 | due 04-15 | at first 04-08 until – | granted 04-14 14:25 postal
H50.09-200323-0001 | so-khcn | direct | 03-23 08:00 | due 04-17
H50.08-200406-0001 | so-khdt | postal | 04-06 08:25 | due 04-09 | granted 04-09 10:00 postal
H50.08-200407-0002 | so-khdt | postal | 04-07 14:50 | due 04-10 | refused 04-10 15:35 postal
H50.10-200317-0005 | so-xay-dung | direct | 03-17 08:20 | due 04-14 | granted 04-13 09:00 postal
H50.10-200331-0009 | so-xay-dung | direct | 03-31 15:10 | due 04-28
H50.16-200326-0002 | bql-kkt | direct | 03-26 09:00 | due 04-16 | withdrawn 04-09 08:00
H50.07-200413-0001 | so-tai-chinh | postal | 04-13 10:40 | due 04-17
H50.19-200414-0001 | so-noi-vu | postal | 04-14 08:15 | due 05-12
`,
  'bcci-tiep-nhan': `
H50.13-200402-7001 | so-gtvt | postal | 04-03 | due 04-17
H50.13-200402-7002 | so-gtvt | postal | 04-03 | due 04-17
H50.13-200403-7003 | so-gtvt | postal | 04-06 | due 04-20
H50.04-200403-7001 | so-y-te | postal | 04-06 | due 05-06
H50.06-200406-7001 | so-ldtbxh | postal | 04-07 | due 05-08
H50.06-200406-7002 | so-ldtbxh | postal | 04-07 | due 05-08
H50.30-200406-7001 | cong-an | postal | 04-07 | due –
H50.30-200407-7002 | cong-an | postal | 04-08 | due –
H50.20-200407-7001 | bhxh | postal | 04-08 | due 04-15
H50.20-200408-7002 | bhxh | postal | 04-09 | due 04-16
H50.27-200408-7001 | dakrong | postal | 04-09 | due 04-14
H50.26-200409-7001 | gio-linh | postal | 04-10 | due 05-07
H50.26-200410-7002 | gio-linh | postal | 04-13 | due 05-08
H50.23-200413-7001 | tx-quang-tri | postal | 04-14 | due 05-05
H50.15-200414-7001 | so-ngoai-vu | postal | 04-15 | due 04-24
`,
  'bcci-tra-ket-qua': `
H50.03-200330-0011 | so-tu-phap | postal | 04-08
H50.05-200323-0015 | so-tnmt | postal | 04-13
H50.06-200313-0009 | so-ldtbxh | postal | 04-09
H50.22-200401-0010 | dong-ha | postal | 04-02
H50.22-200406-0002 | dong-ha | postal | 04-10
H50.24-200330-0003 | vinh-linh | postal | 04-06
H50.25-200413-0001 | huong-hoa | postal | 04-14
H50.12-200316-0002 | so-nnptnt | postal | 04-06
H50.11-200318-0001 | so-gddt | postal | 03-23
H50.11-200402-0001 | so-gddt | postal | 04-09
H50.11-200406-0003 | so-gddt | postal | 04-10
H50.17-200320-0002 | so-vhttdl | postal | 04-02
H50.18-200325-0001 | so-tttt | postal | 04-16
H50.08-200406-0001 | so-khdt | postal | 04-13
H50.08-200407-0002 | so-khdt | postal | 04-13
H50.10-200317-0005 | so-xay-dung | postal | 04-15
`,
};

/** A row on one line: what is not told is left out. */
function line(row: SourceRow): string {
  if (row.kind === 'return') return [row.dossier, row.unit, row.returnedVia, at(row.at)].join(' | ');
  const { channel, forwardedFrom, firstDue, due, dueChangedAt, close } = row;
  const parts = [
    row.dossier,
    row.unit,
    forwardedFrom === null ? channel : `${channel} ${forwardedFrom} ${row.custody}`,
    at(row.receivedAt),
    `due ${due?.slice(5) ?? '–'}`,
  ];
  if (firstDue !== null && firstDue !== due)
    parts.push(`at first ${firstDue.slice(5)} until ${at(dueChangedAt)}`);
  if (row.supplementRequestedAt !== null)
    parts.push(`waits ${at(row.supplementRequestedAt)} to ${at(row.supplementedAt)}`);
  if (close !== null) parts.push([close.as, at(close.at), close.returnedVia ?? ''].join(' ').trim());
  if (close?.cause != null) parts.push(close.cause);
  return parts.join(' | ');
}

/** The rows of a sample by a built-in mapping, as lines, and what was passed over. */
async function load(sample: string, name: string) {
  const file = fileURLToPath(new URL(`../../sample/${sample}`, import.meta.url));
  const mapping = await readMapping(name);
  const table = await openTable(file, { ...mapping.file, wanted: wantedColumns(mapping), normalize });
  const map = rowMapper(mapping, table.header.names, sampleUnits);
  const rows: SourceRow[] = [];
  const others: string[] = [];
  for await (const row of table.rows()) {
    if (!('cells' in row)) throw new Error(row.detail);
    const mapped = map(row);
    if (mapped.kind === 'row') rows.push(mapped.row);
    else others.push(mapped.kind === 'skipped' ? mapped.reason : mapped.refused.detail);
  }
  return { rows, lines: rows.map(line).join('\n'), others };
}

describe('the sample export of', () => {
  it.each([
    ['the one-stop software', 'mcdt.csv', 'mcdt', ['totals']],
    ['the same in Windows-1258', 'mcdt-windows-1258.csv', 'mcdt', ['totals']],
    ['the same in TCVN3', 'mcdt-tcvn3.csv', 'mcdt', ['totals']],
    ['the same as a workbook', 'mcdt.xlsx', 'mcdt', ['totals']],
    ['the public-service portal', 'cong-dvc.csv', 'cong-dvc', ['not-received', 'not-received']],
    ['the service centre', 'trung-tam.csv', 'trung-tam', ['totals']],
    ['the public post, intake', 'bcci-tiep-nhan.csv', 'bcci-tiep-nhan', ['totals']],
    ['the public post, results', 'bcci-tra-ket-qua.csv', 'bcci-tra-ket-qua', ['totals']],
  ] as const)('%s is read whole', async (_, sample, name, passedOver) => {
    const { lines, others } = await load(sample, name);
    expect(lines).toBe(expected[name].trim());
    expect(others).toEqual(passedOver);
  });

  it('the one-stop software says the same in every file, but for the rows', async () => {
    const [first, ...more] = await Promise.all(
      ['mcdt.csv', 'mcdt-windows-1258.csv', 'mcdt-tcvn3.csv', 'mcdt.xlsx'].map((file) => load(file, 'mcdt')),
    );
    for (const { rows } of more) expect(rows).toEqual(first?.rows);
  });

  it('each has rows whose codes of procedures and fields are those of other systems', async () => {
    const { rows } = await load('trung-tam.csv', 'trung-tam');
    expect(rows[0]).toMatchObject({ row: 4, procedure: '1.003618', field: 'nong-nghiep' });
  });
});
