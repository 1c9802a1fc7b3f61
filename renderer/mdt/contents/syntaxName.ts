import type { TFunction } from 'i18next';

const root = '1.2.840.10008.1.2';

/** Words for a transfer syntax (PS3.6 table A-1): how the pixels are compressed, in the reader's language; its UID where there are none. */
export function syntaxName(uid: string, t: TFunction<'contents'>): string {
  const isStandard = uid === root || uid.startsWith(`${root}.`);
  const key = uid.slice(root.length + 1).replaceAll('.', '_');
  return isStandard ? t(`syntax.${key === '' ? 'implicit' : key}`, { defaultValue: uid }) : uid;
}
