import type { InstanceHeader, Reject } from '../../../shared/dicom/types.ts';
import { buildReferenceChain } from '../../../shared/dicom/referenceChain.ts';
import type { ImportProgress, ImportReport, ImportSource } from '../../../shared/ipc/channels.ts';
import { toErrorShape } from '../../../shared/errors/appError.ts';
import type { IndexedInstance } from '../store/imaging.ts';
import { patientKeyOf } from './readObject.ts';
import type { FoundFile } from './walkFolder.ts';

const tickMs = 200;

/** Counts of a running import and the report that comes of them. */
export class ImportTally {
  readonly #of: { readonly importId: string; readonly caseId: string; readonly source: ImportSource };
  readonly #onProgress: (progress: ImportProgress) => void;
  readonly #startedMs = performance.now();
  readonly #startedAtMs = Date.now();
  readonly #patients = new Map<string, { key: string; patientID: string; patientName: string; birthDate: string | null; instances: number }>();
  readonly rejects: Reject[] = [];
  readonly warnings: { path: string; message: string }[] = [];
  imported = 0;
  duplicates = 0;
  #files = { done: 0, total: 0, bytesDone: 0, bytesTotal: 0 };
  #toldAtMs = 0;

  constructor(of: { readonly importId: string; readonly caseId: string; readonly source: ImportSource }, onProgress: (progress: ImportProgress) => void) {
    this.#of = of;
    this.#onProgress = onProgress;
  }

  expect(files: readonly FoundFile[]): void {
    this.#files = { done: 0, total: files.length, bytesDone: 0, bytesTotal: files.reduce((sum, file) => sum + file.byteLength, 0) };
  }

  fileDone(file: FoundFile): void {
    this.#files.done += 1;
    this.#files.bytesDone += file.byteLength;
    if (performance.now() - this.#toldAtMs >= tickMs) this.tell('reading');
  }

  tell(phase: ImportProgress['phase']): void {
    this.#toldAtMs = performance.now();
    const { done, total, bytesDone, bytesTotal } = this.#files;
    this.#onProgress({ importId: this.#of.importId, phase, filesDone: done, filesTotal: total, bytesDone, bytesTotal, elapsedMs: this.#elapsedMs(), bytesPerSecond: null, msLeft: null });
  }

  #elapsedMs(): number {
    return Math.round(performance.now() - this.#startedMs);
  }

  /** Counts an object for its patient; returns the patient's key. */
  countPatient(header: InstanceHeader): string {
    const key = patientKeyOf(header);
    const known = this.#patients.get(key);
    if (known) known.instances += 1;
    else this.#patients.set(key, { key, patientID: header.patient.patientID ?? '', patientName: header.patient.patientName ?? '', birthDate: header.patient.birthDate, instances: 1 });
    return key;
  }

  get patientCount(): number {
    return this.#patients.size;
  }

  /** @param instances everything the case has now; the chain is judged on all of it */
  report(phase: ImportProgress['phase'], instances: readonly IndexedInstance[], error: unknown = null): ImportReport {
    const chain = buildReferenceChain(instances.map((instance) => instance.header));
    return {
      ...this.#of, startedAtMs: this.#startedAtMs, elapsedMs: this.#elapsedMs(), phase, imported: this.imported, duplicates: this.duplicates, rejects: this.rejects, warnings: this.warnings, patients: [...this.#patients.values()],
      links: chain.links, problems: chain.problems, error: error === null ? null : toErrorShape(error),
    };
  }
}
