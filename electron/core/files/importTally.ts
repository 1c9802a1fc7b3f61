import type { InstanceHeader, Reject } from '../../../shared/dicom/types.ts';
import { buildReferenceChain } from '../../../shared/dicom/referenceChain.ts';
import type { ImportProgress, ImportReport, ImportSource } from '../../../shared/ipc/channels.ts';
import { toErrorShape } from '../../../shared/errors/appError.ts';
import { byPath } from './findObjects.ts';
import { patientKeyOf } from './patientKey.ts';
import { TransferRate } from './transferRate.ts';

const tickMs = 200;

/** Which import is counted. */
export interface ImportIdentity {
  readonly importId: string;
  readonly caseId: string;
  readonly source: ImportSource;
}

/** Counts of a running import, told every 200 ms, and the report that comes of them. */
export class ImportTally {
  readonly #of: ImportIdentity;
  readonly #onProgress: (progress: ImportProgress) => void;
  readonly #startedMs = performance.now();
  readonly #startedAtMs = Date.now();
  readonly #patients = new Map<string, { key: string; patientID: string; patientName: string; birthDate: string | null; instances: number }>();
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
    if (known) known.instances += 1;
    else this.#patients.set(key, { key, patientID: header.patient.patientID ?? '', patientName: header.patient.patientName ?? '', birthDate: header.patient.birthDate, instances: 1 });
  }

  get patientKeys(): readonly string[] {
    return [...this.#patients.keys()];
  }

  /** How it stands in the middle: counts without the chain. */
  soFar(): ImportReport {
    return {
      ...this.#of, startedAtMs: this.#startedAtMs, elapsedMs: this.#elapsedMs, phase: this.#phase, imported: this.imported, duplicates: this.duplicates, rejects: [...this.rejects], warnings: [...this.warnings],
      patients: [...this.#patients.values()], links: [], problems: [], error: null,
    };
  }

  /** Ends the count. @param headers everything the case has now; the chain is judged on all of it */
  end(phase: ImportProgress['phase'], headers: readonly InstanceHeader[], error: unknown = null): ImportReport {
    clearInterval(this.#timer);
    this.#tell();
    const { links, problems } = buildReferenceChain(headers);
    this.rejects.sort(byPath);
    this.warnings.sort(byPath);
    return { ...this.soFar(), phase, links, problems, error: error === null ? null : toErrorShape(error) };
  }
}
