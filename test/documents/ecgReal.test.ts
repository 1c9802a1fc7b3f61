import { describe, expect, it } from 'vitest';
import { drawEcg } from '../../renderer/documents/ecg/drawEcg.ts';
import type { EcgContext } from '../../renderer/documents/ecg/drawEcg.ts';
import { baseLineMm, layOut, paperMargins } from '../../renderer/documents/ecg/layout.ts';
import { readEcg } from '../../renderer/documents/ecg/readEcg.ts';
import { pydicomData, runPydicom } from '../dicom/pydicom.ts';
import { dataFolder, hasRealData, readReal } from '../dicom/realData.ts';

const path = 'modalities/non-image/waveform_ecg.dcm';

const nothing = (): void => undefined;

/** Notes every point of every line that is drawn, in the pixels of the paper. */
function noting(): { readonly context: EcgContext; readonly lines: (readonly [number, number])[][] } {
  const lines: (readonly [number, number])[][] = [];
  const context: EcgContext = {
    setTransform: nothing, fillRect: nothing, beginPath: nothing, stroke: nothing, restore: nothing, rect: nothing, clip: nothing, fillText: nothing,
    // What is drawn between save and restore belongs to one lead.
    save: () => void lines.push([]), moveTo: (x, y) => void lines.at(-1)?.push([x, y]), lineTo: (x, y) => void lines.at(-1)?.push([x, y]),
    fillStyle: '', strokeStyle: '', lineWidth: 1, lineJoin: 'round', font: '', textBaseline: 'top',
  };
  return { context, lines };
}

describe.runIf(hasRealData)('a real 12-lead ECG', () => {
  const ecg = readEcg(readReal(path));
  const [rhythm, beat] = ecg.groups;

  it('has ten seconds of twelve leads, then a median beat, with the device\'s findings and marks', () => {
    expect([rhythm?.lengthMs, rhythm?.leads.map(({ name }) => name).join(' '), beat?.lengthMs]).toEqual([10_000, 'I II III aVR aVL aVF V1 V2 V3 V4 V5 V6', 1200]);
    expect(ecg.findings.statements).toEqual(['RITMO SINUSALE', 'ECG NORMALE']);
    // dcmdump: (0040,a30a) DS [75] under QRS Duration.
    expect(ecg.findings.measurements.find(({ name }) => name === 'QRS Duration')).toEqual({ name: 'QRS Duration', value: '75', unit: 'ms' });
    expect(ecg.findings.marks[0]).toEqual({ name: 'P Onset', group: 0, sample: 299 });
    expect(ecg.findings.statements.length + ecg.findings.measurements.length + ecg.findings.marks.length).toBe(77);
    expect(rhythm?.band).toEqual({ lowHz: '0.05', highHz: '300', notchHz: '0' });
  });

  it.runIf(pydicomData !== null)('is drawn through the points pydicom reads, in millimetres of paper', () => {
    const script = `
import sys, json, struct, pydicom
g = pydicom.dcmread(sys.argv[1]).WaveformSequence[0]
k, n = g.NumberOfWaveformChannels, g.NumberOfWaveformSamples
raw = struct.unpack('<%dh' % (n * k), g.WaveformData)
print(json.dumps([[v * float(c.ChannelSensitivity) * float(c.ChannelSensitivityCorrectionFactor) + float(c.ChannelBaseline) for v in raw[i::k]] for i, c in enumerate(g.ChannelDefinitionSequence)]))`;
    const microvolts = runPydicom(script, [`${dataFolder}/${path}`]) as readonly (readonly number[])[];
    // Wide enough that every sample has a pixel of its own: 40 px to a millimetre, a millimetre to 40 samples.
    const scale = { pxPerMm: 40, mmPerSecond: 25, mmPerMillivolt: 10 };
    const page = rhythm && layOut('3x4', rhythm.leads, rhythm.lengthMs);
    if (!rhythm || !page) throw new Error('the recording has no twelve leads');
    const { context, lines } = noting();
    drawEcg(context, { page, samplingFrequencyHz: rhythm.samplingFrequencyHz, startMs: 0, scale, marks: [], marchMm: [] }, { left: 0, top: 0, width: 265 * 40, height: 110 * 40, devicePixelRatio: 1 });
    const traces = lines;
    expect(traces).toHaveLength(13);
    for (const [index, cell] of page.cells.entries()) {
      const lead = microvolts[['I', 'II', 'III', 'aVR', 'aVL', 'aVF', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'].indexOf(cell.lead.name)];
      const trace = traces[index] ?? [];
      expect(trace.length).toBeGreaterThanOrEqual(cell.toMs - cell.fromMs);
      for (const [x, y] of trace) {
        const ms = ((x / 40 - paperMargins.pulseMm) / 25) * 1000;
        const theirs = lead?.[Math.round(ms)] ?? Number.NaN;
        expect(Math.abs(ms - Math.round(ms))).toBeLessThan(1e-6);
        // Float32 holds 1962.5 µV exactly; what is left is the rounding of the arithmetic.
        expect(Math.abs((baseLineMm(cell.row) - y / 40) / 10 - theirs / 1000)).toBeLessThan(1e-9);
      }
    }
  });
});
