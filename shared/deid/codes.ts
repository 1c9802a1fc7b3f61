import { findNode, textNode, textOf } from '../dicom/write/elementTree.ts';
import type { ElementNode, ElementTree } from '../dicom/write/elementTree.ts';
import type { KeyedValues } from './keyedValues.ts';

const designator = 'x00080102';
const codeMeaning = 'x00080104';

/** Coding schemes that are published, by the standard (PS3.16 table 8-1) or a manufacturer, and hold no code of one hospital. */
const publishedSchemes: ReadonlySet<string> = new Set(
  'DCM SRT SCT SNM3 99SDM LN UCUM FMA RADLEX MDC UMLS NCIt ICDO3 I10 I10P I9 I9C ISO3166_1 ISO639_1 ISO639_2 RFC5646 ACR NDC RXNORM BI BARI CD8 UPC UNS ITIS_TSN NEU MAYOASRG MSH IBSI POS PUBCHEM_CID UNIPROT HPC MGI SCPECG 99VMS_STRUCTCODE 99IHERO2008'.split(' '),
);

/** True for the items of a code sequence (PS3.3 section 8). */
export function isCode(item: ElementTree): boolean {
  return item.some(({ tag }) => tag === 'x00080100' || tag === 'x00080119' || tag === 'x00080120');
}

/** A designator that may name a hospital, replaced by a keyed one; a published one stays. */
export function cleanDesignator(text: string, values: KeyedValues): string {
  return publishedSchemes.has(text) || text === '' ? text : `99${values.label('scheme', text)}`;
}

/**
 * A code of a published scheme stays. One of a hospital or manufacturer keeps nothing but that it is the same code
 * wherever it occurs, and the words of its meaning that are on the allow list.
 *
 * @param meaningOf words that may stay of a text, or the empty text
 * @returns what takes the place of its value, designator and meaning; null where it stays
 */
export function codeReplacement(item: ElementTree, values: KeyedValues, meaningOf: (text: string) => string): readonly ElementNode[] | null {
  const scheme = textOf(findNode(item, designator));
  if (publishedSchemes.has(scheme)) return null;
  const original = ['x00080100', 'x00080119', 'x00080120'].map((tag) => textOf(findNode(item, tag))).join('/');
  return [
    textNode('x00080100', 'SH', values.label('code', `${scheme}/${original}`)),
    textNode(designator, 'SH', scheme === '' ? '99LOCAL' : cleanDesignator(scheme, values)),
    textNode(codeMeaning, 'LO', meaningOf(textOf(findNode(item, codeMeaning))) || 'Private code'),
  ];
}
