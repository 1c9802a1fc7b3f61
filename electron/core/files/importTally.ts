import type { InstanceHeader, Reject } from '../../../shared/dicom/types.ts';
import { buildReferenceChain } from '../../../shared/dicom/referenceChain.ts';
import type { ImportProgress, ImportReport, ImportSource } from '../../../shared/ipc/channels.ts';
import { toErrorShape } from '../../../shared/errors/appError.ts';
import { byPath } from './findObjects.ts';
import { fullestKey, idOf, isOfPatient, patientKeyOf } from './patientKey.ts';
import { TransferRate } from './transferRate.ts';

const tickMs = 200;

/** Which import is counted. */
export interface ImportIdentity {
  readonly importId: string;
  readonly caseId: string;
  readonly source: ImportSource;
}

type CountedPatient = ImportReport['patients'][number];

/** Counts of a running import, told every 200 ms, and the report that comes of them. */
export class ImportTally {
  readonly #of: ImportIdentity;
  readonly #onProgress: (progress: ImportProgress) => void;
  readonly #startedMs = performance.now();
  readonly #startedAtMs = Date.now();
  readonly #patients = new Map<string, CountedPatient>();
  readonly #timer: NodeJS.Timeout;
  readonly rejects: Reject[] = [];
  readonly warnings: { path: string; message: string }[] = [];
  imported = 0;
  duplicates = 0;
  #phase: ImportProgress['phase'] = 'scanning';
  #rate = new TransferRate();
  #files = { done: 0, total: 0 };
  #bytes = { done: 0, total: 0 };

  constructor(of: ImportIdentity, onProgress: (progress: ImportProgress) => void) {
    this.#of = of;
    this.#onProgress = onProgress;
    this.#tell();
    this.#timer = setInterval(() => this.#tell(), tickMs);
  }

  /** Files found and looked at so far. */
  scanned(files: { readonly done: number; readonly total: number }): void {
    this.#files = files;
  }

  /** What is to be read; may be told again as more of it becomes known. */
  expect(total: { readonly files: number; readonly bytes: number }): void {
    if (this.#phase === 'scanning') {
      this.#files = { done: 0, total: 0 };
      this.#rate = new TransferRate();
    }
    this.#phase = 'reading';
    this.#files = { ...this.#files, total: total.files };
    this.#bytes = { ...this.#bytes, total: total.bytes };
    this.#tell();
  }

  fileDone(byteLength: number): void {
    this.#files = { ...this.#files, done: this.#files.done + 1 };
    this.#bytes = { ...this.#bytes, done: this.#bytes.done + byteLength };
  }

  #tell(): void {
    this.#rate.add(this.#bytes.done, performance.now());
    const bytesPerSecond = this.#phase === 'reading' ? this.#rate.bytesPerSecond : null;
    const bytesLeft = this.#bytes.total - this.#bytes.done;
    const msLeft = bytesPerSecond === null || bytesPerSecond <= 0 || bytesLeft < 0 ? null : Math.round((bytesLeft * 1000) / bytesPerSecond);
    this.#onProgress({
      importId: this.#of.importId, phase: this.#phase, filesDone: this.#files.done, filesTotal: this.#files.total, bytesDone: this.#bytes.done, bytesTotal: this.#bytes.total,
      elapsedMs: this.#elapsedMs, bytesPerSecond: bytesPerSecond === null ? null : Math.round(bytesPerSecond), msLeft,
    });
  }

  get #elapsedMs(): number {
    return Math.round(performance.now() - this.#startedMs);
  }

  /** Counts an object for its patient. */
  countPatient(header: InstanceHeader): void {
    const key = patientKeyOf(header);
    const known = this.#patients.get(key);
    if (known) this.#patients.set(key, { ...known, instances: known.instances + 1 });
    else this.#patients.set(key, { key, patientID: header.patient.patientID ?? '', patientName: header.patient.patientName ?? '', birthDate: header.patient.birthDate, instances: 1 });
  }

  /** One for each person. */
  get patientKeys(): readonly string[] {
    return this.#people.map(({ key }) => key);
  }

  /** True where an object of one key is of the patient of another, as far as was counted. */
  isOf(key: string, patientKey: string): boolean {
    return isOfPatient(key, patientKey, this.#patients.keys());
  }

  /** Objects without birth date counted with the person they are of. */
  get #people(): CountedPatient[] {
    const byId = new Map<string, CountedPatient[][]>();
    for (const patient of this.#patients.values()) {
      const people = byId.get(idOf(patient.key)) ?? [];
      byId.set(idOf(patient.key), people);
      const own = people.find(([first]) => first !== undefined && this.isOf(patient.key, first.key));
      if (own) own.push(patient);
      else people.push([patient]);
    }
    return [...byId.values()].flat().flatMap((same) => {
      const key = fullestKey(same.map((one) => one.key));
      return same.filter((one) => one.key === key).map((one) => ({ ...one, instances: same.reduce((sum, { instances }) => sum + instances, 0) }));
    });
  }

  /** How it stands in the middle: counts without the chain. */
  soFar(): ImportReport {
    return {
      ...this.#of, startedAtMs: this.#startedAtMs, elapsedMs: this.#elapsedMs, phase: this.#phase, imported: this.imported, duplicates: this.duplicates, rejects: [...this.rejects], warnings: [...this.warnings],
      patients: this.#people, links: [], problems: [], error: null,
    };
  }

  /** Ends the count. @param headers everything the case has now; the chain is judged on all of it */
  end(phase: ImportProgress['phase'], headers: readonly InstanceHeader[], error: unknown = null): ImportReport {
    clearInterval(this.#timer);
    this.#tell();
    const { links, problems } = buildReferenceChain(headers);
    this.rejects.sort(byPath);
    this.warnings.sort(byPath);
    return { ...this.soFar(), phase, links, problems: [...problems, ...describeNames(headers)], error: error === null ? null : toErrorShape(error) };
  }
}

/** One ID with several names is one person written in several ways, or two people. */
function describeNames(headers: readonly InstanceHeader[]): string[] {
  const names = new Set(headers.flatMap(({ patient }) => (patient.patientName ?? '').toLowerCase().replace(/[^\p{L}\p{N}=]+/gu, ' ').split('=')[0]?.trim() || []));
  return names.size < 2 ? [] : [`The objects of this case have ${names.size} different values of PatientName (0010,0010); make sure that they are of one person before the case is submitted.`];
}
