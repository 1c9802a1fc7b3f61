/** Which bits of a sample are its value (PS3.5 8.1.1). */
export interface SampleBits {
  readonly bitsStored: number;
  readonly highBit: number;
  readonly isSigned: boolean;
}

/** Value of a sample of up to 32 bits: bits outside BitsStored removed, the sign extended from the highest stored one. */
export function storedValue(sample: number, { bitsStored, highBit, isSigned }: SampleBits): number {
  const up = 31 - highBit;
  const down = 32 - bitsStored;
  return isSigned ? (sample << up) >> down : (sample << up) >>> down;
}
