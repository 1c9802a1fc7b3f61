import { parseDataSet } from '../../../shared/dicom/dataSet.ts';
import { readWaveform } from '../../../shared/dicom/objects/waveform.ts';
import { readEcgFindings, readRecordedBands } from './findings.ts';
import type { EcgFindings, RecordedBand } from './findings.ts';
import { leadsOf } from './leads.ts';
import type { Lead } from './leads.ts';

/** One group of the recording, ready to be shown. */
export interface EcgGroup {
  readonly label: string | null;
  readonly samplingFrequencyHz: number;
  readonly lengthMs: number;
  readonly leads: readonly Lead[];
  readonly band: RecordedBand;
}

export interface Ecg {
  readonly groups: readonly EcgGroup[];
  readonly findings: EcgFindings;
  readonly warnings: readonly string[];
}

/** @throws {DicomError} what reading the object or its waveform refuses with */
export function readEcg(bytes: Uint8Array): Ecg {
  const dataSet = parseDataSet(bytes);
  const { groups, warnings } = readWaveform(dataSet);
  const bands = readRecordedBands(dataSet);
  return {
    groups: groups.map(({ label, samplingFrequencyHz, samplesPerChannel, channels }, index) => ({
      label, samplingFrequencyHz, lengthMs: (samplesPerChannel / samplingFrequencyHz) * 1000, leads: leadsOf(channels),
      band: bands[index] ?? { lowHz: null, highHz: null, notchHz: null },
    })),
    findings: readEcgFindings(dataSet),
    warnings,
  };
}
