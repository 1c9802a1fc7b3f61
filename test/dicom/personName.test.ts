import { describe, expect, it } from 'vitest';
import { displayPersonName, parsePersonName } from '../../shared/dicom/personName.ts';

describe('parsePersonName', () => {
  it('separates groups and components as the examples of PS3.5 6.2.1.1 do', () => {
    expect(parsePersonName('Adams^John Robert Quincy^^Rev.^B.A. M.Div.').alphabetic).toEqual({ family: 'Adams', given: 'John Robert Quincy', middle: '', prefix: 'Rev.', suffix: 'B.A. M.Div.' });
    expect(parsePersonName('Yamada^Tarou=山田^太郎=やまだ^たろう')).toMatchObject({ ideographic: { family: '山田', given: '太郎' }, phonetic: { family: 'やまだ', given: 'たろう' } });
    expect(parsePersonName('=王^小東')).toMatchObject({ alphabetic: null, ideographic: { family: '王' }, phonetic: null });
    expect(parsePersonName('^^^^')).toEqual({ alphabetic: null, ideographic: null, phonetic: null });
  });
});

describe('displayPersonName', () => {
  it('shows the group the reader can read, in the order that script has', () => {
    expect(displayPersonName('Zhang^SanFeng=张^三丰', 'zh')).toBe('张三丰');
    expect(displayPersonName('Zhang^SanFeng=张^三丰', 'en')).toBe('SanFeng Zhang');
    expect(displayPersonName('Adams^John^Q^Rev.^B.A.', 'zh')).toBe('Rev. John Q Adams, B.A.');
    expect(displayPersonName('张三', 'en')).toBe('张三');
    expect(displayPersonName('^^^^', 'zh')).toBe('');
  });
});
