declare module 'dicom-character-set' {
  /** Text bytes → string by SpecificCharacterSet; throws on an unknown set or escape sequence. */
  export function convertBytes(specificCharacterSet: string | undefined, bytes: Uint8Array, options?: { vr?: string }): string;
}
