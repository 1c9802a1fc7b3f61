import { describe, expect, it } from 'vitest';
import { dateText, dateTimeText, plainText, pointCount, timeText, unitText } from '../../renderer/documents/report/reportText.ts';

describe('what a report says', () => {
  it('gives a number the digits its writer gave it', () => {
    expect(plainText({ type: 'NUM', text: '2.50', value: 2.5, unit: { value: 'mm', scheme: 'UCUM', meaning: 'millimeter' }, qualifier: null }, 'zh')).toBe('2.50 mm');
  });

  it('says why there is no number', () => {
    expect(plainText({ type: 'NUM', text: '', value: null, unit: null, qualifier: { value: '114009', scheme: 'DCM', meaning: 'Value out of range' } }, 'en')).toBe('Value out of range');
  });

  it('prints units of UCUM, spells out those of others, and none for a count', () => {
    expect([
      unitText({ value: '[hnsf\'U]', scheme: 'UCUM', meaning: 'Hounsfield unit' }), unitText({ value: 'cm', scheme: '99_OFFIS', meaning: 'Length Unit' }), unitText({ value: '1', scheme: 'UCUM', meaning: 'no units' }),
      unitText({ value: '{SUVbw}g/ml', scheme: 'UCUM', meaning: 'Standardized Uptake Value body weight' }), unitText({ value: '{pixels}', scheme: 'UCUM', meaning: 'pixels' }), unitText(null),
    ]).toEqual(['HU', 'cm (Length Unit)', '', 'g/ml (SUVbw)', 'px', '']);
  });

  it('writes dates and times as people do, and what is none as it stands', () => {
    expect([dateText('20261122'), dateText('2026'), timeText('101530.25'), timeText('1015'), dateTimeText('20261122101530.000+0800'), dateTimeText('20261122'), dateTimeText('soon')]).toEqual(['2026-11-22', '2026', '10:15:30', '10:15', '2026-11-22 10:15:30 UTC+08:00', '2026-11-22', 'soon']);
  });

  it('joins the line ends of every system', () => expect(plainText({ type: 'TEXT', text: 'A\rB\r\nC\n' }, 'zh')).toBe('A\nB\nC'));
  it('writes a name in the reader\'s language', () => expect(['zh', 'en'].map((language) => plainText({ type: 'PNAME', text: 'Zhang^San=张^三' }, language === 'zh' ? 'zh' : 'en'))).toEqual(['张三', 'San Zhang']));
  it('counts points in pairs on an image and in triples in the patient', () => {
    expect([pointCount({ type: 'SCOORD', graphicType: 'POLYLINE', points: [1, 2, 3, 4, 5, 6] }), pointCount({ type: 'SCOORD3D', graphicType: 'POLYLINE', points: [1, 2, 3, 4, 5, 6], frameOfReferenceUID: null })]).toEqual([3, 2]);
  });
});
