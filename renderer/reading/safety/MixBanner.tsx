import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { PatientPair } from '../../../shared/viewing/patientMix.ts';
import { personText } from './personText.ts';

/** Says, as long as it is so, that the desk shows images of more than one person, or of another one than the case is about. */
export function MixBanner({ pairs, unexpected }: { readonly pairs: readonly PatientPair[]; readonly unexpected: PatientPair | null }) {
  const { t, i18n } = useTranslation('reading');
  if (pairs.length === 0 && unexpected === null) return null;
  return (
    <div className="reading-mix" role="alert" data-testid="patient-mix">
      <IconAlertTriangle size={18} aria-hidden />
      <div>
        {pairs.map(({ a, b, differences }) => <div key={`${personText(a, 'en')} ${personText(b, 'en')}`}>{t(differences.length === 0 ? 'mix.unsure' : 'mix.two', { a: personText(a, i18n.language), b: personText(b, i18n.language) })}</div>)}
        {unexpected !== null && <div>{t('mix.unexpected', { expected: personText(unexpected.a, i18n.language), shown: personText(unexpected.b, i18n.language) })}</div>}
      </div>
    </div>
  );
}
