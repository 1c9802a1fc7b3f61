import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseDataSet } from '../../../shared/dicom/dataSet.ts';
import { headerOf, readHeader } from '../../../shared/dicom/readHeader.ts';
import { readWaveform } from '../../../shared/dicom/objects/waveform.ts';
import type { ElementsByKeyword } from '../elementBytes.ts';
import { dataFolder, hasRealData, readReal } from '../realData.ts';
import { pydicomData, runPydicom } from '../pydicom.ts';
import { bytesOf, codeOf, dataSetOf } from './support.ts';

const channel = (label: string, change: ElementsByKeyword = {}): ElementsByKeyword => ({ ChannelLabel: label, ChannelSensitivity: '2', ChannelSensitivityUnitsSequence: codeOf('uV', 'UCUM', 'microvolt'), ChannelSensitivityCorrectionFactor: '0.5', ChannelBaseline: '10', ...change });
const group = (samples: Uint8Array, interpretation: string, bits: number, change: ElementsByKeyword = {}): ElementsByKeyword => ({
  NumberOfWaveformChannels: [2], NumberOfWaveformSamples: bytesOf(new Uint32Array([3])), SamplingFrequency: '500', ChannelDefinitionSequence: [channel('I'), channel('II')],
  WaveformBitsAllocated: [bits], WaveformSampleInterpretation: interpretation, WaveformData: samples, ...change,
});
const ecg = (...groups: ElementsByKeyword[]) => dataSetOf({ SOPClassUID: '1.2.840.10008.5.1.4.1.1.9.1.1', Modality: 'ECG', WaveformSequence: groups });

describe('readWaveform', () => {
  it.each([
    ['SS', 16, bytesOf(new Int16Array([1, -1, 2, -2, 3, -3]))],
    ['SB', 8, bytesOf(new Int8Array([1, -1, 2, -2, 3, -3]))],
    ['SL', 32, bytesOf(new Int32Array([1, -1, 2, -2, 3, -3]))],
  ])('takes interleaved %s apart and scales it: sample × 2 × 0.5 + 10', (interpretation, bits, samples) => {
    const [read] = readWaveform(ecg(group(samples, interpretation, bits))).groups;
    expect(read?.channels.map(({ label, unit, samples: values }) => [label, unit?.value, [...values]])).toEqual([['I', 'uV', [11, 12, 13]], ['II', 'uV', [9, 8, 7]]]);
    expect(read).toMatchObject({ samplingFrequencyHz: 500, samplesPerChannel: 3 });
  });

  it('shows padding as a gap and an uncalibrated channel without a unit', () => {
    const samples = bytesOf(new Uint8Array([1, 255, 2, 255, 3, 7]));
    const padded = group(samples, 'UB', 8, { WaveformPaddingValue: new Uint8Array([255, 0]), ChannelDefinitionSequence: [{ ChannelLabel: 'raw' }, channel('II')] });
    const channels = readWaveform(ecg(padded)).groups[0]?.channels;
    expect(channels?.map(({ unit, samples: values }) => [unit, [...values]])).toEqual([[null, [1, 2, 3]], [expect.anything(), [Number.NaN, Number.NaN, 17]]]);
  });

  it('refuses samples that are missing, companded or not described', () => {
    const samples = bytesOf(new Int16Array(6));
    expect(() => readWaveform(ecg(group(samples.subarray(2), 'SS', 16)))).toThrow('has 10 of 12 bytes');
    expect(() => readWaveform(ecg(group(samples, 'MB', 8)))).toThrow('MB of 8 bits are not read');
    expect(() => readWaveform(ecg(group(samples, 'SS', 16, { ChannelDefinitionSequence: [channel('I')] })))).toThrow('describes 1 of 2 channels');
    expect(() => readWaveform(ecg())).toThrow('(5400,0100)');
  });

  it('is listed as an ECG', () => {
    expect(headerOf(ecg(group(bytesOf(new Int16Array(6)), 'SS', 16)))).toMatchObject({ kind: 'ecg12Lead', modality: 'ECG', image: null, warnings: [] });
  });
});

describe.runIf(hasRealData && pydicomData !== null)('a real 12-lead ECG', () => {
  it('has the leads, units and microvolts pydicom reads', () => {
    const path = 'modalities/non-image/waveform_ecg.dcm';
    // pydicom's own array needs numpy, which may be missing; the formula of PS3.3 C.10.9.1.4 on its parsed values does not.
    const script = `
import sys, json, struct, pydicom
d = pydicom.dcmread(sys.argv[1])
out = []
for g in d.WaveformSequence:
    n, k = g.NumberOfWaveformSamples, g.NumberOfWaveformChannels
    raw = struct.unpack('<%dh' % (n * k), g.WaveformData)
    for c, ch in enumerate(g.ChannelDefinitionSequence):
        f = float(ch.ChannelSensitivity) * float(ch.ChannelSensitivityCorrectionFactor)
        out.append([ch.ChannelSourceSequence[0].CodeMeaning, ch.ChannelSensitivityUnitsSequence[0].CodeValue, float(g.SamplingFrequency), sum(v * f + float(ch.ChannelBaseline) for v in raw[c::k]), max(raw[c::k]) * f])
print(json.dumps(out))`;
    const theirs = runPydicom(script, [join(dataFolder, path)]) as readonly (readonly [string, string, number, number, number])[];
    const ours = readWaveform(parseDataSet(readReal(path))).groups.flatMap((read) => read.channels.map((lead) => ({ ...lead, frequency: read.samplingFrequencyHz })));
    expect(ours).toHaveLength(24);
    theirs.forEach(([name, unit, frequency, sum, peak], index) => {
      const lead = ours[index];
      expect([lead?.source?.meaning, lead?.unit?.value, lead?.frequency]).toEqual([name, unit, frequency]);
      expect(lead?.samples.reduce((total, value) => total + value, 0)).toBeCloseTo(sum, 0);
      expect(Math.max(...(lead?.samples ?? []))).toBeCloseTo(peak, 3);
    });
    expect(readHeader(readReal(path))).toMatchObject({ kind: 'ecg12Lead' });
  });
});
