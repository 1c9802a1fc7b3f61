import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Dice } from '../../sync/support/dice.ts';
import { sopClass } from '../../../shared/dicom/sopClasses.ts';
import { uidFromSeed } from '../../../shared/dicom/write/uidFromSeed.ts';
import { writeDicom } from '../../../shared/dicom/write/writeDicom.ts';
import { sampleRequest } from '../support/console.ts';
import { Gone, Refused, type LiveCore } from './liveCore.ts';

/** A case with images of its own, on its way from one console to the other. */
export interface ImagedCase {
  readonly caseId: string;
  readonly createId: string;
  readonly submitId: string;
  readonly importId: string;
  readonly folder: string;
  readonly files: number;
}

/** Rows and columns of the slices: two large objects and a handful of small ones, as a dose beside a few slices. */
const sizes = [1024, 768, 96, 128, 128, 160, 160, 192];

/** Imports one case after the other and submits it, going on after each kill where it stood. */
export class ImagingLoad {
  readonly #core: LiveCore;
  readonly #dice: Dice;
  readonly #folder: string;
  #current: ImagedCase | null = null;
  #isRunning = false;
  #work: Promise<void> = Promise.resolve();
  readonly done: ImagedCase[] = [];

  constructor(core: LiveCore, dice: Dice, folder: string) {
    this.#core = core;
    this.#dice = dice;
    this.#folder = folder;
  }

  begin(): void {
    this.#isRunning = true;
    this.#work = this.#run();
  }

  /** Returns once nothing of this load is on its way. @throws what core refused */
  async end(): Promise<void> {
    this.#isRunning = false;
    await this.#work;
  }

  /** Takes one case from its folder to the lead hospital, while nothing is killed. */
  async takeOne(): Promise<ImagedCase> {
    const imaged = this.#make();
    await this.#take(imaged, () => true);
    return imaged;
  }

  /** Ends the case that is under way. */
  async settle(): Promise<void> {
    await this.#work;
    if (this.#current) await this.#take(this.#current, () => true);
  }

  async #run(): Promise<void> {
    try {
      while (this.#isRunning) {
        this.#current ??= this.#make();
        await this.#take(this.#current, () => this.#isRunning);
      }
    } catch (error) {
      if (!(error instanceof Gone)) throw error;
    }
  }

  async #take(imaged: ImagedCase, mayGoOn: () => boolean): Promise<void> {
    const { caseId, createId, submitId } = imaged;
    const stream = { kind: 'case', id: caseId } as const;
    await this.#core.call('record.submit', { commandId: createId, stream, type: 'case.create', baseVersion: 0, payload: { caseNo: caseId.slice(-6), leadHospitalId: 'gd-cancer', fields: sampleRequest } });
    while (!(await this.#isImported(imaged))) {
      if (!mayGoOn()) return;
      await new Promise((done) => setTimeout(done, 20));
    }
    const { record } = await this.#core.call('case.get', { caseId });
    await this.#core.call('record.submit', { commandId: submitId, stream, type: 'case.submit', baseVersion: record.version, payload: {} });
    this.done.push(imaged);
    this.#current = null;
  }

  async #isImported({ importId, caseId, folder, files }: ImagedCase): Promise<boolean> {
    const { imports } = await this.#core.call('import.list', { caseId });
    const report = imports.find((one) => one.importId === importId);
    if (!report) {
      await this.#core.call('import.start', { importId, caseId, source: { kind: 'paths', paths: [folder] }, patientKey: null });
      return false;
    }
    if (report.phase === 'interrupted') {
      await this.#core.call('import.resume', { importId });
      return false;
    }
    if (report.phase === 'failed') throw new Refused(report.error?.reason ?? 'failed', `The import failed: ${JSON.stringify(report.error)}`);
    if (report.phase !== 'done') return false;
    const { record } = await this.#core.call('case.get', { caseId });
    if (record.imaging.length !== files) throw new Error(`The import into ${caseId} ended with ${record.imaging.length} of ${files} objects: ${JSON.stringify({ ...report, links: [] })}`);
    return true;
  }

  #make(): ImagedCase {
    const caseId = this.#dice.id();
    const folder = join(this.#folder, caseId);
    mkdirSync(folder, { recursive: true });
    const uid = (name: string): string => uidFromSeed(`${caseId}/${name}`);
    sizes.forEach((side, index) => {
      const random = this.#dice.random;
      const pixels = Int16Array.from({ length: side * side }, () => Math.floor(random() * 4000));
      writeFileSync(join(folder, `${index}.dcm`), writeDicom({
        PatientID: 'T-0001', PatientName: 'Crash^Test', PatientBirthDate: '19600102', PatientSex: 'M', StudyInstanceUID: uid('study'), StudyDate: '20261120', FrameOfReferenceUID: uid('frame'),
        SOPClassUID: sopClass.ct, SOPInstanceUID: uid(`ct/${index}`), SeriesInstanceUID: uid(`series/${side}`), Modality: 'CT', InstanceNumber: index + 1, Rows: side, Columns: side, SamplesPerPixel: 1,
        BitsAllocated: 16, BitsStored: 16, HighBit: 15, PixelRepresentation: 1, PhotometricInterpretation: 'MONOCHROME2', PixelData: pixels,
      }));
    });
    return { caseId, createId: this.#dice.id(), submitId: this.#dice.id(), importId: this.#dice.id(), folder, files: sizes.length };
  }
}
