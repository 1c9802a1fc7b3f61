/** What the thread of the drafts begins with. */
export interface DraftWorkerStart {
  /** 32 secret bytes for blobs alone. */
  readonly key: Uint8Array;
  /** Memory both threads see, a chunk for each slot; a slot that was handed over is the worker's until it says so. */
  readonly slots: SharedArrayBuffer;
}

/**
 * What it is asked, begun one after the other. `draft` numbers a draft for as long as the thread runs; `resume`,
 * `settle`, `finish` and `close` are answered, the others only where they fail.
 */
export type DraftOrder =
  | { readonly kind: 'begin' | 'resume'; readonly draft: number; readonly path: string }
  | { readonly kind: 'append'; readonly draft: number; readonly slot: number; readonly byteLength: number; readonly isLast: boolean }
  | { readonly kind: 'settle' | 'finish' | 'close'; readonly draft: number };

export type DraftAnswer =
  | { readonly kind: 'free'; readonly slot: number }
  /** To `resume` the whole chunks found, to `finish` the SHA-256. */
  | { readonly kind: 'done'; readonly draft: number; readonly value: number | string | null }
  /** The draft does nothing more. */
  | { readonly kind: 'failed'; readonly draft: number; readonly error: DraftFailure };

/** An error on its way between threads, which would lose the code of the system's. */
export interface DraftFailure {
  readonly message: string;
  readonly code?: string;
  readonly reason?: string;
}
