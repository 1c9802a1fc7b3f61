import { AppError } from '../../errors/appError.ts';
import type { Keyword } from '../attributes.ts';
import type { DataSet } from '../dataSet.ts';
import { readCode } from './code.ts';
import type { Code } from './code.ts';
import { readReference } from './reference.ts';
import type { SopReference } from './reference.ts';

/** What a content item says, by its value type (PS3.3 C.17.3.2). */
export type ContentValue =
  | { readonly type: 'CONTAINER'; readonly isContinuous: boolean }
  | { readonly type: 'TEXT' | 'PNAME' | 'DATE' | 'TIME' | 'DATETIME' | 'UIDREF'; readonly text: string }
  | { readonly type: 'CODE'; readonly code: Code | null }
  /** `text` is the number as it was written; `value` is null where that is none, and has all digits where the report adds them (FloatingPointValue). A qualifier says why there is no value. */
  | { readonly type: 'NUM'; readonly text: string; readonly value: number | null; readonly unit: Code | null; readonly qualifier: Code | null }
  | { readonly type: 'IMAGE' | 'COMPOSITE' | 'WAVEFORM'; readonly reference: SopReference | null; readonly channels: readonly number[] }
  /** Columns and rows of an image, in pairs. */
  | { readonly type: 'SCOORD'; readonly graphicType: string; readonly points: readonly number[] }
  /** Patient LPS in mm, in triples. */
  | { readonly type: 'SCOORD3D'; readonly graphicType: string; readonly points: readonly number[]; readonly frameOfReferenceUID: string | null }
  | { readonly type: 'TCOORD'; readonly rangeType: string; readonly samples: readonly number[]; readonly offsets: readonly number[]; readonly dateTimes: readonly string[] }
  /** Points at an item of the same tree by its place. */
  | { readonly type: 'REFERENCE'; readonly place: string }
  /** A value type the standard got later, or none at all. */
  | { readonly type: 'OTHER'; readonly valueType: string };

/** One node of a structured report. */
export interface ContentItem {
  /** `1.2.1`: the first child of the second child of the root. */
  readonly place: string;
  /** How it belongs to its parent, as `HAS CONCEPT MOD`; null for the root. */
  readonly relationship: string | null;
  readonly concept: Code | null;
  readonly value: ContentValue;
  /** Names this one observation, in whatever report it is repeated; null where the item says none. */
  readonly observationUID: string | null;
  /** As DICOM writes it, YYYYMMDDHHMMSS.FFFFFF&ZZXX; null: the time of the whole report. */
  readonly observationDateTime: string | null;
  readonly children: readonly ContentItem[];
}

/** The item in a data set and everything below it. */
export function readContentItem(dataSet: DataSet, place = '1'): ContentItem {
  return {
    place,
    relationship: dataSet.text('RelationshipType'),
    concept: readCode(dataSet, 'ConceptNameCodeSequence'),
    value: readValue(dataSet),
    observationUID: dataSet.text('ObservationUID'),
    observationDateTime: dataSet.text('ObservationDateTime'),
    children: dataSet.items('ContentSequence').map((item, index) => readContentItem(item, `${place}.${index + 1}`)),
  };
}

const textKeywords = { TEXT: 'TextValue', PNAME: 'PersonName', DATE: 'Date', TIME: 'Time', DATETIME: 'DateTime', UIDREF: 'UID' } as const satisfies Record<string, Keyword>;

function readValue(dataSet: DataSet): ContentValue {
  const type = dataSet.text('ValueType') ?? '';
  switch (type) {
    case 'CONTAINER':
      return { type, isContinuous: dataSet.text('ContinuityOfContent') === 'CONTINUOUS' };
    case 'TEXT':
    case 'PNAME':
    case 'DATE':
    case 'TIME':
    case 'DATETIME':
    case 'UIDREF':
      return { type, text: dataSet.text(textKeywords[type]) ?? '' };
    case 'CODE':
      return { type, code: readCode(dataSet, 'ConceptCodeSequence') };
    case 'NUM':
      return readNumber(dataSet);
    case 'IMAGE':
    case 'COMPOSITE':
    case 'WAVEFORM': {
      const item = dataSet.items('ReferencedSOPSequence')[0];
      return { type, reference: item === undefined ? null : readReference(item), channels: [...(item?.numbers('ReferencedWaveformChannels') ?? [])] };
    }
    case 'SCOORD':
      return { type, graphicType: dataSet.text('GraphicType') ?? '', points: [...(dataSet.numbers('GraphicData') ?? [])] };
    case 'SCOORD3D':
      return { type, graphicType: dataSet.text('GraphicType') ?? '', points: [...(dataSet.numbers('GraphicData') ?? [])], frameOfReferenceUID: dataSet.text('ReferencedFrameOfReferenceUID') };
    case 'TCOORD':
      return {
        type,
        rangeType: dataSet.text('TemporalRangeType') ?? '',
        samples: [...(dataSet.numbers('ReferencedSamplePositions') ?? [])],
        offsets: [...(dataSet.numbers('ReferencedTimeOffsets') ?? [])],
        dateTimes: dataSet.texts('ReferencedDateTime') ?? [],
      };
    default: {
      const place = dataSet.numbers('ReferencedContentItemIdentifier');
      return type === '' && place !== null ? { type: 'REFERENCE', place: place.join('.') } : { type: 'OTHER', valueType: type };
    }
  }
}

function readNumber(dataSet: DataSet): ContentValue {
  const measured = dataSet.items('MeasuredValueSequence')[0];
  return {
    type: 'NUM',
    text: measured?.text('NumericValue')?.trim() ?? '',
    value: measured === undefined ? null : numberOrNull(measured),
    unit: measured === undefined ? null : readCode(measured, 'MeasurementUnitsCodeSequence'),
    qualifier: readCode(dataSet, 'NumericValueQualifierCodeSequence'),
  };
}

/** A measurement that is no number stays readable as text; the rest of the report is not lost for it. */
function numberOrNull(measured: DataSet): number | null {
  try {
    return measured.number('FloatingPointValue') ?? measured.number('NumericValue');
  } catch (error) {
    if (error instanceof AppError && error.reason === 'broken-value') return null;
    throw error;
  }
}
