import { describe, expect, it } from 'vitest';
import { FileFault } from '../read/table.ts';
import { mappingFrom } from '../testing/mapping-text.ts';
import { builtInMappings } from './built-in.ts';
import { wantedColumns } from './columns.ts';
import { extended } from './extend.ts';
import { readMapping } from './read-mapping.ts';

const least = `version: 1
source: /mcdt/hai-lang
columns:
  dossier: Mã hồ sơ
  unit: { value: hai-lang }
  channel: Hình thức
  receivedAt: Ngày nhận
`;

/** The sentence that a mapping is refused with, without the folder of the file. */
async function faultOf(text: string): Promise<string> {
  const fault = await mappingFrom(text).then(
    () => null,
    (error: unknown) => error,
  );
  expect(fault).toBeInstanceOf(FileFault);
  return (fault as FileFault).message.replace(/\S*mapping\.yaml/, 'mapping.yaml');
}

describe('a mapping that says the least', () => {
  it('has the defaults for the rest', async () => {
    const mapping = await mappingFrom(least);
    expect(mapping).toMatchObject({
      name: 'mapping',
      kind: 'leg',
      source: '/mcdt/hai-lang',
      file: { encoding: 'auto', delimiter: 'auto', sheet: null, headerRow: null },
      dossier: '{code}',
      ids: '{dossier}/{leg}/{step}',
      onlyUnits: null,
    });
    expect(mapping.dates.serials).toBe(true);
    expect(mapping.values.channel.byText.get('qua mang')).toBe('online');
    expect(wantedColumns(mapping)).toEqual([['Mã hồ sơ'], ['Hình thức'], ['Ngày nhận']]);
  });

  it('makes ids of dossiers that are unique per unit only', async () => {
    expect((await mappingFrom(`${least}dossierCodes: per-unit\n`)).dossier).toBe('{unit}.{code}');
  });

  it('takes another unit for a correction only where it has a column of units, or says so', async () => {
    const withColumn = least.replace('{ value: hai-lang }', 'Đơn vị');
    expect((await mappingFrom(least)).unitCorrections).toBe(false);
    expect((await mappingFrom(withColumn)).unitCorrections).toBe(true);
    expect((await mappingFrom(`${least}unitCorrections: true\n`)).unitCorrections).toBe(true);
    expect((await mappingFrom(`${withColumn}unitCorrections: false\n`)).unitCorrections).toBe(false);
  });
});

describe('a mapping that extends an adapter', () => {
  it('has its columns and tables, its own entries before them', async () => {
    const mapping = await mappingFrom(`version: 1
adapter: mcdt
source: /mcdt/hai-lang
columns:
  closedAt: Ngày ký
  cause: null
values:
  channel: { TRỰC TUYẾN: direct, Qua Zalo: online, BCCI: null, default: direct }
statuses: { Xong: granted }
units: { names: { Văn phòng ĐKĐĐ: so-tnmt } }
skip: [Sở]
`);
    expect(mapping.columns.get('closedAt')).toMatchObject({ headings: ['Ngày ký'], required: false });
    expect(mapping.columns.get('dossier')).toMatchObject({ required: true });
    expect(mapping.columns.has('cause')).toBe(false);
    const { channel, status } = mapping.values;
    expect(channel.byText.get('truc tuyen')).toBe('direct');
    expect(channel.byText.get('qua zalo')).toBe('online');
    expect(channel.byText.has('bcci')).toBe(false);
    expect(channel.byText.get('truc tiep')).toBe('direct');
    expect(channel.default).toBe('direct');
    expect(status.byText.get('xong')).toBe('granted');
    expect(mapping.units.names.get('van phong dkdd')).toBe('so-tnmt');
    expect(mapping.skip).toEqual(['so']);
  });
});

describe('two tables over each other', () => {
  it('are compared by their texts as normalised, however often the lower one has a text', () => {
    const base = {
      version: 1,
      skip: ['a'],
      values: { channel: { 'Qua mạng': 'online', 'QUA MẠNG': 'online' } },
    } as const;
    const own = { version: 1, skip: ['b'], values: { channel: { 'Qua mạng': 'direct' } } } as const;
    const both = extended({ ...base, skip: [...base.skip] }, { ...own, skip: [...own.skip] });
    expect(both.values?.channel).toEqual({ 'qua mang': 'direct' });
    expect(both.skip).toEqual(['a', 'b']);
  });
});

describe('a mapping that cannot be used', () => {
  it.each([
    [
      'adapter: mcdx',
      'line 9: adapter: must be one of mcdt, cong-dvc, trung-tam, bcci-tiep-nhan, bcci-tra-ket-qua',
    ],
    [
      'colums: {}',
      'line 9: colums: is not known here; allowed: version, name, adapter, source, kind, file, ',
    ],
    [
      'file:\n  encodin: utf-8',
      'line 10: file.encodin: is not known here; allowed: encoding, delimiter, sheet, headerRow',
    ],
    [
      'file:\n  encoding: viscii',
      'line 10: file.encoding: must be one of auto, utf-8, utf-16le, utf-16be, windows-1258, tcvn3',
    ],
    ['dates: [DD/MM/YYYY, DD/MM/YY]', 'line 9: dates.1: is not a date format; a format has YYYY, MM or M, '],
    [
      'values: { channel: { Zalo: web } }',
      'line 9: values.channel.Zalo: must be one of online, direct, postal, forwarded',
    ],
    [
      'values: { chanel: {} }',
      'line 9: values.chanel: is not known here; allowed: channel, custody, outcome, ',
    ],
    ['ids: "{dossier}/{leg}"', 'line 9: ids: must have all of {dossier}, {leg}, {step}'],
    ['ids: "{dossier}/{leg}/{step}/{row}"', 'line 9: ids: has a place other than {dossier}, {leg}, {step}'],
    ['dossier: "{unit}"', 'line 9: dossier: has no {code}'],
    ['dossier: "{code}"\ndossierCodes: per-unit', 'line 9: dossier: has no {unit}, but dossierCodes says'],
    ['statuses: { Xong: granted, XONG: open }', 'line 9: statuses.XONG: means another thing than "Xong"'],
    [
      'kind: return',
      'line 6: columns.channel: is not for a list of kind return; allowed: dossier, unit, returnedVia, returnedAt',
    ],
    ['name: [a', 'is not YAML: line 10: '],
  ])('says so for %s', async (more, sentence) => {
    const fault = await faultOf(`${least}\n${more}\n`);
    expect(fault).toMatch(/^the mapping file mapping\.yaml(: | is not YAML: )/);
    expect(fault).toContain(sentence);
  });

  it.each([
    ['  channel: Hình thức\n', '', 'line 3: columns: has no channel, without which no row can be read'],
    [
      '  dossier: Mã hồ sơ',
      '  dossier: { column: A }',
      'line 4: columns.dossier: is a heading, a list of accepted headings, ',
    ],
    [
      '  dossier: Mã hồ sơ',
      '  dossier: { value: A }',
      'line 4: columns.dossier: cannot be one value for all rows; name the column',
    ],
    [
      '  channel: Hình thức',
      '  chanel: Hình thức',
      'line 6: columns.chanel: is not known here; allowed: dossier, unit, channel, ',
    ],
    [
      '  channel: Hình thức',
      '  channel: { heading: A, dates: [excel] }',
      'line 6: columns.channel: has dates, but is no column of dates',
    ],
    ['source: /mcdt/hai-lang\n', '', 'source: is missing: the name under which the events are sent'],
    ['/mcdt/hai-lang', '/mcdt/hai lang', 'line 2: source: is a URI: it has no white space'],
    ['version: 1', 'version: 2', 'line 1: version: must be 1'],
    [
      '  receivedAt: Ngày nhận',
      '  receivedAt: Ngày nhận\n  dueChangedAt: Ngày hẹn',
      'line 8: columns.dueChangedAt: needs columns.due as well',
    ],
  ])('says so for %j as %j', async (text, other, sentence) => {
    expect(await faultOf(least.replace(text, other))).toContain(sentence);
  });

  it('is told apart from a built-in one', async () => {
    await expect(readMapping('mcdx')).rejects.toThrow(
      'there is no mapping "mcdx"; built in: mcdt, cong-dvc, trung-tam, bcci-tiep-nhan, bcci-tra-ket-qua; or name a YAML file',
    );
    await expect(readMapping('./nowhere.yaml')).rejects.toThrow(
      'the mapping file ./nowhere.yaml cannot be read: there is no such file',
    );
  });
});

describe('the built-in mappings', () => {
  it.each(builtInMappings)('%s can be read', async (name) => {
    expect(await readMapping(name)).toMatchObject({ name, origin: name });
  });
});
