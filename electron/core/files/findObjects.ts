import { dirname } from 'node:path';
import { StoreError } from '../../../shared/errors/appError.ts';
import type { Reject } from '../../../shared/dicom/types.ts';
import type { AnswerTo, DirectoryListing, Job, ListZipJob, PeekJob, ReadDirectoryJob } from './importJobs.ts';
import { listFiles } from './listFiles.ts';
import { nameOnMedium } from './mediaDirectory.ts';
import type { FilePlace, ObjectPlace } from './objectPlace.ts';
import type { Note, PeekedObject } from './peekObject.ts';
import type { WorkerPool } from './workerPool.ts';

/** An object that was found, not yet taken. */
export interface FoundObject extends Omit<PeekedObject, 'kind'> {
  readonly place: ObjectPlace;
}

/** What lies under the chosen paths, archives opened. */
export interface Found {
  /** In the order of their names. */
  readonly objects: readonly FoundObject[];
  /** Files looked at, rejected and passed over ones among them, entries of archives counted singly. */
  readonly files: number;
  readonly rejects: readonly Reject[];
  readonly notes: readonly Note[];
}

export interface FindOptions {
  readonly signal: AbortSignal;
  /** Read every file to its end, for a report on the files themselves. */
  readonly isWhole: boolean;
  /** Told as files are listed and looked at. */
  readonly onProgress?: (files: { readonly done: number; readonly total: number }) => void;
}

/**
 * Finds all DICOM objects under files and folders: by content, whatever they are called; inside zip archives; of a
 * DICOMDIR that was chosen itself exactly the files it lists. Nothing is written.
 *
 * @throws {StoreError} cancelled; not-found when none of the paths is there
 */
export async function findObjects(pool: WorkerPool, paths: readonly string[], options: FindOptions): Promise<Found> {
  const search = new Search(pool, options);
  await search.under(paths);
  const objects = search.objects.sort((a, b) => (a.place.name < b.place.name ? -1 : 1));
  return { objects, files: search.total, rejects: search.rejects.sort(byPath), notes: search.notes.sort(byPath) };
}

/** Order of rejects and notes in a report. */
export const byPath = (a: { readonly path: string }, b: { readonly path: string }): number => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0);

class Search {
  readonly objects: FoundObject[] = [];
  readonly rejects: Reject[] = [];
  readonly notes: Note[] = [];
  total = 0;
  #done = 0;
  readonly #pool: WorkerPool;
  readonly #options: FindOptions;
  /** Every file seen, as a medium would list it. */
  readonly #names = new Set<string>();
  #chosen: ReadonlySet<string> = new Set();
  readonly #zips: FilePlace[] = [];
  readonly #directories: ObjectPlace[] = [];

  constructor(pool: WorkerPool, options: FindOptions) {
    this.#pool = pool;
    this.#options = options;
  }

  async under(paths: readonly string[]): Promise<void> {
    const { files, chosen, rejects } = await listFiles(paths, this.#options.signal);
    this.#chosen = chosen;
    this.rejects.push(...rejects);
    await this.#look(files);
    await this.#look(await this.#openZips());
    for (const directory of this.#directories) await this.#heed(directory);
  }

  async #look(places: readonly ObjectPlace[]): Promise<void> {
    this.total += places.length;
    for (const { name } of places) this.#names.add(nameOnMedium(name));
    this.#tell();
    const jobs = places.map((place): PeekJob => ({ kind: 'peek', place, isWhole: this.#options.isWhole }));
    await this.#run(jobs, (peeked, { place }) => {
      if (peeked.kind === 'object') this.objects.push({ ...peeked, place });
      else if (peeked.kind === 'reject') this.#reject(place, peeked.reject);
      else if (peeked.kind === 'note') this.notes.push(peeked.note);
      else if (peeked.kind === 'mediaDirectory') this.#directories.push(place);
      else if (place.kind === 'file') this.#zips.push(place);
      this.#done += 1;
      this.#tell();
    });
  }

  async #openZips(): Promise<readonly ObjectPlace[]> {
    const entries: ObjectPlace[] = [];
    const jobs = this.#zips.map((place): ListZipJob => ({ kind: 'listZip', place }));
    await this.#run(jobs, (listing) => {
      entries.push(...listing.entries);
      this.rejects.push(...listing.rejects);
    });
    return entries;
  }

  /** Takes what a DICOMDIR lists where it was chosen itself, and compares its list with what is there. */
  async #heed(directory: ObjectPlace): Promise<void> {
    let listing: DirectoryListing | null = null;
    await this.#run([{ kind: 'readDirectory', place: directory } satisfies ReadDirectoryJob], (answer) => (listing = answer));
    const { files, warnings, reject } = (listing as DirectoryListing | null) ?? { files: [], warnings: [], reject: null };
    const isChosen = this.#isChosen(directory);
    if (isChosen && files.length === 0) {
      this.rejects.push(reject ?? { path: directory.name, reason: 'missing', message: 'The index of the medium (DICOMDIR) lists no file; choose the folder itself.' });
      return;
    }
    const folder = isChosen ? '' : directory.name.slice(0, directory.name.lastIndexOf('/') + 1);
    if (isChosen && directory.kind === 'file') await this.#follow(directory, files);
    const missing = files.filter((name) => !this.#names.has(nameOnMedium(folder + name)));
    this.rejects.push(...missing.map((name) => ({ path: folder + name, reason: 'missing', message: `The file is listed by the medium (${directory.name}) but not there; copy the whole medium again.` })));
    const how = reject ? `cannot be used (${reject.message}); the files were read themselves` : `lists ${files.length} files; ${missing.length === 0 ? 'all are there' : `${missing.length} are not there`}`;
    this.notes.push({ path: directory.name, message: `An index of the medium (DICOMDIR) that ${how}.` });
    this.notes.push(...warnings.map((message) => ({ path: directory.name, message })));
  }

  async #follow(directory: FilePlace, listed: readonly string[]): Promise<void> {
    const names = new Set(listed.map(nameOnMedium));
    const { files } = await listFiles([dirname(directory.path)], this.#options.signal);
    await this.#look(files.filter(({ name }) => names.has(nameOnMedium(name))));
  }

  /** What is only called DICOMDIR does not stop the files beside it from being read. */
  #reject(place: ObjectPlace, reject: Reject): void {
    const isIndexByName = nameOnMedium(place.name).split('/').at(-1) === 'dicomdir';
    if (isIndexByName && !this.#isChosen(place)) this.notes.push({ path: reject.path, message: `An index of the medium (DICOMDIR) that cannot be used (${reject.message}); the files were read themselves.` });
    else this.rejects.push(reject);
  }

  #isChosen(place: ObjectPlace): boolean {
    return place.kind === 'file' && this.#chosen.has(place.path);
  }

  #tell(): void {
    this.#options.onProgress?.({ done: this.#done, total: this.total });
  }

  async #run<J extends Job>(jobs: readonly J[], take: (answer: AnswerTo<J>, job: J) => void): Promise<void> {
    const { signal } = this.#options;
    await this.#pool.run(jobs, {
      signal,
      onAnswer: (answer, job) => {
        if (answer === null) this.rejects.push(crashed(job.place.name));
        else take(answer, job);
      },
    });
    if (signal.aborted) throw new StoreError('cancelled', 'The import was cancelled.');
  }
}

/** A file that ended the thread which read it. */
export const crashed = (name: string): Reject => ({ path: name, reason: 'crashed', message: 'Reading this file made the reader fail, so it was left out; keep the file and send it to the maker of this console.' });
