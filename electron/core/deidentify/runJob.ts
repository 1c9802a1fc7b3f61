import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { PixelBox } from '../../../shared/deid/burnIn.ts';
import { ChangeList } from '../../../shared/deid/changes.ts';
import { chooseOffset } from '../../../shared/deid/dates.ts';
import { deidentify, isRefusal } from '../../../shared/deid/deidentify.ts';
import { KeyedValues } from '../../../shared/deid/keyedValues.ts';
import type { Preset } from '../../../shared/deid/presets.ts';
import { DeidError } from '../../../shared/deid/refusal.ts';
import { AppError, StoreError } from '../../../shared/errors/appError.ts';
import type { DeidentifyReport } from '../../../shared/ipc/channels.ts';
import { openDecodePool, type DecodePool } from '../files/decodePool.ts';
import { maskObject } from './maskObject.ts';
import { writeReports } from './reports.ts';
import { Survey, type SurveyedObject } from './survey.ts';

/** An object to be de-identified. */
export interface JobSource {
  /** How the report names it to the person who asked; it may hold original text and is never written to the folder. */
  readonly name: string;
  /** @throws an error of reading, which refuses this object alone */
  read(): Promise<Uint8Array>;
}

/** What a person decided on the series of an object. */
export interface SeriesDecision {
  readonly isIncluded: boolean;
  /** They looked at the pixels. */
  readonly isReviewed: boolean;
  readonly boxes: readonly PixelBox[];
}

export interface JobOptions {
  readonly preset: Preset;
  /** 32 secret bytes: the same key gives the same pseudonyms, UIDs and dates. */
  readonly key: Uint8Array;
  /** For a single patient as it is, for several with a number; null: made from the key. */
  readonly pseudonym: string | null;
  /** New or empty. */
  readonly folder: string;
  readonly decide: (object: SurveyedObject) => SeriesDecision;
  readonly signal: AbortSignal;
  readonly onProgress: (files: { readonly done: number; readonly total: number }) => void;
}

/**
 * De-identifies objects into a folder, `<pseudonym>/<modality>/<series>/<number>.dcm`, with a report beside them.
 *
 * Every object is looked at before the first is written: a name met in one is looked for in all of its patient, and
 * no shifted date is a date of anybody in the job. An object that cannot be cleaned is refused and the others go on.
 *
 * @throws {DeidError} folder-not-empty; {StoreError} cancelled | read-only | disk-full
 */
export async function runJob(sources: readonly JobSource[], options: JobOptions): Promise<DeidentifyReport> {
  await requireEmptyFolder(options.folder);
  const pool = openDecodePool();
  try {
    return await new Job(sources, options, pool).run();
  } finally {
    await pool.dispose();
  }
}

class Job {
  readonly #sources: readonly JobSource[];
  readonly #options: JobOptions;
  readonly #pool: DecodePool;
  readonly #values: KeyedValues;
  readonly #survey: Survey;
  readonly #changes = new ChangeList();
  readonly #refused: { index: number; reason: string; message: string; isOurs: boolean }[] = [];
  readonly #warnings: { index: number; message: string }[] = [];
  readonly #pseudonyms = new Map<string, string>();
  readonly #counters = new Map<string, number>();
  readonly #ordinals = new Map<string, number>();
  #written = 0;

  constructor(sources: readonly JobSource[], options: JobOptions, pool: DecodePool) {
    this.#sources = sources;
    this.#options = options;
    this.#pool = pool;
    this.#values = new KeyedValues(options.key);
    this.#survey = new Survey(options.preset);
  }

  async run(): Promise<DeidentifyReport> {
    const surveyed = new Map<number, SurveyedObject>();
    const total = this.#sources.length * 2;
    for (const [index, source] of this.#sources.entries()) {
      await this.#step(index, total, async () => void surveyed.set(index, this.#survey.add(await source.read())));
    }
    this.#namePatients();
    for (const [index, source] of this.#sources.entries()) {
      const object = surveyed.get(index);
      await this.#step(this.#sources.length + index, total, async () => {
        if (object !== undefined) await this.#take(index, source, object);
      });
    }
    this.#options.onProgress({ done: total, total });
    return this.#report();
  }

  /** One step of one object; what refuses the object does not stop the others. */
  async #step(done: number, total: number, work: () => Promise<void>): Promise<void> {
    const { signal, onProgress } = this.#options;
    if (signal.aborted) throw new StoreError('cancelled', 'The export was cancelled; delete what was written to the folder.');
    onProgress({ done, total });
    await setImmediate();
    const index = done % this.#sources.length;
    try {
      await work();
    } catch (error) {
      if (!isRefusal(error) && !(error instanceof AppError)) throw error;
      if (error.reason === 'cancelled') throw error;
      this.#refused.push({ index, reason: error.reason, message: error.message, isOurs: error instanceof DeidError });
    }
  }

  #namePatients(): void {
    const { pseudonym } = this.#options;
    const keys = [...this.#survey.patients.keys()];
    for (const [index, key] of keys.entries()) {
      const own = pseudonym === null ? `P-${this.#values.label('pseudonym', key)}` : keys.length === 1 ? pseudonym : `${pseudonym}-${index + 1}`;
      this.#pseudonyms.set(key, own);
    }
  }

  async #take(index: number, source: JobSource, object: SurveyedObject): Promise<void> {
    const decision = this.#options.decide(object);
    if (!decision.isIncluded) return;
    const isReviewed = object.hasImage && decision.isReviewed;
    if (object.burnIn.burnIn !== 'none' && !isReviewed) {
      throw new DeidError('needs-review', 'Text may be burnt into the pixels of this series, and nobody has looked at it; review it, mask what names the patient, and export again.');
    }
    const bytes = await source.read();
    const patient = this.#survey.patients.get(object.patientKey);
    const pseudonym = this.#pseudonyms.get(object.patientKey) ?? '';
    const pixels = isReviewed && decision.boxes.length > 0 ? await maskObject(bytes, decision.boxes, this.#pool, `object ${index + 1}`) : null;
    const result = deidentify(bytes, {
      preset: this.#options.preset, values: this.#values, pseudonym, isReviewed, pixels,
      dateOffsetDays: chooseOffset(this.#values, object.patientKey, patient?.dates ?? new Set(), this.#survey.avoid),
      ordinal: this.#next(this.#ordinals, `${object.patientKey}/${object.sopClassUID}`),
      identifiers: patient?.identifiers ?? null,
    });
    await this.#write(result.bytes, pseudonym, object);
    this.#changes.add(result.changes);
    for (const message of result.warnings) this.#warnings.push({ index, message });
  }

  async #write(bytes: Uint8Array, pseudonym: string, object: SurveyedObject): Promise<void> {
    const patientFolder = pseudonym.replace(/[^\p{L}\p{N}_-]/gu, '_');
    const modality = /^[A-Z0-9]{1,16}$/.test(object.modality) ? object.modality : 'OT';
    const seriesKey = `${patientFolder}/${modality}/${object.seriesInstanceUID}`;
    const known = this.#counters.get(seriesKey);
    const series = known ?? this.#next(this.#counters, `${patientFolder}/${modality}`);
    this.#counters.set(seriesKey, series);
    const number = this.#next(this.#ordinals, `file/${seriesKey}`);
    const path = join(this.#options.folder, patientFolder, modality, String(series).padStart(4, '0'), `${String(number).padStart(6, '0')}.dcm`);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, bytes, { mode: 0o600, flag: 'wx' });
    this.#written += 1;
  }

  #next(counters: Map<string, number>, key: string): number {
    const value = (counters.get(key) ?? 0) + 1;
    counters.set(key, value);
    return value;
  }

  async #report(): Promise<DeidentifyReport> {
    const { preset, folder } = this.#options;
    const base = { preset, filesWritten: this.#written, changes: this.#changes.list() };
    const warnings = (nameOf: (index: number) => string): DeidentifyReport['warnings'] => this.#warnings.map(({ index, message }) => ({ path: nameOf(index), message }));
    // Names of files may name the patient and messages of reading may quote a value: in the folder neither stands.
    const refusedHere = this.#refused.map(({ index, reason, message, isOurs }) => ({ path: numberOf(index), reason, message: isOurs ? message : 'The object could not be read whole.' }));
    await writeReports(folder, { ...base, folder: '.', refused: refusedHere, warnings: warnings(numberOf) });
    const nameOf = (index: number): string => this.#sources[index]?.name ?? '';
    return { ...base, folder, refused: this.#refused.map(({ index, reason, message }) => ({ path: nameOf(index), reason, message })), warnings: warnings(nameOf) };
  }
}

/** How the report in the folder names an object. */
const numberOf = (index: number): string => `object ${index + 1}`;

async function requireEmptyFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const entries = await readdir(folder);
  if (entries.length > 0) throw new DeidError('folder-not-empty', `${folder} is not empty; choose a new or empty folder, so that nothing identified lies among what is written.`);
}
