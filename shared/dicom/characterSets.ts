/** One set of characters that an escape sequence brings into use (PS3.3 tables C.12-3 and C.12-4). */
export interface CodeElement {
  /** What follows ESC. */
  readonly escape: string;
  /** G0 answers bytes below 0x80, G1 those above. */
  readonly plane: 'G0' | 'G1';
  readonly bytesPerCharacter: 1 | 2;
  /** Label by which TextDecoder knows the bytes once `toEncoding` has prepared them. */
  readonly encoding: string;
  /** The bytes as that encoding writes them: EUC sets the high bit, and marks JIS X 0212 by 0x8F. */
  readonly toEncoding?: (bytes: Uint8Array) => Uint8Array;
}

const withHighBit = (bytes: Uint8Array): Uint8Array => bytes.map((byte) => byte | 0x80);

function asJisX0212(bytes: Uint8Array): Uint8Array {
  const marked = new Uint8Array((bytes.length / 2) * 3);
  for (let pair = 0; pair * 2 < bytes.length; pair++) marked.set([0x8f, (bytes[pair * 2] ?? 0) | 0x80, (bytes[pair * 2 + 1] ?? 0) | 0x80], pair * 3);
  return marked;
}

const single = (escape: string, encoding: string): CodeElement => ({ escape, plane: escape.startsWith('(') ? 'G0' : 'G1', bytesPerCharacter: 1, encoding });

export const ascii = single('(B', 'windows-1252');
const romaji = single('(J', 'shift_jis');
const katakana = single(')I', 'shift_jis');
// Nodes and browsers read ISO 8859-1 and 8859-9 by their Windows supersets, which give the bytes ISO leaves free a letter.
const latin1 = single('-A', 'windows-1252');
const kanji: CodeElement = { escape: '$B', plane: 'G0', bytesPerCharacter: 2, encoding: 'euc-jp', toEncoding: withHighBit };
const supplementaryKanji: CodeElement = { escape: '$(D', plane: 'G0', bytesPerCharacter: 2, encoding: 'euc-jp', toEncoding: asJisX0212 };
const hangul: CodeElement = { escape: '$)C', plane: 'G1', bytesPerCharacter: 2, encoding: 'euc-kr' };
const hanzi: CodeElement = { escape: '$)A', plane: 'G1', bytesPerCharacter: 2, encoding: 'gb18030' };

/** Code elements by the number of their ISO registration, as in `ISO 2022 IR 87`. */
const registrations: Readonly<Record<string, readonly CodeElement[]>> = {
  6: [ascii],
  100: [ascii, latin1],
  101: [ascii, single('-B', 'iso-8859-2')],
  109: [ascii, single('-C', 'iso-8859-3')],
  110: [ascii, single('-D', 'iso-8859-4')],
  126: [ascii, single('-F', 'iso-8859-7')],
  127: [ascii, single('-G', 'iso-8859-6')],
  138: [ascii, single('-H', 'iso-8859-8')],
  144: [ascii, single('-L', 'iso-8859-5')],
  148: [ascii, single('-M', 'windows-1254')],
  166: [ascii, single('-T', 'windows-874')],
  203: [ascii, single('-b', 'iso-8859-15')],
  13: [romaji, katakana],
  87: [kanji],
  159: [supplementaryKanji],
  149: [hangul],
  58: [hanzi],
};

/** Every escape sequence DICOM has, and the first edition of the kanji set, which is read as the second. */
export const codeElements: readonly CodeElement[] = [...new Set(Object.values(registrations).flat()), { ...kanji, escape: '$@' }];

/** What SpecificCharacterSet (0008,0005) says, understood. */
export type CharacterSets =
  | { readonly type: 'none' }
  /** One encoding for everything, without escape sequences. */
  | { readonly type: 'whole'; readonly encoding: string; readonly term: string }
  /** Code extensions; `initial` is in use at the start and again after every delimiter. */
  | { readonly type: 'extended'; readonly initial: readonly CodeElement[]; readonly declared: readonly CodeElement[] }
  | { readonly type: 'unknown'; readonly term: string };

const wholeSets: Readonly<Record<string, string>> = {
  'ISO_IR 192': 'utf-8', UTF8: 'utf-8', 'UTF-8': 'utf-8',
  GB18030: 'gb18030', 'GB 18030': 'gb18030',
  GBK: 'gbk', 'ISO 2022 GBK': 'gbk', CP936: 'gbk', GB2312: 'gbk', 'GB 2312': 'gbk', 'ISO_IR 58': 'gbk',
  // No terms of DICOM, but writers that know nothing of it name what they write.
  BIG5: 'big5', SHIFT_JIS: 'shift_jis', 'EUC-JP': 'euc-jp', 'EUC-KR': 'euc-kr', 'KOI8-R': 'koi8-r',
};
const latinSpellings: ReadonlySet<string> = new Set(['LATIN1', 'LATIN-1', 'ISO-8859-1', 'ISO8859-1', 'ISO_8859-1']);

/**
 * Takes SpecificCharacterSet apart (PS3.3 C.12.1.1.2), with the spellings that occur beside those of the standard.
 *
 * @param sets the attribute's text, values separated by backslashes; null where it is absent
 */
export function readCharacterSets(sets: string | null): CharacterSets {
  const terms = (sets ?? '').split('\\').map(normalise);
  const whole = terms.find((term) => wholeSets[term] !== undefined);
  // GB18030, GBK and UTF-8 stand alone (C.12.1.1.2): beside others, only they can have been meant.
  if (whole !== undefined) return { type: 'whole', encoding: wholeSets[whole] ?? '', term: whole };
  const numbers = terms.map((term, index) => (term === '' && (index === 0 || terms.length === 1) ? '6' : /(?:IR|2022) (\d+)$/.exec(term)?.[1] ?? ''));
  const strange = numbers.findIndex((number, index) => registrations[number] === undefined && terms[index] !== '');
  if (strange >= 0) return { type: 'unknown', term: terms[strange] ?? '' };
  const elements = numbers.map((number) => registrations[number] ?? []);
  const initial = elements[0] ?? [ascii];
  if (elements.length > 1 || terms[0]?.includes('2022') === true) return { type: 'extended', initial, declared: elements.flat() };
  const upper = initial.find((element) => element.plane === 'G1');
  return upper === undefined ? { type: 'none' } : { type: 'whole', encoding: upper.encoding, term: terms[0] ?? '' };
}

function normalise(raw: string): string {
  const term = raw.trim().toUpperCase();
  if (latinSpellings.has(term)) return 'ISO_IR 100';
  return term
    .replace(/^ISO[-_ ]?2022[-_ ]?(?:IR[-_ ]?)?(?=\d)/, 'ISO 2022 IR ')
    .replace(/^ISO[-_ ]?IR[-_ ]?(?=\d)/, 'ISO_IR ');
}
