import { usualLetterhead } from '@sohoso/report';
import { expect, it } from 'vitest';
import { letterheadOf } from './letterhead.ts';

it('takes from the environment what it says, and leaves the rest as usual', () => {
  const units = [{ code: 'p', name: 'Tỉnh Quảng Trị', level: 'province' }];
  const said = letterheadOf({
    SOHOSO_LETTERHEAD_RECIPIENTS: 'UBND tỉnh (b/c); | Lưu: VT.',
    SOHOSO_LETTERHEAD_SIGNER: 'Nguyễn Văn A',
  });
  expect({ ...usualLetterhead(units), ...said }).toEqual({
    parentAuthority: 'UBND TỈNH QUẢNG TRỊ',
    authority: 'TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG',
    abbreviation: 'BC-TTPVHCC',
    place: 'Quảng Trị',
    recipients: ['UBND tỉnh (b/c);', 'Lưu: VT.'],
    signerTitle: 'GIÁM ĐỐC',
    signerName: 'Nguyễn Văn A',
  });
});
