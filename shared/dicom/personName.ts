/** One component group of a person name (PS3.5 6.2.1.1); components that are not given are empty. */
export interface NameGroup {
  readonly family: string;
  readonly given: string;
  readonly middle: string;
  readonly prefix: string;
  readonly suffix: string;
}

/** A person name by its component groups; null where a group is not given. */
export interface PersonName {
  readonly alphabetic: NameGroup | null;
  readonly ideographic: NameGroup | null;
  readonly phonetic: NameGroup | null;
}

/** Takes a decoded PN value apart: `Zhang^San=张^三=`. Missing groups and components are allowed, as they may be. */
export function parsePersonName(text: string): PersonName {
  const [alphabetic = '', ideographic = '', phonetic = ''] = text.split('=');
  return { alphabetic: groupOf(alphabetic), ideographic: groupOf(ideographic), phonetic: groupOf(phonetic) };
}

function groupOf(text: string): NameGroup | null {
  const [family = '', given = '', middle = '', prefix = '', suffix = ''] = text.split('^').map((component) => component.trim());
  const group = { family, given, middle, prefix, suffix };
  return Object.values(group).every((component) => component === '') ? null : group;
}

/**
 * A name as people write it: in Chinese the ideographic group, family name first and without a space (张三);
 * in English the alphabetic group, given name first (San Zhang). Where the wanted group is not given, the other is used.
 *
 * @returns empty text for an empty name
 */
export function displayPersonName(text: string, language: 'zh' | 'en'): string {
  const { alphabetic, ideographic, phonetic } = parsePersonName(text);
  const groups = language === 'zh' ? [ideographic, alphabetic, phonetic] : [alphabetic, ideographic, phonetic];
  const group = groups.find((candidate) => candidate !== null);
  return group === null || group === undefined ? '' : displayGroup(group);
}

/** Han, Hiragana, Katakana and Hangul write the family name first; only Chinese and Korean leave out the space, so none is put. */
const familyFirst = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f\u{20000}-\u{323af}]/u;

function displayGroup({ family, given, middle, prefix, suffix }: NameGroup): string {
  if (familyFirst.test(family + given)) return [family, given, middle].join('') + suffix;
  return [prefix, given, middle, family].filter((component) => component !== '').join(' ') + (suffix === '' ? '' : `, ${suffix}`);
}
