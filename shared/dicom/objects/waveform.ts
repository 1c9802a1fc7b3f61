import { DicomError } from '../../errors/appError.ts';
import { nameAttribute } from '../attributes.ts';
import type { DataSet } from '../dataSet.ts';
import { readCode } from './code.ts';
import type { Code } from './code.ts';

/** One lead or signal. */
export interface WaveformChannel {
  readonly label: string;
  readonly source: Code | null;
  /** Unit of `samples`, as `uV`; null where the channel is not calibrated and samples are as stored. */
  readonly unit: Code | null;
  /** One value per sampling instant; NaN where nothing was recorded. */
  readonly samples: Float32Array;
}

/** Channels sampled together (PS3.3 C.10.9). */
export interface WaveformGroup {
  readonly label: string | null;
  readonly samplingFrequencyHz: number;
  readonly samplesPerChannel: number;
  readonly channels: readonly WaveformChannel[];
}

export interface Waveform {
  readonly groups: readonly WaveformGroup[];
  /** Findings the device wrote beside the curves, as text. */
  readonly annotations: readonly string[];
  readonly warnings: readonly string[];
}

type ReadSample = (view: DataView, at: number, isLittleEndian: boolean) => number;

/** Bytes and reader of a sample by WaveformSampleInterpretation (C.10.9.1.5). Companded audio is not covered. */
const sampleReaders: Readonly<Record<string, readonly [bytes: number, read: ReadSample]>> = {
  SB: [1, (view, at) => view.getInt8(at)],
  UB: [1, (view, at) => view.getUint8(at)],
  SS: [2, (view, at, isLittle) => view.getInt16(at, isLittle)],
  US: [2, (view, at, isLittle) => view.getUint16(at, isLittle)],
  SL: [4, (view, at, isLittle) => view.getInt32(at, isLittle)],
  UL: [4, (view, at, isLittle) => view.getUint32(at, isLittle)],
};

/**
 * Curves of an ECG or another waveform object in physical units: sample × sensitivity × correction + baseline.
 *
 * @throws {DicomError} missing-attribute | unsupported | truncated | broken-value
 */
export function readWaveform(dataSet: DataSet): Waveform {
  const groups = dataSet.items('WaveformSequence');
  if (groups.length === 0) throw new DicomError('missing-attribute', `${nameAttribute('WaveformSequence')} is absent or empty.`, { detail: { tag: '(5400,0100)' } });
  return {
    groups: groups.map(readGroup),
    annotations: dataSet.items('WaveformAnnotationSequence').flatMap(annotationText),
    warnings: [...dataSet.warnings],
  };
}

function readGroup(group: DataSet): WaveformGroup {
  const channelCount = group.requireNumber('NumberOfWaveformChannels');
  const sampleCount = group.requireNumber('NumberOfWaveformSamples');
  const interpretation = group.requireText('WaveformSampleInterpretation');
  const bits = group.requireNumber('WaveformBitsAllocated');
  const [bytes, read] = sampleReaders[interpretation] ?? [0, null];
  if (read === null || bytes * 8 !== bits) {
    throw new DicomError('unsupported', `Waveform samples ${interpretation} of ${bits} bits are not read; export the waveform with 16 bits.`, { detail: { tag: '(5400,1006)' } });
  }
  const value = group.rawValue('WaveformData');
  const needed = channelCount * sampleCount * bytes;
  if (value === null || value.bytes.length < needed) {
    throw new DicomError('truncated', `${group.place('WaveformData')} has ${value?.bytes.length ?? 0} of ${needed} bytes; the waveform is incomplete. Send it again.`, { detail: { tag: '(5400,1010)' } });
  }
  const definitions = group.items('ChannelDefinitionSequence');
  if (definitions.length !== channelCount) {
    throw new DicomError('broken-value', `${group.place('ChannelDefinitionSequence')} describes ${definitions.length} of ${channelCount} channels.`, { detail: { tag: '(003A,0200)' } });
  }
  const view = new DataView(value.bytes.buffer, value.bytes.byteOffset, value.bytes.byteLength);
  const padding = paddingOf(group, bytes, read);
  const channels = definitions.map((definition, channel) => {
    const scale = scaleOf(definition);
    const samples = new Float32Array(sampleCount);
    for (let index = 0; index < sampleCount; index++) {
      const stored = read(view, (index * channelCount + channel) * bytes, group.isLittleEndian);
      samples[index] = stored === padding ? Number.NaN : stored * scale.factor + scale.baseline;
    }
    const source = readCode(definition, 'ChannelSourceSequence');
    return { label: definition.text('ChannelLabel') ?? source?.meaning ?? '', source, unit: scale.unit, samples };
  });
  const samplingFrequencyHz = group.requireNumber('SamplingFrequency');
  if (!(samplingFrequencyHz > 0)) throw new DicomError('broken-value', `${group.place('SamplingFrequency')} is ${samplingFrequencyHz}.`, { detail: { tag: '(003A,001A)' } });
  return { label: group.text('MultiplexGroupLabel'), samplingFrequencyHz, samplesPerChannel: sampleCount, channels };
}

/** Without a sensitivity the samples have no unit (C.10.9.1.4.2). */
function scaleOf(definition: DataSet): { readonly factor: number; readonly baseline: number; readonly unit: Code | null } {
  const sensitivity = definition.number('ChannelSensitivity');
  if (sensitivity === null) return { factor: 1, baseline: 0, unit: null };
  return {
    factor: sensitivity * (definition.number('ChannelSensitivityCorrectionFactor') ?? 1),
    baseline: definition.number('ChannelBaseline') ?? 0,
    unit: readCode(definition, 'ChannelSensitivityUnitsSequence'),
  };
}

function paddingOf(group: DataSet, bytes: number, read: ReadSample): number | null {
  const value = group.rawValue('WaveformPaddingValue');
  if (value === null || value.bytes.length < bytes) return null;
  return read(new DataView(value.bytes.buffer, value.bytes.byteOffset, value.bytes.byteLength), 0, group.isLittleEndian);
}

function annotationText(item: DataSet): readonly string[] {
  const text = item.text('UnformattedTextValue');
  if (text !== null) return [text];
  const concept = readCode(item, 'ConceptNameCodeSequence')?.meaning ?? '';
  const coded = readCode(item, 'ConceptCodeSequence')?.meaning;
  const unit = readCode(item, 'MeasurementUnitsCodeSequence');
  const value = coded ?? (item.has('NumericValue') ? `${item.text('NumericValue') ?? ''} ${unit?.value ?? ''}`.trim() : '');
  const words = [concept, value].filter((word) => word !== '').join(': ');
  return words === '' ? [] : [words];
}
