import { createInstance, type TFunction } from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { computeDvh } from '../../shared/rt/dvh/dvh.ts';
import { notice, noticeEnglish, type NoticeCode, type RtNotice } from '../../shared/rt/notices.ts';
import { rtLocale } from '../../renderer/rt/locale.ts';
import { methodText, noticeText } from '../../renderer/rt/noticeText.ts';
import { doseOf, rectangle, stackOf } from '../rt/shapes.ts';

const placeholders = (text: string): string[] => [...text.matchAll(/\{\{(\w+)\}\}/gu)].map((match) => match[1] ?? '').toSorted();
const codes = Object.keys(noticeEnglish) as NoticeCode[];
const sample = (code: NoticeCode): RtNotice => notice(code, Object.fromEntries(placeholders(noticeEnglish[code]).map((name, index) => [name, index + 7])));

describe('clinical words in the reader\'s language', () => {
  let zh: TFunction<'rt'>;
  let en: TFunction<'rt'>;
  beforeAll(async () => {
    const words = createInstance();
    await words.init({ lng: 'zh', fallbackLng: 'en', defaultNS: 'rt', resources: { zh: { rt: rtLocale.zh }, en: { rt: rtLocale.en } }, interpolation: { escapeValue: false } });
    zh = words.getFixedT('zh', 'rt');
    en = words.getFixedT('en', 'rt');
  });

  it.each(codes)('says %s with the same values in both languages', (code) => {
    expect(placeholders(rtLocale.zh.notice[code])).toEqual(placeholders(noticeEnglish[code]));
    expect(noticeText(en, sample(code))).toBe(sample(code).message);
    expect(noticeText(zh, sample(code))).toMatch(/\p{Script=Han}/u);
    expect(`${noticeText(zh, sample(code))}${sample(code).message}`).not.toContain('{{');
  });

  it('writes a partly covered structure in Chinese, with its percentage', () => {
    const dvh = computeDvh(stackOf(12, 3, () => rectangle(20, -8, 40, 8)), doseOf([2, 2, 2], 30, (x) => 40 + x));
    const partly = dvh.notices.find(({ code }) => code === 'partly-outside-dose');
    expect(partly?.values['outsidePercent']).toBeCloseTo((1 - dvh.coverage) * 100, 0);
    expect(partly && noticeText(zh, partly)).toBe(`${partly?.values['outsidePercent']} % 的体积在剂量网格之外；剂量数值只描述网格内的部分`);
  });

  it('says how a histogram was made in Chinese, and in English exactly as the command line does', () => {
    for (const endCap of ['half', 'none'] as const) {
      const { method } = computeDvh(stackOf(12, 3, () => rectangle(-8, -8, 8, 8)), doseOf([2, 2, 2], 30, () => 10), { endCap });
      expect(method).toMatchObject({ endCap, binWidthGy: 0.01, isCapped: false });
      expect(methodText(en, method)).toBe(method.message);
      expect(methodText(zh, method)).toContain(`${method.lines} 条扫描线，层面内间距 ${method.lineMm.toFixed(2)} mm`);
      expect(methodText(en, { ...method, isCapped: true })).toContain('mm in plane (coarsened at the limit on samples), each');
    }
  });

  it('falls back to the English sentence for a code it does not know', () => {
    expect(noticeText(zh, { code: 'of-a-later-version' as NoticeCode, values: {}, message: 'something new' })).toBe('something new');
  });
});
