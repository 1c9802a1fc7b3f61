import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Directory } from '../../../shared/mdt/directory.ts';
import { hospitalName } from '../format.ts';
import type { AccessWords } from './accessTable.ts';

/** What the entries of an access log say in the reader's language. */
export function useAccessWords({ people, hospitals }: Directory): AccessWords {
  const { t, i18n } = useTranslation('access');
  return useMemo(() => {
    const named = new Map(people.map((person) => [person.id, i18n.language === 'zh' ? person.name : person.nameEn]));
    const nameOf = (id: string): string => {
      if (id === 'nobody') return t('nobody');
      if (id === 'platform') return t('source.platform');
      return named.get(id) ?? (id.startsWith('ae:') ? t('device', { name: id.slice('ae:'.length) }) : id);
    };
    return {
      person: ({ personId }) => nameOf(personId),
      hospital: ({ hospitalId }) => (hospitalId === '' ? '' : hospitalName(hospitals, hospitalId, i18n.language)),
      action: ({ action }) => t(`audit:${action.replaceAll('.', '_')}`, { defaultValue: action }),
      why: ({ why }) => (why === '' ? '' : t(`why.${why}`, { defaultValue: why })),
      source: ({ source }) => t(`source.${source}`),
    };
  }, [people, hospitals, t, i18n.language]);
}
