import type { DataSet } from '../../../shared/dicom/dataSet.ts';
import { readCode } from '../../../shared/dicom/objects/code.ts';

/** A figure the device measured: `QRS Duration`, `75`, `ms`. The number is as it was written. */
export interface EcgMeasurement {
  readonly name: string;
  readonly value: string;
  readonly unit: string;
}

/** A moment the device marked on the curves of a group: `P Onset` at 299 ms. */
export interface EcgMark {
  readonly name: string;
  /** Multiplex group, from 0; null where it is not said, then it belongs to the first. */
  readonly group: number | null;
  /** From 1, as samples are counted (PS3.3 C.10.8.1.1). */
  readonly sample: number;
}

/** What the device wrote beside the curves (PS3.3 C.10.10). */
export interface EcgFindings {
  /** Statements such as `sinus rhythm`, in the device's language. */
  readonly statements: readonly string[];
  readonly measurements: readonly EcgMeasurement[];
  readonly marks: readonly EcgMark[];
}

/** Annotations of a waveform object, by what they are. */
export function readEcgFindings(dataSet: DataSet): EcgFindings {
  const statements: string[] = [];
  const measurements: EcgMeasurement[] = [];
  const marks: EcgMark[] = [];
  for (const item of dataSet.items('WaveformAnnotationSequence')) {
    const concept = readCode(item, 'ConceptNameCodeSequence');
    const name = concept?.meaning || concept?.value || '';
    const text = item.text('UnformattedTextValue');
    const value = item.text('NumericValue');
    const positions = item.numbers('ReferencedSamplePositions');
    const coded = readCode(item, 'ConceptCodeSequence');
    if (text !== null) statements.push(text);
    if (coded !== null) statements.push([name, coded.meaning || coded.value].filter((word) => word !== '').join(': '));
    if (value !== null) measurements.push({ name, value: value.trim(), unit: readCode(item, 'MeasurementUnitsCodeSequence')?.value ?? '' });
    if (positions !== null) {
      const group = item.numbers('ReferencedWaveformChannels')?.[0];
      for (const sample of positions) marks.push({ name, group: group === undefined || group < 1 ? null : group - 1, sample });
    }
    if (text === null && coded === null && value === null && positions === null && name !== '') statements.push(name);
  }
  return { statements, measurements, marks };
}

/** The band a device says it recorded a group with, as written; null where it does not say. */
export interface RecordedBand {
  readonly lowHz: string | null;
  readonly highHz: string | null;
  readonly notchHz: string | null;
}

/** Filters of the recording by group (PS3.3 C.10.9.1), where all channels that state one state the same. */
export function readRecordedBands(dataSet: DataSet): readonly RecordedBand[] {
  return dataSet.items('WaveformSequence').map((group) => {
    const channels = group.items('ChannelDefinitionSequence');
    const common = (tag: `x${string}`): string | null => {
      const values = new Set(channels.flatMap((channel) => decimalText(channel, tag) ?? []));
      return values.size === 1 ? ([...values][0] ?? null) : null;
    };
    return { lowHz: common('x003a0220'), highHz: common('x003a0221'), notchHz: common('x003a0222') };
  });
}

function decimalText(channel: DataSet, tag: `x${string}`): string | null {
  const value = channel.rawValue(tag);
  if (value === null) return null;
  const text = new TextDecoder('ascii').decode(value.bytes).replaceAll('\0', '').trim();
  return text === '' || !Number.isFinite(Number(text)) ? null : String(Number(text));
}
