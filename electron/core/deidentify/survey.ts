import { assessBurnIn, type BurnIn } from '../../../shared/deid/burnIn.ts';
import { sopClassOf } from '../../../shared/deid/deidentify.ts';
import { Identifiers, identifiersOf, topText } from '../../../shared/deid/identifiers.ts';
import { optionsOf, type Preset } from '../../../shared/deid/presets.ts';
import { assertClassIsOpen } from '../../../shared/deid/refusal.ts';
import { readTree } from '../../../shared/dicom/write/readTree.ts';

/** What has to be known of an object before any object of its patient is written. */
export interface SurveyedObject {
  readonly patientKey: string;
  readonly seriesInstanceUID: string;
  readonly sopClassUID: string;
  readonly modality: string;
  readonly seriesDescription: string | null;
  readonly burnIn: BurnIn;
  readonly hasImage: boolean;
}

/** One patient of a job. */
export interface SurveyedPatient {
  /** Names and numbers of every object, so that none of them stands in another. */
  readonly identifiers: Identifiers;
  readonly dates: Set<string>;
}

/** Collects, object by object, what decides pseudonyms, date offsets and reviews. */
export class Survey {
  readonly #preset: Preset;
  readonly patients = new Map<string, SurveyedPatient>();
  /** Every day and every number of eight digits of the job: no shifted date may be one of them. */
  readonly avoid = new Set<string>();

  constructor(preset: Preset) {
    this.#preset = preset;
  }

  /**
   * Takes one object into the survey.
   * @throws {DicomError | DeidError} where it cannot be read or is of a class that is refused
   */
  add(bytes: Uint8Array): SurveyedObject {
    const file = readTree(bytes);
    const { tree } = file;
    const sopClassUID = sopClassOf(file);
    assertClassIsOpen(sopClassUID);
    const found = identifiersOf(tree, optionsOf(this.#preset));
    const patientKey = patientKeyOf(topText(tree, 'x00100020'), topText(tree, 'x00100010'), topText(tree, 'x00100030'));
    const patient = this.patients.get(patientKey) ?? { identifiers: new Identifiers(), dates: new Set<string>() };
    this.patients.set(patientKey, patient);
    for (const key of ['words', 'values', 'rawValues'] as const) for (const value of found[key]) patient.identifiers[key].add(value);
    for (const date of found.dates) {
      patient.dates.add(date);
      this.avoid.add(date);
    }
    for (const word of found.words) for (const [digits] of word.matchAll(/\d{8}/g)) this.avoid.add(digits);
    return {
      patientKey, sopClassUID,
      seriesInstanceUID: topText(tree, 'x0020000e'),
      modality: topText(tree, 'x00080060'),
      seriesDescription: topText(tree, 'x0008103e') || null,
      burnIn: assessBurnIn(tree, sopClassUID),
      hasImage: tree.some(({ tag }) => tag === 'x7fe00010'),
    };
  }
}

/** Objects with the same key belong to one patient: by PatientID, by name and birth date where that is absent. */
function patientKeyOf(patientID: string, patientName: string, birthDate: string): string {
  return patientID === '' ? `name:${patientName.replace(/[\^=\s]+/g, ' ').trim().toLowerCase()}|${birthDate}` : `id:${patientID}`;
}
