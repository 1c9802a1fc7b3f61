import { parseDataSet } from '../../shared/dicom/dataSet.ts';
import type { DataSet } from '../../shared/dicom/dataSet.ts';
import { readMediaDirectory } from '../../shared/dicom/mediaDirectory.ts';
import { objectKind } from '../../shared/dicom/objectKind.ts';
import { readEncapsulatedDocument } from '../../shared/dicom/objects/encapsulatedDocument.ts';
import { readKeyObjects } from '../../shared/dicom/objects/keyObjects.ts';
import { readPresentationState } from '../../shared/dicom/objects/presentationState.ts';
import { readRegistration } from '../../shared/dicom/objects/registration.ts';
import { readSegmentation } from '../../shared/dicom/objects/segmentation.ts';
import { readStructuredReport } from '../../shared/dicom/objects/structuredReport.ts';
import { readTreatmentRecord } from '../../shared/dicom/objects/treatmentRecord.ts';
import { readWaveform } from '../../shared/dicom/objects/waveform.ts';
import { describePixels } from '../../shared/dicom/pixels/describePixels.ts';
import { encodedFrame } from '../../shared/dicom/pixels/encodedFrame.ts';
import type { EncodedFrame } from '../../shared/dicom/pixels/storedFrame.ts';
import { headerOf, readHeader } from '../../shared/dicom/readHeader.ts';
import { AppError } from '../../shared/errors/appError.ts';
import { readDose } from '../../shared/rt/read/readDose.ts';
import { readPlan } from '../../shared/rt/read/readPlan.ts';
import { readStructureSet } from '../../shared/rt/read/readStructureSet.ts';

/** How far one file could be read: the first refusal of each stage, or `read`. */
export interface ReadOutcome {
  readonly parse: string;
  readonly header: string;
  readonly object: string;
  readonly pixels: string;
  /** First and last frame, still encoded. */
  readonly frames: readonly EncodedFrame[];
}

const nothing: ReadOutcome = { parse: 'none', header: 'none', object: 'none', pixels: 'none', frames: [] };

/**
 * Reads a file as the product does, save for decoding.
 *
 * @throws whatever is not an AppError, which is a defect
 */
export function readEverything(bytes: Uint8Array): ReadOutcome {
  readBeginning(bytes);
  const parsed = attempt(() => parseDataSet(bytes));
  if (typeof parsed === 'string') return { ...nothing, parse: parsed };
  const header = attempt(() => headerOf(parsed));
  const kind = objectKind(parsed.text('SOPClassUID') ?? parsed.metaText('MediaStorageSOPClassUID') ?? '');
  const object = attempt(() => openObject(parsed, kind, bytes));
  const frames: EncodedFrame[] = [];
  const pixels = attempt(() => {
    const description = describePixels(parsed);
    for (const frame of new Set([0, description.frames - 1])) frames.push(encodedFrame(parsed, description, frame));
  });
  return { parse: 'read', header: wordFor(header), object: wordFor(object), pixels: wordFor(pixels), frames };
}

const wordFor = (result: unknown): string => (typeof result === 'string' ? result : 'read');

/** The header from the first bytes alone, asking for more as the import does. */
function readBeginning(bytes: Uint8Array): void {
  let given = Math.min(bytes.length, 2048);
  for (let attempts = 0; attempts < 40; attempts++) {
    try {
      readHeader(bytes.subarray(0, given), bytes.length);
      return;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const wanted = error.detail['needBytes'];
      if (typeof wanted !== 'number') return;
      if (wanted <= given || wanted > bytes.length) throw new Error(`asks for ${wanted} bytes having ${given} of ${bytes.length}`, { cause: error });
      given = wanted;
    }
  }
  throw new Error('never has enough bytes');
}

function openObject(dataSet: DataSet, kind: ReturnType<typeof objectKind>, bytes: Uint8Array): object | number | null {
  switch (kind) {
    case 'mediaDirectory': return readMediaDirectory(dataSet);
    case 'plan': case 'ionPlan': return readPlan(bytes);
    case 'structureSet': return readStructureSet(bytes);
    case 'dose': return readDose(bytes);
    case 'report': case 'doseReport': case 'cadReport': return readStructuredReport(dataSet).root.children.length;
    case 'keyObjects': return readKeyObjects(dataSet);
    case 'presentationState': return readPresentationState(dataSet);
    case 'encapsulatedPdf': case 'encapsulatedCda': case 'encapsulatedModel': return readEncapsulatedDocument(dataSet);
    case 'segmentation': return readSegmentation(dataSet);
    case 'registration': case 'deformableRegistration': return readRegistration(dataSet);
    case 'ecg12Lead': case 'ecg': case 'waveform': return readWaveform(dataSet);
    case 'beamsTreatmentRecord': case 'brachyTreatmentRecord': case 'ionBeamsTreatmentRecord': case 'treatmentSummaryRecord': return readTreatmentRecord(dataSet);
    default: return null;
  }
}

/** The result, or the reason of a refusal. */
function attempt<T extends object | number | null | undefined | void>(action: () => T): T | string {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.message === '') throw new Error('a refusal without a message', { cause: error });
    return error.reason;
  }
}
