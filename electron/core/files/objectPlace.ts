/** Where the bytes of one file lie; `name` is what a person sees of it. */
export type ObjectPlace = FilePlace | ZipEntryPlace | BytesPlace;

export interface FilePlace {
  readonly kind: 'file';
  /** Relative to the folder that was chosen, with '/'; the name alone where the file itself was chosen. */
  readonly name: string;
  readonly path: string;
}

/** One entry of a zip archive, found in its central directory. */
export interface ZipEntryPlace {
  readonly kind: 'zipEntry';
  /** `archive.zip/inner/file`. */
  readonly name: string;
  readonly archivePath: string;
  /** Of its local header in the archive, bytes. */
  readonly headerOffset: number;
  readonly packedLength: number;
  /** As the archive declares it. */
  readonly byteLength: number;
  readonly isDeflated: boolean;
  readonly crc32: number;
  /** Of the archive. */
  readonly modifiedAtMs: number;
}

/** An object that did not come as a file. */
export interface BytesPlace {
  readonly kind: 'bytes';
  readonly name: string;
  readonly bytes: Uint8Array;
}
