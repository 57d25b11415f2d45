import { beforeAll, describe, expect, it } from 'vitest';
import { mappingFrom } from '../testing/mapping-text.ts';
import type { Mapping } from './mapping.ts';
import { toldBy } from './told.ts';

let mapping: Mapping;
beforeAll(async () => {
  mapping = await mappingFrom(`version: 1
source: /mcdt/hai-lang
columns:
  dossier: Mã hồ sơ
  unit: { value: hai-lang }
  channel: Hình thức
  receivedAt: Ngày nhận
  custody: Hình thức chuyển
  procedure: { value: "1.002" }
  supplementRequestedAt: Ngày YCBS
  supplementedAt: Ngày bổ sung
  closedAt: Ngày trả
  withdrawnAt: Ngày rút
  outcome: Kết quả
  status: Trạng thái
  cause: Lý do
`);
});

describe('what a file tells of a leg', () => {
  const least = ['Mã hồ sơ', 'Hình thức', 'Ngày nhận'];
  it.each([
    [[], []],
    [['Hình thức chuyển'], ['custody']],
    [['Ngày YCBS'], ['supplementRequestedAt']],
    [
      ['Ngày YCBS', 'Ngày bổ sung'],
      ['supplementRequestedAt', 'supplementedAt'],
    ],
    [['Ngày rút'], ['withdrawnAt']],
    [
      ['Ngày trả', 'Trạng thái'],
      ['closedAt', 'outcome'],
    ],
    [
      ['Kết quả', 'Lý do'],
      ['outcome', 'cause'],
    ],
  ])('with the columns %j is %j, and what the mapping says of all rows', (headings, told) => {
    expect([...toldBy(mapping, [...least, ...headings])].toSorted()).toEqual(
      ['procedure', ...told].toSorted(),
    );
  });
});
