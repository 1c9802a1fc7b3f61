import { mkdirSync } from 'node:fs';
import { readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { DataStore, ERRORS, Upload } from '@tus/server';
import { importBlobKey, openBlob, sealBlob, type BlobKey } from '../../shared/blob/cipher.ts';
import { chunkLength, sealedLength } from '../../shared/blob/framing.ts';
import { hashOfFile, syncFolder } from './blobFiles.ts';
import { DraftThread } from './draftThread.ts';
import { OpenDrafts } from './openDrafts.ts';
import type { ThreadDraft } from './threadDraft.ts';
import { wholeChunks } from './uploadDraft.ts';

/** What the platform itself notes with an upload: whose it is and what it claims to be. */
export interface UploadClaim {
  readonly sha256: string;
  readonly caseId: string;
  readonly hospitalId: string;
  readonly personId: string;
}

interface Noted {
  readonly size: number;
  readonly createdAt: string;
  readonly claim: UploadClaim;
}

/** Hash and length of an upload whose bytes are all on the disk. */
export interface WholeUpload {
  readonly path: string;
  readonly sha256: string;
}

/**
 * Uploads in progress, in the folder of the blobs' disk: `<id>.json` what it claims to be, `<id>.part` its sealed
 * chunks, `<id>.tail` the sealed beginning of a chunk whose line broke. One that arrives in the request that creates it
 * needs no note: nobody could go on with it.
 */
export class SealedUploads extends DataStore {
  readonly #folder: string;
  readonly #drafts: DraftThread;
  readonly #key: Promise<BlobKey>;
  readonly #noted = new Map<string, Noted>();
  readonly #open = new OpenDrafts();
  readonly #inOneRequest = new Set<string>();

  /** @param key the key of the blobs: a draft becomes a blob by a new name */
  constructor(folder: string, key: Uint8Array) {
    super();
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.#folder = folder;
    this.#drafts = new DraftThread(key);
    this.#key = importBlobKey(key);
    this.extensions = ['creation', 'creation-with-upload', 'termination'];
  }

  draftPath(id: string): string {
    return join(this.#folder, `${id}.part`);
  }

  #notePath(id: string): string {
    return join(this.#folder, `${id}.json`);
  }

  #tailPath(id: string): string {
    return join(this.#folder, `${id}.tail`);
  }

  /** The request that creates this upload carries all of its bytes. */
  expectWhole(id: string): void {
    this.#inOneRequest.add(id);
  }

  override async create(upload: Upload): Promise<Upload> {
    const noted: Noted = { size: upload.size ?? 0, createdAt: new Date().toISOString(), claim: upload.metadata as unknown as UploadClaim };
    if (this.#inOneRequest.has(upload.id)) {
      this.#noted.set(upload.id, noted);
    } else {
      const path = this.#notePath(upload.id);
      await writeFile(`${path}.new`, JSON.stringify(noted), { mode: 0o600, flush: true });
      await rename(`${path}.new`, path);
    }
    return upload;
  }

  async #note(id: string): Promise<Noted> {
    const known = this.#noted.get(id);
    if (known) return known;
    const text = await readFile(this.#notePath(id), 'utf8').catch(() => null);
    if (text === null) throw ERRORS.FILE_NOT_FOUND;
    return JSON.parse(text) as Noted;
  }

  /** Takes what arrives; where the line breaks, what is there stays. @returns plain bytes there afterwards */
  override async write(readable: Readable, id: string, offset: number): Promise<number> {
    const { size } = await this.#note(id);
    const { draft, tail } = await this.#openDraft(id, offset);
    try {
      const { rest, broken } = await fill(draft, readable, tail, size);
      if (draft.isWhole) {
        await draft.settle();
        this.#open.put(id, draft);
        return size;
      }
      if (this.#inOneRequest.has(id)) throw broken ?? ERRORS.FILE_WRITE_ERROR;
      if (rest.length > 0) await writeFile(this.#tailPath(id), await sealBlob(await this.#key, rest), { mode: 0o600 });
      await draft.settle();
      this.#open.put(id, draft);
      if (broken) throw broken;
      return draft.offset + rest.length;
    } catch (error) {
      if (this.#open.has(id)) throw error;
      await draft.close();
      if (this.#inOneRequest.has(id)) await this.remove(id);
      throw error;
    }
  }

  /** The draft at the offset asked for: the one this process has open, or what lies on the disk where another node went on. */
  async #openDraft(id: string, offset: number): Promise<{ draft: ThreadDraft; tail: Uint8Array }> {
    const tail = await this.#tail(id);
    const begun = offset - tail.length;
    const kept = this.#open.take(id);
    const draft = kept?.offset === begun ? kept : await this.#reopen(id, kept, begun);
    if (draft.offset !== begun) {
      // Chunks were lost with the power: the client asks where to go on.
      await draft.close();
      throw ERRORS.INVALID_OFFSET;
    }
    await rm(this.#tailPath(id), { force: true });
    return { draft, tail };
  }

  async #reopen(id: string, kept: ThreadDraft | undefined, begun: number): Promise<ThreadDraft> {
    await kept?.close();
    const path = this.draftPath(id);
    return begun === 0 ? this.#drafts.begin(path) : this.#drafts.resume(path);
  }

  async #tail(id: string): Promise<Uint8Array> {
    const sealed = await readFile(this.#tailPath(id)).catch(() => null);
    if (!sealed) return new Uint8Array(0);
    // A tail torn by a loss of power is sent again.
    return openBlob(await this.#key, new Uint8Array(sealed)).catch(() => new Uint8Array(0));
  }

  override async getUpload(id: string): Promise<Upload> {
    const { size, claim, createdAt } = await this.#note(id);
    const length = await stat(this.draftPath(id)).then((found) => found.size, () => 0);
    const isWhole = length === sealedLength(size) && size > 0;
    const offset = isWhole ? size : wholeChunks(length) * chunkLength + (await this.#tail(id)).length;
    return new Upload({ id, size, offset, metadata: { ...claim }, creation_date: createdAt });
  }

  /** The claim noted at creation; null for an upload that is not here. */
  claim(id: string): Promise<UploadClaim | null> {
    return this.#note(id).then(({ claim }) => claim, () => null);
  }

  /**
   * The draft of an upload whose bytes are all here, brought to the disk and proved by reading where this process has
   * not hashed it on the way.
   */
  async whole(id: string): Promise<WholeUpload> {
    const path = this.draftPath(id);
    const draft = this.#open.take(id) ?? ((await this.#note(id).catch(() => null))?.size === 0 ? await this.#emptyDraft(path) : null);
    const sha256 = await (draft ? draft.finish() : hashOfFile(path, await this.#key));
    await syncFolder(this.#folder);
    return { path, sha256 };
  }

  async #emptyDraft(path: string): Promise<ThreadDraft> {
    const draft = this.#drafts.begin(path);
    await draft.append(new Uint8Array(0), true);
    return draft;
  }

  /**
   * Bytes that arrived whole, at most a chunk of them, as a draft: they were taken over when this resolves.
   * @returns `stored`: their SHA-256 when they are on the disk, after which the caller syncs the folder once for all
   */
  async takeWhole(id: string, plain: Uint8Array): Promise<{ readonly path: string; readonly stored: Promise<string> }> {
    const path = this.draftPath(id);
    const draft = this.#drafts.begin(path);
    await draft.append(plain, true);
    return { path, stored: draft.finish() };
  }

  /** The names of the drafts survive the loss of power when this returns. */
  syncNames(): Promise<void> {
    return syncFolder(this.#folder);
  }

  /** Forgets an upload and what is left of it in this folder. */
  override async remove(id: string): Promise<void> {
    const isNotedHereAlone = this.#noted.delete(id);
    this.#inOneRequest.delete(id);
    await this.#open.take(id)?.close();
    if (isNotedHereAlone) return rm(this.draftPath(id), { force: true });
    for (const path of [this.draftPath(id), this.#notePath(id), this.#tailPath(id)]) await rm(path, { force: true });
  }

  /** Ids of everything that lies here, with a note or without. */
  async list(): Promise<string[]> {
    const names = await readdir(this.#folder);
    return [...new Set(names.map((name) => name.split('.')[0] ?? name))];
  }

  /** Ends the thread that writes; what is on its way is sent again later. */
  stop(): Promise<void> {
    return this.#drafts.stop();
  }

  /** When the bytes of an upload last grew, ms since 1970; null where there are none. */
  changedAtMs(id: string): Promise<number | null> {
    return stat(this.draftPath(id)).then((found) => found.mtimeMs, () => null);
  }
}

/** Seals whole chunks as they arrive. @returns what does not fill a chunk, and what broke the line */
async function fill(draft: ThreadDraft, readable: Readable, tail: Uint8Array, size: number): Promise<{ rest: Uint8Array; broken: unknown }> {
  const chunk = Buffer.allocUnsafe(chunkLength);
  let filled = tail.length;
  chunk.set(tail);
  let broken: unknown = null;
  const add = async (part: Uint8Array): Promise<void> => {
    for (let at = 0; at < part.length; ) {
      const taken = Math.min(part.length - at, chunkLength - filled);
      chunk.set(part.subarray(at, at + taken), filled);
      filled += taken;
      at += taken;
      const isLast = draft.offset + filled === size;
      if (filled < chunkLength && !isLast) continue;
      await draft.append(chunk.subarray(0, filled), isLast);
      filled = 0;
    }
  };
  const parts = readable[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  for (;;) {
    const next = await parts.next().catch((error: unknown) => {
      broken = error;
      return null;
    });
    if (!next || next.done === true) return { rest: chunk.subarray(0, filled), broken };
    await add(next.value);
  }
}
