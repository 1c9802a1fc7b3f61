import { describe, expect, it } from 'vitest';
import { marchOut, readCalipers, withLine } from '../../renderer/documents/ecg/calipers.ts';
import { layOut, paperSizeMm } from '../../renderer/documents/ecg/layout.ts';
import { leadsOf, standardLeadOf } from '../../renderer/documents/ecg/leads.ts';
import { cssPxPerMm, millivoltsPer, msToPx, mvToPx, pxToMs, pxToMv, ratePerMinute } from '../../renderer/documents/ecg/paper.ts';
import { traceLines } from '../../renderer/documents/ecg/trace.ts';
import { fitZoom } from '../../renderer/documents/EcgView.tsx';
import type { WaveformChannel } from '../../shared/dicom/objects/waveform.ts';

const scale = { pxPerMm: 4, mmPerSecond: 25, mmPerMillivolt: 10 };
const channel = (meaning: string, value = '', label = '', scheme = 'SCPECG'): WaveformChannel => ({ label, source: { value, scheme, meaning }, unit: { value: 'uV', scheme: 'UCUM', meaning: 'microvolt' }, samples: new Float32Array(5) });
const twelve = ['I', 'II', 'III', 'aVR', 'aVL', 'aVF', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'].map((name) => channel(`Lead ${name}`));

describe('paper', () => {
  it('puts 200 ms and 0.5 mV on 5 mm each at 25 mm/s and 10 mm/mV', () => {
    expect(msToPx(200, scale)).toBe(20);
    expect(mvToPx(0.5, scale)).toBe(20);
  });

  it.each([[12.5, 5], [25, 10], [50, 20], [100, 2.5]])('gives time and voltage back at %d mm/s and %d mm/mV', (mmPerSecond, mmPerMillivolt) => {
    const own = { pxPerMm: 3.78, mmPerSecond, mmPerMillivolt };
    expect(pxToMs(msToPx(812, own), own)).toBeCloseTo(812, 9);
    expect(pxToMv(mvToPx(-1.25, own), own)).toBeCloseTo(-1.25, 12);
  });

  it('makes 25.4 mm 96 CSS pixels where nobody measured the screen', () => expect(25.4 * cssPxPerMm).toBeCloseTo(96, 12));
  it('reads no rate from an interval no heart beats at', () => expect([ratePerMinute(26), ratePerMinute(199), ratePerMinute(200), ratePerMinute(4000), ratePerMinute(4001)]).toEqual([null, null, 300, 15, null]));
  it('reads 60 a minute from one second, 75 from 800 ms, and nothing from no interval', () => expect([ratePerMinute(1000), ratePerMinute(800), ratePerMinute(0)]).toEqual([60, 75, null]));
  it('knows microvolt by every spelling, and no voltage in mmHg', () => expect(['uV', 'µV', 'μV', 'mV', 'mm[Hg]'].map(millivoltsPer)).toEqual([0.001, 0.001, 0.001, 1, null]));
  it('fits paper of 265 mm into the window, scroll bar left out', () => expect(fitZoom(546, 265, 2)).toBe(1));
});

describe('calipers', () => {
  const calipers = { x1Mm: 60, x2Mm: 40, y1Mm: 10, y2Mm: 22.5 };

  it('read 800 ms, 75 a minute and 1.25 mV from 20 mm and 12.5 mm, whichever line is first', () => {
    expect(readCalipers(calipers, 25, 10)).toEqual({ ms: 800, widthMm: 20, perMinute: 75, heightMm: 12.5, mv: 1.25 });
  });

  it('stop at the edge of the paper', () => {
    expect(withLine(calipers, 'x1Mm', 999, { widthMm: 265, heightMm: 110 }).x1Mm).toBe(265);
    expect(withLine(calipers, 'y2Mm', -3, { widthMm: 265, heightMm: 110 }).y2Mm).toBe(0);
  });

  it('march out to both sides without the two lines themselves', () => {
    expect(marchOut(calipers, 0, 110)).toEqual([0, 20, 80, 100]);
    expect(marchOut({ ...calipers, x2Mm: 59.8 }, 0, 110)).toEqual([]);
  });
});

describe('leads', () => {
  it('are known by SCP and MDC codes and by names in many spellings', () => {
    expect([channel('', '5.6.3-9-61'), channel('', '2:62', '', 'MDC'), channel('', 'MDC_ECG_LEAD_V3', '', 'MDC'), channel('Lead I (Einthoven)'), channel('', '', 'avf')].map(standardLeadOf)).toEqual(['III', 'aVR', 'V3', 'I', 'aVF']);
  });

  it('are not taken for one of the twelve when they are another', () => {
    expect([channel('Lead V7'), channel('Arterial pressure'), channel('Lead -aVR'), channel('', '2:1', '', '99LOCAL')].map(standardLeadOf)).toEqual([null, null, null, null]);
  });

  it('stand in the order they are read, others behind them', () => {
    expect(leadsOf([channel('Pleth'), ...twelve.toReversed()]).map(({ name }) => name).join(' ')).toMatch(/^I II III aVR aVL aVF V1 V2 V3 V4 V5 V6 /);
  });
});

describe('layouts', () => {
  const leads = leadsOf(twelve);

  it('3×4 shows 2.5 s of each lead, time running on, and ten seconds of II below', () => {
    const page = layOut('3x4', leads, 60_000);
    const at = (name: string, row: number) => page?.cells.find(({ lead, row: own }) => lead.name === name && own === row);
    expect([page?.rows, page?.cells.length, page?.lengthMs]).toEqual([4, 13, 10_000]);
    expect(at('aVF', 2)).toMatchObject({ fromMs: 2500, toMs: 5000, recordedFromMs: 2500 });
    expect(at('II', 3)).toMatchObject({ fromMs: 0, toMs: 10_000, recordedFromMs: 0 });
  });

  it('6×2 shows five seconds of each, 12×1 all of a long recording', () => {
    expect(layOut('6x2', leads, 10_000)?.cells.find(({ lead }) => lead.name === 'V6')).toMatchObject({ row: 5, fromMs: 5000, toMs: 10_000 });
    expect(layOut('12x1', leads, 60_000)).toMatchObject({ rows: 12, lengthMs: 60_000 });
  });

  it('a median beat is shown whole in every lead, without a rhythm strip', () => {
    const page = layOut('3x4', leads, 1200);
    expect(page).toMatchObject({ rows: 3, lengthMs: 4800, isContinuous: false });
    expect(page?.cells.every(({ recordedFromMs, fromMs, toMs }) => recordedFromMs === 0 && toMs - fromMs === 1200)).toBe(true);
  });

  it('is refused where a lead is missing', () => expect(layOut('3x4', leads.slice(1), 10_000)).toBeNull());
  it('ten seconds at 25 mm/s are 250 mm and the margins', () => {
    const page = layOut('6x2', leads, 10_000);
    expect(page && paperSizeMm(page, 25)).toEqual({ widthMm: 265, heightMm: 160 });
  });
});

describe('traces', () => {
  it('hold every visible sample where each has a pixel', () => {
    expect(traceLines(Float32Array.from([1, 2, 3, 4, 5]), 10, 2, 12, 16, 1)).toEqual([[12, 2, 14, 3, 16, 4]]);
  });

  it('break where nothing was recorded', () => {
    expect(traceLines(Float32Array.from([1, 2, Number.NaN, 4, 5]), 0, 1, 0, 4, 1)).toEqual([[0, 1, 1, 2], [3, 4, 4, 5]]);
  });

  it('keep the highest and lowest sample of every pixel, and no more than four', () => {
    const samples = Float32Array.from({ length: 10_000 }, (_, index) => (index === 7777 ? 900 : index === 3333 ? -900 : Math.sin(index)));
    const points = traceLines(samples, 0, 0.02, 0, 200, 1).flat();
    expect(points.length / 2).toBeLessThanOrEqual(4 * 201);
    expect(points.filter((value) => Math.abs(value) === 900)).toEqual([-900, 900]);
  });

  it('cost what is visible and not what was recorded', () => {
    const day = new Float32Array(1_000_000);
    expect(traceLines(day, 0, 0.1, 5000, 5800, 1).flat().length / 2).toBeLessThan(4 * 810);
  });
});
