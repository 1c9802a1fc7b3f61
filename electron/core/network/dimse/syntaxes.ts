import type { Proposal } from './scuAssociation.ts';

export const implicitLittleEndian = '1.2.840.10008.1.2';
export const explicitLittleEndian = '1.2.840.10008.1.2.1';

/** Services of PS3.4 annexes A and C (study root). */
export const service = {
  verification: '1.2.840.10008.1.1',
  find: '1.2.840.10008.5.1.4.1.2.2.1',
  move: '1.2.840.10008.5.1.4.1.2.2.2',
  get: '1.2.840.10008.5.1.4.1.2.2.3',
} as const;

/** Most contexts one association can have: odd numbers of one byte (PS3.8 9.3.2.2). */
export const maxContexts = 128;

/** Transfer syntaxes to take objects in, the commonest first; each in a context of its own, an archive need not convert. */
const retrievedSyntaxes: readonly string[] = [
  explicitLittleEndian, implicitLittleEndian,
  '1.2.840.10008.1.2.4.70', '1.2.840.10008.1.2.4.80', '1.2.840.10008.1.2.4.90', '1.2.840.10008.1.2.5', '1.2.840.10008.1.2.4.50', '1.2.840.10008.1.2.4.57',
  '1.2.840.10008.1.2.4.51', '1.2.840.10008.1.2.4.81', '1.2.840.10008.1.2.4.91', '1.2.840.10008.1.2.1.99', '1.2.840.10008.1.2.2',
  '1.2.840.10008.1.2.4.201', '1.2.840.10008.1.2.4.202', '1.2.840.10008.1.2.4.203', '1.2.840.10008.1.2.4.100', '1.2.840.10008.1.2.4.102',
];

/** Kinds of objects to ask for where an archive does not say which a study has. */
export const usualStorageClasses: readonly string[] = [
  '1', '1.1', '1.2', '2', '2.1', '3.1', '4', '4.1', '6.1', '7', '7.2', '7.4', '9.1.1', '11.1', '12.1', '20', '66', '66.1', '66.4', '77.1.4', '88.11', '88.22', '88.33', '88.59', '88.67', '104.1', '128', '130',
  '481.1', '481.2', '481.3', '481.4', '481.5', '481.7', '481.8', '481.9',
].map((branch) => `1.2.840.10008.5.1.4.1.1.${branch}`);

/** Contexts for objects of these kinds, as many as fit: what has no context of its own shares the last one. */
export function proposeStorage(sopClassUIDs: readonly string[], room: number): Proposal[] {
  const each = Math.max(1, Math.min(retrievedSyntaxes.length, Math.floor(room / sopClassUIDs.length)));
  return sopClassUIDs.slice(0, room).flatMap((abstractSyntax) =>
    Array.from({ length: each }, (_, index): Proposal => ({
      abstractSyntax, isProvider: true, transferSyntaxes: index < each - 1 ? retrievedSyntaxes.slice(index, index + 1) : retrievedSyntaxes.slice(index),
    })));
}
